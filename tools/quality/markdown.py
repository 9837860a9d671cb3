#!/usr/bin/env python3
"""Measures Markdown: quality/markdown.py MARKDOWN_BATCH [--data DIR] [--set NAME] [--wrong N]

examples  the CommonMark and GFM examples: HTML, our Markdown, cmark-gfm's HTML of it; both trees equal
golden    turndown's and html-to-markdown's cases, Defuddle's pages: our Markdown and theirs, both rendered, words in order
pages     every development page: recall of runs of four words, addresses, code blocks, tables, a sentinel at the end"""

import argparse
import collections
import gzip
import html.parser
import json
import os
import pathlib
import re

import pages

HERE = pathlib.Path(__file__).resolve().parent
SENTINEL = "qzsentinelqz"
# What Markdown has words for; a rendering with anything else cannot come back.
TAGS = set("p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code em strong a img br hr table thead tbody tr th td del input".split())


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.other = set(), False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)

    def handle_comment(self, data):
        self.other = True

    handle_decl = handle_pi = unknown_decl = handle_comment


def expressible(text):
    tags = Tags(text)
    return not tags.other and tags.found <= TAGS


def exceptions():
    rows = (line.split(None, 2) for line in (HERE / "markdown_exceptions.txt").read_text().splitlines()
            if line and not line.startswith("#"))
    return {(suite, int(example)): reason for suite, example, reason in rows}


def examples(options):
    excused = exceptions()
    for suite in ("commonmark", "gfm"):
        cases = json.loads((options.data.parent / "commonmark" / f"{suite}.json").read_text())
        plain = render([c["markdown"] for c in cases])
        wanted = [c for c, (text, _) in zip(cases, plain) if expressible(c["html"]) and "raw HTML omitted" not in text]
        feed = [(c["example"], {"url": "fragment:"}, c["html"].encode()) for c in wanted]
        equal, named, wrong = 0, 0, []
        for case, (key, _, result) in zip(wanted, pages.extract(options.program, feed)):
            if result["before"] == result["after"]:
                equal += 1
            elif (suite, key) in excused:
                named += 1
            else:
                wrong.append((key, case, result))
        print(f"{suite} examples  {equal} of {len(wanted)} equal ({100 * equal / len(wanted):.1f} %), {named} named exceptions, "
              f"{len(wrong)} wrong; {len(cases) - len(wanted)} hold raw HTML")
        for key, case, result in wrong[: options.wrong]:
            print(f"  {key} {case['section']}\n    html   {case['html']!r}\n    ours   {result['markdown']!r}\n    back   {result['html']!r}")


def words(text):
    return re.findall(r"\w+", text.lower())


def grams(text):
    tokens = words(text)
    return collections.Counter(tuple(tokens[i:i + 4]) for i in range(max(1, len(tokens) - 3)))


def every_page(data):
    for name in ("trafilatura-eval", "wcxb-dev", "readability-testpages", "defuddle-fixtures"):
        for key, entry, body in pages.load(data, name):
            yield f"{name}/{key}", {"url": entry.get("url") or entry.get("base_url")}, body + f"<p>{SENTINEL}</p>".encode()


def tables(found):
    """Tables as matrices of words, without empty rows and cells, which only shape the grid."""
    matrices = ([[" ".join(words(cell)) for cell in row if words(cell)] for row in table] for table in found)
    return [matrix for table in matrices if (matrix := [row for row in table if row])]


def page_scores(options):
    total = collections.Counter()
    recalls, wrong = [], collections.defaultdict(list)
    for key, _, result in pages.extract(options.program, every_page(options.data)):
        before, after = grams(result["text_before"]), grams(result["text_after"])
        recall = sum((before & after).values()) / max(1, sum(before.values()))
        recalls.append(recall)
        old, new = result["parts_before"], result["parts_after"]
        distinct_lost = set(old["hrefs"]) - set(new["hrefs"])
        checks = {"recall": recall >= 0.99, "addresses": not distinct_lost, "code": old["codes"] == new["codes"],
                  "tables": tables(old["tables"]) == tables(new["tables"]),
                  "raw HTML": "<!-- raw HTML omitted -->" not in result["html"],
                  "sentinel": SENTINEL in result["text_after"] or SENTINEL not in result["text_before"]}
        for check, good in checks.items():
            total[check] += good
            if not good:
                wrong[check].append((recall, key, sorted(distinct_lost)[:2] if check == "addresses" else ""))
        total["pages"] += 1
    print(f"round trip  4-gram recall {sum(recalls) / len(recalls):.4f} over {total['pages']} pages; pages without loss: "
          + "  ".join(f"{check} {total[check]}" for check in ("recall", "addresses", "code", "tables", "raw HTML", "sentinel")))
    for check, rows in wrong.items():
        for row in sorted(rows)[: options.wrong]:
            print("  ", check, *row)


def golden(options):
    folder = options.data / "markdown-golden"
    cases = [(f"turndown {c['name']}", c["html"], c["markdown"]) for c in json.loads((folder / "turndown.json").read_text())
             if not c.get("options")]
    for page in sorted((folder / "html-to-markdown").glob("*.html")):
        cases.append((f"html-to-markdown {page.stem}", page.read_text(), page.with_suffix(".md").read_text()))
    ours = list(pages.extract(options.program, [(name, {"url": "fragment:"}, text.encode()) for name, text, _ in cases]))
    theirs = render([markdown for _, _, markdown in cases])
    compare("golden", [(name, r["after"], t, r["markdown"], m) for (name, _, m), (_, _, r), (_, t) in zip(cases, ours, theirs)], options)


def render(markdowns):
    """(HTML, tree in the batch program's form) of Markdown, by way of cmark-gfm, which leaves raw HTML out."""
    from ctypes import CDLL, c_char_p, c_int, c_size_t, c_void_p, cast
    core, more = CDLL("libcmark-gfm.so.0.29.0.gfm.6"), CDLL("libcmark-gfm-extensions.so.0.29.0.gfm.6")
    more.cmark_gfm_core_extensions_ensure_registered()
    for name in ("cmark_parser_new", "cmark_find_syntax_extension", "cmark_parser_finish", "cmark_parser_get_syntax_extensions",
                 "cmark_render_html"):
        getattr(core, name).restype = c_void_p
    htmls = []
    for text in markdowns:
        parser = c_void_p(core.cmark_parser_new(c_int(0)))
        for extension in (b"table", b"strikethrough", b"tasklist"):
            core.cmark_parser_attach_syntax_extension(parser, c_void_p(core.cmark_find_syntax_extension(c_char_p(extension))))
        data = text.encode()
        core.cmark_parser_feed(parser, c_char_p(data), c_size_t(len(data)))
        root = c_void_p(core.cmark_parser_finish(parser))
        rendered = core.cmark_render_html(root, c_int(0), c_void_p(core.cmark_parser_get_syntax_extensions(parser)))
        htmls.append(cast(rendered, c_char_p).value.decode())
    feed = [(i, {"url": "fragment:"}, text.encode()) for i, text in enumerate(htmls)]
    trees = [result["before"] for _, _, result in pages.extract(OPTIONS.program, feed)]
    return list(zip(htmls, trees))


def compare(title, rows, options):
    same = [row for row in rows if row[1] == row[2]]
    loose = [row for row in rows if words(row[1]) == words(row[2])]
    print(f"{title}  {len(same)} of {len(rows)} render the same, {len(loose)} with the same words")
    for name, ours, theirs, our_markdown, their_markdown in [row for row in rows if row[1] != row[2]][: options.wrong]:
        print(f"  {name}\n    ours   {our_markdown!r}\n    theirs {their_markdown!r}")


def main():
    global OPTIONS
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    shared = os.environ.get("LYCOSA_SHARED") or pathlib.Path(__file__).resolve().parents[3] / "shared"
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(shared) / "data" / "extraction-dev")
    parser.add_argument("--set", choices=["examples", "golden", "pages"])
    parser.add_argument("--wrong", type=int, default=0, help="show as many that differ")
    OPTIONS = parser.parse_args()
    for name, measure in (("examples", examples), ("golden", golden), ("pages", page_scores)):
        if OPTIONS.set in (None, name):
            measure(OPTIONS)


if __name__ == "__main__":
    main()
