#!/usr/bin/env python3
"""Replaying a crawl's archive gives the store's rows again, byte for byte: all that the pipeline made of what came over
the wire. (What `seen` and `discovery` know of referrer, depth and time depends on the schedule, and is not part of the promise.)"""
import gzip
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import miniweb  # noqa: E402
from loopback import Answer, Site, link, page, redirect, robots  # noqa: E402

TABLES = {"page_info": "1", "page_text": "1", "page_history": "1", "robots": "1", "link": "side = 'out'"}


class Replay(lycosa.Case):
    def assert_replayed(self, store):
        again = self.path("again")
        done = lycosa.run("replay", os.path.join(store, "archive"), "--store", again, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        for table, where in TABLES.items():
            wanted = sorted(map(repr, self.comparable(store, table, where)))
            got = sorted(map(repr, self.comparable(again, table, where)))
            self.assertTrue(wanted, table)
            missing, extra = sorted(set(wanted) - set(got)), sorted(set(got) - set(wanted))
            self.assertEqual((missing[:2], extra[:2]), ([], []),
                             f"{table}: {len(missing)} rows missing, {len(extra)} too many, of {len(wanted)}")
            self.assertEqual(len(wanted), len(got), table)

    @staticmethod
    def comparable(store, table, where):
        return [{name: value for name, value in row.items() if name != "rowid"} for row in lycosa.rows(store, table, where)]

    def test_of_a_site_with_every_kind_of_answer(self):
        plain = page("Plain", link("/"))
        pages = {
            "/robots.txt": robots("User-agent: *\nDisallow: /private/\n"),
            "/": page("Home", "".join(link(path) for path in (
                "/plain", "/noindex", "/elsewhere", "/moved", "/missing", "/gone", "/busy", "/broken", "/empty", "/text",
                "/private/a", "/closed", "/short", "/chunked", "/gzip", "/twice"))),
            "/plain": plain,
            "/noindex": page("Noindex", head="<meta name=robots content=noindex>"),
            "/elsewhere": page("Elsewhere", head="<link rel=canonical href=/plain>"),
            "/moved": redirect("/plain", 301),
            "/gone": Answer(410, "gone"),
            "/busy": Answer(503, "busy", {"Retry-After": "0"}),
            "/broken": Answer(200, b"not gzip", {"Content-Encoding": "gzip"}),
            "/empty": Answer(200, b""),
            "/text": Answer(200, "plain text", type="text/plain"),
            "/closed": lambda wire, request: wire.reset(),
            "/short": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<title>Short</title><p>cut",
            "/chunked": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        b"1c;x=y\r\n<title>Chunked</title><p>one\r\n4\r\n two\r\n0\r\nTrailer: x\r\n\r\n",
            "/gzip": Answer(200, gzip.compress(b"<title>Gzip</title><p>packed", mtime=0), {"Content-Encoding": "gzip"}),
            "/twice": [Answer(500, "once"), page("Twice")],
        }
        with Site(pages) as site:
            store = self.path("store")
            lycosa.crawl(store, site.url(), flags=["--retries", 1, "--retry-wait", "0.1", "--end-wait", 5])
        self.assertTrue(any(row["outcome"] != "answered" for row in lycosa.rows(store, "page_history")), "no failure in it")
        self.assert_replayed(store)

    def test_of_a_miniweb(self):
        if miniweb.why_not():
            self.skipTest(miniweb.why_not())
        web = miniweb.Miniweb(self.path("web"), "--hosts", "4", "--pages", "20", "--size", "8000")
        self.addCleanup(web.stop)
        store = self.path("store")
        lycosa.crawl(store, "--seeds", web.seed_file, flags=["--scope", "any", "--retries", 1, "--retry-wait", "0.2", "--end-wait", 5])
        web.stop()
        self.assert_replayed(store)


if __name__ == "__main__":
    lycosa.main()
