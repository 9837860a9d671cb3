"""The development data of extraction, and a batch extractor to run over it."""

import gzip
import json
import pathlib
import subprocess
import threading


def load(data, name):
    """(id, entry, page bytes) for every page of a set, in order of id."""
    folder = pathlib.Path(data) / name
    manifest = json.loads((folder / "manifest.json").read_text())
    for key in sorted(manifest):
        with gzip.open(folder / "pages" / f"{key}.html.gz") as page:
            yield key, manifest[key], page.read()


def extract(program, pages, arguments=()):
    """Runs the batch extractor over (id, entry, bytes) and yields (id, entry, result)."""
    pages = list(pages)
    process = subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        for _, entry, body in pages:
            url = entry.get("url") or "http://page.invalid/"
            process.stdin.write(f"{url}\t{len(body)}\n".encode() + body)
        process.stdin.close()

    threading.Thread(target=feed, daemon=True).start()
    for key, entry, _ in pages:
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"the extractor ended at page {key}")
        yield key, entry, json.loads(line)
    process.wait()
