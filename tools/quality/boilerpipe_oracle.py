#!/usr/bin/env python3
"""Compares our boilerpipe text with boilerpipe 1.2.0's: boilerpipe_oracle.py DUMP_EVENTS CLASSES DATA

CLASSES is where `javac -cp /usr/share/java/boilerpipe.jar -d CLASSES BoilerpipeOracle.java` put its class.
"""

import itertools
import subprocess
import sys

import pages

JARS = "/usr/share/java/boilerpipe.jar:/usr/share/java/nekohtml.jar:/usr/share/java/xercesImpl.jar"


def main():
    program, classes, data = sys.argv[1:]
    events = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    oracle = subprocess.Popen(["java", "-cp", f"{classes}:{JARS}", "BoilerpipeOracle"], stdin=events.stdout)
    for _, _, body in itertools.islice(pages.load(data, "trafilatura-eval"), 0, None, 5):
        events.stdin.write(f"x\t{len(body)}\n".encode() + body)
    events.stdin.close()
    sys.exit(oracle.wait())


if __name__ == "__main__":
    main()
