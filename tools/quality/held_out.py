#!/usr/bin/env python3
"""Both metrics over predictions for pages that were not learned from: held_out.py DATA PREDICTIONS FOLDER

FOLDER has the files of dump_blocks.py. A page's text is that of its blocks above the threshold; the product's rules for
headings, tables and titles come on top of that and are not in these figures.
"""

import array
import collections
import gzip
import json
import pathlib
import sys

import measure


def predicted(folder, name, scores):
    for line in open(folder / f"{name}.jsonl"):
        page = json.loads(line)
        count = len(page["texts"])
        yield page["id"], list(zip(page["texts"], [scores.pop() for _ in range(count)]))


def main():
    data, predictions, folder = (pathlib.Path(a) for a in sys.argv[1:])
    scores = array.array("f", predictions.read_bytes()).tolist()
    scores.reverse()
    words = list(predicted(folder, "wcxb-dev", scores))
    snippets = list(predicted(folder, "trafilatura-eval", scores))
    types = json.loads((data / "wcxb-dev" / "manifest.json").read_text())
    wanted = json.loads((data / "trafilatura-eval" / "manifest.json").read_text())
    for threshold in (0.4, 0.5, 0.6):
        means = collections.defaultdict(list)
        for key, blocks in words:
            with gzip.open(data / "wcxb-dev" / "gold" / f"{key}.txt.gz", "rt") as gold:
                score = measure.word_f1(" ".join(t for t, s in blocks if s > threshold), gold.read())
            means["all"].append(score)
            means[types[key]["type"]].append(score)
        tp = fp = fn = 0
        for key, blocks in snippets:
            text = " ".join(" ".join(t.split()) for t, s in blocks if s > threshold)
            found = [" ".join(s.split()) in text for s in wanted[key]["with"]]
            tp += sum(found)
            fn += len(found) - sum(found)
            fp += sum(" ".join(s.split()) in text for s in wanted[key]["without"])
        precision, recall = tp / (tp + fp), tp / (tp + fn)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"above {threshold}: trafilatura-eval F1 {f1:.4f} P {precision:.4f} R {recall:.4f}; wcxb-dev " +
              " ".join(f"{kind} {sum(v) / len(v):.3f}" for kind, v in means.items()))


if __name__ == "__main__":
    main()
