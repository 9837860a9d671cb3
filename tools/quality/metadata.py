#!/usr/bin/env python3
"""Measures metadata on trafilatura-eval and wcxb-dev: quality/metadata.py METADATA_BATCH [--data DIR] [--wrong FIELD]

Only pages whose gold has a value count. Title: equal after white space is collapsed. Date: the same day. Authors: the
same set of names, where the gold's names are parted at commas, semicolons and words for «and», letter case aside."""

import argparse
import collections
import os
import pathlib
import re

import pages

JOINERS = re.compile(r"\s*(?:[,;/&|]|\bund\b|\band\b|\bet\b|\by\b|\bmit\b|\bwith\b)\s*")


def line(text):
    return " ".join(("; ".join(text) if isinstance(text, list) else text or "").split())


def names(text):
    return {name.casefold() for name in JOINERS.split(line(text)) if name}


def value(fact):
    return (fact or {}).get("value", "")


def judge(entry, result, date_key):
    """(field, gold, ours, right) for every field that the gold has."""
    ours = {"title": value(result["title"]), "author": "; ".join(value(a) for a in result["authors"]),
            "date": value(result["published"])[:10]}
    if line(entry.get("title")):
        yield "title", line(entry["title"]), ours["title"], line(entry["title"]) == line(ours["title"])
    if line(entry.get("author")):
        yield "author", line(entry["author"]), ours["author"], names(entry["author"]) == names(ours["author"])
    if line(entry.get(date_key)):
        yield "date", line(entry[date_key]), ours["date"], line(entry[date_key])[:10] == ours["date"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    shared = os.environ.get("LYCOSA_SHARED") or pathlib.Path(__file__).resolve().parents[3] / "shared"
    parser.add_argument("--data", default=pathlib.Path(shared) / "data" / "extraction-dev")
    parser.add_argument("--wrong", choices=["title", "author", "date"], help="show what is wrong of a field")
    options = parser.parse_args()
    for name, date_key in (("trafilatura-eval", "date"), ("wcxb-dev", "publish_date")):
        right, total, given = collections.Counter(), collections.Counter(), collections.Counter()
        for key, entry, result in pages.extract(options.program, pages.load(options.data, name)):
            for field, gold, ours, good in judge(entry, result, date_key):
                total[field] += 1
                right[field] += good
                given[field] += bool(ours)
                if options.wrong == field and not good:
                    place = {"title": result["title"], "author": (result["authors"] or [None])[0], "date": result["published"]}[field]
                    print(f"  {key}: {gold!r}  ours {ours!r}  {(place or {}).get('source')} {(place or {}).get('property')}")
        print(f"{name} metadata  " + "  ".join(
            f"{field} {100 * right[field] / total[field]:.1f} % of {total[field]} ({given[field]} given)" for field in total))


if __name__ == "__main__":
    main()
