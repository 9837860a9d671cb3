#!/usr/bin/env python3
"""Both metrics over predictions for pages that were not learned from: held_out.py DATA PREDICTIONS FOLDER

FOLDER has the files of dump_blocks.py. A page's text is that of its blocks above the page's threshold; the product's rules
for headings, tables and titles come on top of that and are not in these figures.
"""

import array
import collections
import gzip
import json
import pathlib
import re
import sys

import measure


def predicted(folder, name, scores):
    for line in open(folder / f"{name}.jsonl"):
        page = json.loads(line)
        count = len(page["texts"])
        yield page["id"], list(zip(page["texts"], [scores.pop() for _ in range(count)]))


def threshold(blocks):
    """The product's rule (src/extract/main_content/main_content.cc): the greatest expected F1, with some doubt."""
    words = [len(re.findall(r"\w+", text)) for text, _ in blocks]
    all_content = sum(w * s for w, (_, s) in zip(words, blocks))
    kept = content = most = 0
    best, highest = 1, max((s for w, (_, s) in zip(words, blocks) if w), default=0)
    for w, s in sorted(((w, s) for w, (_, s) in zip(words, blocks) if w), key=lambda pair: -pair[1]):
        kept, content = kept + w, content + w * s
        f1 = 2 * content / (kept + all_content)
        if f1 > most:
            most, best = f1, s
    return min(0.6, 1.2 * best, 0.9 * highest)


def chosen(blocks):
    border = threshold(blocks)
    return " ".join(" ".join(t.split()) for t, s in blocks if s > border)


def main():
    data, predictions, folder = (pathlib.Path(a) for a in sys.argv[1:])
    scores = array.array("f", predictions.read_bytes()).tolist()
    scores.reverse()
    types = json.loads((data / "wcxb-dev" / "manifest.json").read_text())
    means = collections.defaultdict(list)
    for key, blocks in predicted(folder, "wcxb-dev", scores):
        with gzip.open(data / "wcxb-dev" / "gold" / f"{key}.txt.gz", "rt") as gold:
            score = measure.word_f1(chosen(blocks), gold.read())
        means["all"].append(score)
        means[types[key]["type"]].append(score)
    print("wcxb-dev  " + "  ".join(f"{kind} {sum(v) / len(v):.3f}" for kind, v in means.items()))
    wanted = json.loads((data / "trafilatura-eval" / "manifest.json").read_text())
    tp = fp = fn = 0
    for key, blocks in predicted(folder, "trafilatura-eval", scores):
        text = chosen(blocks)
        found = [" ".join(s.split()) in text for s in wanted[key]["with"]]
        tp += sum(found)
        fn += len(found) - sum(found)
        fp += sum(" ".join(s.split()) in text for s in wanted[key]["without"])
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    print(f"trafilatura-eval  F1 {2 * precision * recall / (precision + recall):.4f}  P {precision:.4f}  R {recall:.4f}")


if __name__ == "__main__":
    main()
