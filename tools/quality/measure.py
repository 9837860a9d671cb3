#!/usr/bin/env python3
"""Measures main content on the development data: measure.py PROGRAM [--data DIR] [--set NAME] [--worst N]

The shipped model was learned on these pages, among others: docs/extraction.md has the held-out figures.
"""

import argparse
import collections
import gzip
import os
import pathlib
import re
import time

import pages


# The best peer of each column in the data's README.
BEST_PEER = {"F1": 0.925, "all": 0.811, "article": 0.947, "documentation": 0.915, "service": 0.785, "forum": 0.737,
             "collection": 0.641, "listing": 0.650, "product": 0.657}


def row(name, figures):
    print(f"  {name:<12}" + "".join(f"{figure:>15}" for figure in figures))


def snippets(program, data):
    """trafilatura-eval: micro-averaged over snippets that must and must not be found."""
    tp = fp = fn = tn = 0
    worst = []
    for key, entry, result in pages.extract(program, pages.load(data, "trafilatura-eval")):
        text = " ".join(result["readable_text"].split())
        found = [" ".join(s.split()) in text for s in entry["with"]]
        wrong = [" ".join(s.split()) in text for s in entry["without"]]
        tp += sum(found)
        fn += len(found) - sum(found)
        fp += sum(wrong)
        tn += len(wrong) - sum(wrong)
        worst.append((found.count(False) + sum(wrong), found.count(False), sum(wrong), key))
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    f1 = 2 * precision * recall / (precision + recall)
    print("trafilatura-eval, snippets")
    row("", ["F1", "precision", "recall", "accuracy"])
    row("lycosa", [f"{v:.4f}" for v in (f1, precision, recall, (tp + tn) / (tp + tn + fp + fn))])
    row("best peer", [f"{BEST_PEER['F1']:.3f}"])
    return sorted(worst, reverse=True)


def word_f1(text, gold):
    a = collections.Counter(re.findall(r"\w+", text.lower()))
    b = collections.Counter(re.findall(r"\w+", gold.lower()))
    if not a or not b:
        return float(a == b)
    common = sum((a & b).values())
    if not common:
        return 0.0
    precision, recall = common / sum(a.values()), common / sum(b.values())
    return 2 * precision * recall / (precision + recall)


def words(program, data):
    """wcxb-dev: mean F1 of bags of words, all pages and by type."""
    scores = collections.defaultdict(list)
    worst = []
    for key, entry, result in pages.extract(program, pages.load(data, "wcxb-dev")):
        with gzip.open(pathlib.Path(data) / "wcxb-dev" / "gold" / f"{key}.txt.gz", "rt") as gold:
            score = word_f1(result["readable_text"], gold.read())
        scores["all"].append(score)
        scores[entry["type"]].append(score)
        worst.append((score, key, entry["type"]))
    print("wcxb-dev, word F1")
    row("", scores)
    row("lycosa", [f"{sum(s) / len(s):.3f}" for s in scores.values()])
    row("best peer", [f"{BEST_PEER[kind]:.3f}" for kind in scores])
    return sorted(worst)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    shared = os.environ.get("LYCOSA_SHARED") or pathlib.Path(__file__).resolve().parents[3] / "shared"
    parser.add_argument("--data", default=pathlib.Path(shared) / "data" / "extraction-dev")
    parser.add_argument("--set", choices=["snippets", "words"])
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    for name, measure in (("snippets", snippets), ("words", words)):
        if options.set in (None, name):
            started = time.time()
            worst = measure(options.program, options.data)
            print(f"  {time.time() - started:.1f} s")
            for page in worst[: options.worst]:
                print("  ", *page)


if __name__ == "__main__":
    main()
