#!/usr/bin/env python3
"""Describes the blocks of a set of pages: dump_blocks.py PROGRAM DATA SET OUT-FOLDER"""

import json
import pathlib
import sys

import pages


def main():
    program, data, name, folder = sys.argv[1:]
    out = pathlib.Path(folder) / name
    with open(f"{out}.jsonl", "w") as texts:
        for key, _, result in pages.extract(program, pages.load(data, name), [f"{out}.bin"]):
            texts.write(json.dumps({"id": key, **result}) + "\n")


if __name__ == "__main__":
    main()
