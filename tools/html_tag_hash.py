#!/usr/bin/env python3
"""Finds the multiplier of the perfect hash in src/html/tag.cc for the names in src/html/tag.h.

Usage: tools/html_tag_hash.py src/html/tag.h
Run it when a static_assert in tag.cc says that two tag names share a slot, and put the number it prints there.
"""
import random
import re
import sys

SLOT_BITS = 11
names = re.findall(r'X\(\w+, "([^"]+)"\)', open(sys.argv[1], encoding="utf-8").read())
names = [n.lower() for n in names]
assert all(len(n) <= 16 for n in names), "a name of more than 16 bytes does not fit the key"


def halves(name):
    raw = name.encode().ljust(16, b"\0")
    return int.from_bytes(raw[:8], "little"), int.from_bytes(raw[8:], "little")


keys = [low ^ ((high << 7 | high >> 57) & (2**64 - 1)) for low, high in map(halves, names)]
assert len(set(keys)) == len(keys)
generator = random.Random(1)
while True:
    multiplier = generator.getrandbits(64) | 1
    slots = {(key * multiplier & (2**64 - 1)) >> (64 - SLOT_BITS) for key in keys}
    if len(slots) == len(keys):
        print(f"0x{multiplier:016x}")
        break
