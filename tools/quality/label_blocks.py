#!/usr/bin/env python3
"""Labels the blocks of the development pages by their gold: label_blocks.py DATA SET BLOCKS.jsonl OUT

OUT has one row of four 32-bit floats a block: label (1 main content), weight (0: the gold does not say), page number,
fold (0 or 1, by the page's id).
"""

import array
import gzip
import hashlib
import html
import json
import pathlib
import re
import sys

WORD = re.compile(r"\w+")
RUN = 3          # words that are looked up together
NEAR = 40        # words of gold between a short block and its neighbour's place


def fold_of(name, key):
    return hashlib.sha1(f"{name}/{key}".encode()).digest()[0] & 1


def squeeze(text):
    return " ".join(text.split())


def by_gold_text(texts, gold):
    """Labels and weights where the whole main text is known."""
    words = [WORD.findall(t.lower()) for t in texts]
    gold_words = WORD.findall(gold.lower())
    places = {}
    for i in range(len(gold_words)):
        for n in range(1, RUN + 1):
            places.setdefault(tuple(gold_words[i : i + n]), []).append(i)
    lines = {tuple(WORD.findall(line.lower())) for line in gold.splitlines()}
    labels, place = [], []
    for w in words:
        label, where = 0.0, None
        if len(w) >= 5:
            runs = [tuple(w[i : i + RUN]) for i in range(len(w) - RUN + 1)]
            hits = [r for r in runs if r in places]
            label = float(len(hits) >= 0.55 * len(runs))
            if label:
                unique = [places[r][0] for r in hits if len(places[r]) == 1]
                where = unique[len(unique) // 2] if unique else None
        labels.append(label)
        place.append(where)
    known = [(i, p) for i, p in enumerate(place) if p is not None]
    for i, w in enumerate(words):
        if not 0 < len(w) < 5:
            continue
        if tuple(w) in lines and len(w) > 1:
            labels[i] = 1.0
            continue
        spots = places.get(tuple(w[:RUN]), [])
        spots = [s for s in spots if gold_words[s : s + len(w)] == w]
        if not spots or not known:
            labels[i] = float(bool(spots) and len(gold_words) < 60)
            continue
        before = max((k for k in known if k[0] < i), default=None)
        after = min((k for k in known if k[0] > i), default=None)
        near = False
        for anchor in (before, after):
            if anchor and abs(anchor[0] - i) <= 12:
                slack = NEAR + len(words[anchor[0]])
                near = near or any(abs(s - anchor[1]) <= slack for s in spots)
        labels[i] = float(near)
    total = sum(len(w) for w in words) ** 0.5 + 1
    weights = [len(w) ** 0.7 / total * 6 if w else 0.0 for w in words]
    return labels, weights


def gold_text(folder, key):
    """wcxb-dev's main text, or what readability-testpages expects, without its markup."""
    if (folder / "gold").is_dir():
        with gzip.open(folder / "gold" / f"{key}.txt.gz", "rt") as gold:
            return gold.read()
    with gzip.open(folder / "expected" / f"{key}.html.gz", "rt", encoding="utf-8") as gold:
        text = re.sub(r"</?(p|div|h[1-6]|li|ul|ol|br|tr|td|th|figure|figcaption|section)\b[^>]*>", "\n", gold.read())
        return html.unescape(re.sub(r"<[^>]*>", "", text))


def by_snippets(texts, wanted, unwanted):
    """Labels and weights where only some sentences are known."""
    labels, weights = [0.0] * len(texts), [0.0] * len(texts)
    texts = [squeeze(t) for t in texts]
    for snippets, label in ((wanted, 1.0), (unwanted, 0.0)):
        for snippet in snippets:
            snippet = squeeze(snippet)
            hits = [i for i, t in enumerate(texts) if snippet in t]
            if not hits:
                hits = [i for i, t in enumerate(texts) if len(t) > 12 and t in snippet]
            for i in hits:
                if label == 0.0 and weights[i] and labels[i] == 1.0:
                    continue
                labels[i] = label
                weights[i] = 5.0 / len(hits)
    return labels, weights


def main():
    data, name, blocks, out = sys.argv[1:]
    folder = pathlib.Path(data) / name
    manifest = json.loads((folder / "manifest.json").read_text())
    rows = array.array("f")
    positive = known = 0
    for number, line in enumerate(open(blocks)):
        page = json.loads(line)
        key = page["id"]
        if name != "trafilatura-eval":
            labels, weights = by_gold_text(page["texts"], gold_text(folder, key))
        else:
            labels, weights = by_snippets(page["texts"], manifest[key]["with"], manifest[key]["without"])
        for label, weight in zip(labels, weights):
            rows.extend((label, weight, number, fold_of(name, key)))
            known += weight > 0
            positive += weight > 0 and label > 0
    with open(out, "wb") as file:
        rows.tofile(file)
    print(f"{name}: {known} blocks with a label, {positive} main content")


if __name__ == "__main__":
    main()
