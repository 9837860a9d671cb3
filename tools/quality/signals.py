#!/usr/bin/env python3
"""How often the signals of missing pages and of pages that need scripts hold on the development data.

    tools/quality/signals.py BUILD/tools/quality/extract_batch [DATA]

Prints for each set how many pages there are, how many are called so, and those pages with what made the sum. The data
was chosen for its content, so nearly every page that is called so is a mistake, or is worth a look."""
import os
import pathlib
import sys

import pages

SETS = ("trafilatura-eval", "wcxb-dev", "readability-testpages", "defuddle-fixtures")
SIGNALS = ("soft_404", "needs_js", "spam")


def main():
    program = sys.argv[1]
    here = pathlib.Path(__file__).resolve().parents[3]
    shared = pathlib.Path(os.environ.get("LYCOSA_SHARED", here / "shared"))
    data = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else shared / "data/extraction-dev"
    for name in SETS:
        count = 0
        named = {signal: [] for signal in SIGNALS}
        for key, entry, result in pages.extract(program, pages.load(data, name)):
            count += 1
            for signal in SIGNALS:
                if result[signal] > 0:
                    named[signal].append((key, entry.get("url", ""), result["words"], result["title"][:60], result[f"{signal}_evidence"]))
        print(f"{name}: {count} pages, " + ", ".join(f"{signal} {len(named[signal])}" for signal in SIGNALS))
        for signal in SIGNALS:
            for line in named[signal]:
                print(f"  {signal}", *line)


if __name__ == "__main__":
    main()
