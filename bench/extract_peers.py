#!/usr/bin/env python3
"""The whole record of a page beside what other tools make of it, in one run: extract_peers.py EXTRACT_BENCH [--peers DIR]

Every fifth page of extraction-dev's trafilatura-eval and wcxb-dev, one core, processor time, the pages loaded before. Lycosa's
time is for the whole record: metadata, links, all three texts, hashes. readability-lxml (Debian: python3-readability) gives
the main content; mdream and html-to-markdown-node give the page's Markdown: `npm install --prefix DIR mdream
html-to-markdown-node` puts them there. What is not installed is named and skipped."""
import argparse
import gzip
import json
import os
import pathlib
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
SETS = ("trafilatura-eval", "wcxb-dev")


def load(data):
    paths = sorted(path for name in SETS for path in (data / name / "pages").glob("*.html.gz"))
    pages = []
    for path in paths[::5]:
        with gzip.open(path) as page:
            pages.append(page.read())
    return pages


def lycosa(program):
    done = subprocess.run([program, "--benchmark_filter=whole_record", "--benchmark_format=json", "--benchmark_min_time=3"],
                          check=True, capture_output=True, text=True)
    run = json.loads(done.stdout)["benchmarks"][0]
    return run["items_per_second"], run["bytes_per_second"]


def readability(pages):
    try:
        import readability as library
    except ImportError:
        return None
    import logging
    logging.disable(logging.CRITICAL)
    begin = time.process_time()
    for page in pages:
        try:
            library.Document(page.decode("utf-8", "replace")).summary()
        except Exception:  # a page that a peer cannot read costs it what it costs
            continue
    return time.process_time() - begin


def node(pages, folder):
    frames = b"".join(b"%d\n%s" % (len(page), page) for page in pages)
    try:
        done = subprocess.run(["node", str(HERE / "extract_peers.mjs"), str(folder)], input=frames, capture_output=True, check=True)
    except FileNotFoundError:
        return ["node skipped: not installed"]
    return done.stdout.decode().splitlines()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--peers", type=pathlib.Path, default=HERE.parent / "build" / "peers")
    shared = os.environ.get("LYCOSA_SHARED") or HERE.parents[1] / "shared"
    options = parser.parse_args()
    data = pathlib.Path(shared) / "data" / "extraction-dev"
    if not data.is_dir():
        raise SystemExit(f"skipped: {data} is missing; set LYCOSA_SHARED")
    pages = load(data)
    size = sum(map(len, pages))

    def row(name, seconds):
        print(f"{name:<24}{len(pages) / seconds:>10.0f} pages/s{size / seconds / 1e6:>8.1f} MB/s")

    print(f"{len(pages)} pages, {size / len(pages) / 1000:.0f} KB on the mean")
    rate, _ = lycosa(options.program)
    row("lycosa, whole record", len(pages) / rate)
    seconds = readability(pages)
    if seconds is None:
        print("readability-lxml skipped: python3-readability is not installed")
    else:
        row("readability-lxml", seconds)
    for line in node(pages, options.peers):
        name, _, figure = line.partition(" ")
        row(name, float(figure)) if figure[:1].isdigit() else print(line)


if __name__ == "__main__":
    main()
