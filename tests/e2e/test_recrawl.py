#!/usr/bin/env python3
"""What a store of an earlier crawl is told to fetch again, what of that is asked for, and what a host that asked to wait gets."""
import gzip
import glob
import json
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import test_replay  # noqa: E402
from loopback import Answer, Site, link, page  # noqa: E402


def when_changed(etag, body):
    """A page that answers 304 to whoever has it."""
    def answer(wire, request):
        if request.headers.get("if-none-match") == etag:
            wire.send(Answer(304, headers={"ETag": etag}, type=None).bytes())
        else:
            wire.send(Answer(200, body, {"ETag": etag}).bytes())
    return answer


class Recrawl(test_replay.Replay):
    test_of_a_site_with_every_kind_of_answer = test_of_a_miniweb = None  # are test_replay's

    def asked(self, site, *flags):
        """What a further crawl asks for."""
        before = len(site.requests)
        lycosa.crawl(self.store, flags=flags)
        return sorted(request.path for request in site.requests[before:])

    def setUp(self):
        super().setUp()
        self.store = self.path("store")

    def test_refresh_asks_whether_pages_changed_and_replay_knows(self):
        pages = {"/": when_changed('"1"', "<title>Home</title><p>words" + link("/plain")), "/plain": page("Plain")}
        with Site(pages) as site:
            lycosa.crawl(self.store, site.url())
            self.assertEqual(self.asked(site, "--refresh"), [], "nothing is due")
            self.assertEqual(self.asked(site, "--refresh", "--older-than", "0s"), ["/", "/plain"])
        report = lycosa.inspect(self.store, site.url())
        self.assertEqual(report["verdict"]["status"], "INDEXABLE")
        events = lycosa.rows(self.store, "page_history", "src_unparsed LIKE '%!/ %' ORDER BY event_stamp_ms")
        self.assertEqual([event["download_http_code"] for event in events], [200, 304])
        self.assertEqual(events[0]["content_hash"], events[1]["content_hash"])
        archive = b"".join(gzip.open(name).read() for name in glob.glob(os.path.join(self.store, "archive", "*.gz")))
        self.assertIn(b"WARC-Type: revisit\r\n", archive)
        self.assertIn(b"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n", archive)
        self.assert_replayed(self.store)

    def test_a_list_is_fetched_and_nothing_else(self):
        with Site({"/": page("Home", link("/a") + link("/b")), "/a": page("A", link("/c"))}) as site:
            lycosa.crawl(self.store, site.url(), flags=["--max-pages", 2])
            words = self.file("list.txt", site.url("/a") + "\n# nothing\n" + site.url("/new") + "\n")
            self.assertEqual(self.asked(site, "--list", words), ["/a", "/new"])
            self.assertEqual(self.asked(site), ["/b", "/c"], "what else is queued waits for the next crawl")
            done = lycosa.run("crawl", site.url(), "--list", words, "--store", self.store)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--list fetches the URLs of its files alone", done.stderr)

    def test_requeue_says_how_many_and_the_next_crawl_fetches_them(self):
        with Site({"/": page("Home", link("/a") + link("/gone")), "/a": page("A")}) as site:
            lycosa.crawl(self.store, site.url())
            for flags, paths in ((["--reason", "http.404"], ["/gone"]), ([site.url("/a")], ["/a"]),
                                 (["--host", "127.0.0.1", "--state", "crawled"], ["/", "/a", "/gone"])):
                done = lycosa.run("requeue", *flags, "--store", self.store, "--json")
                self.assertEqual((done.returncode, json.loads(done.stdout)["queued"]), (0, len(paths)), done.stderr)
                self.assertEqual(self.asked(site), paths)
            done = lycosa.run("requeue", "--age", "1d", "--store", self.store)
            self.assertEqual((done.returncode, done.stdout), (1, "0 URLs are queued again; the next crawl fetches them.\n"))
            done = lycosa.run("requeue", "--store", self.store)
            self.assertEqual(done.returncode, 2)
            self.assertIn("say what is to be queued again", done.stderr)

    def test_a_host_that_asked_for_an_hour_is_left_alone_after_a_kill(self):
        pages = {"/": page("Home", link("/busy") + link("/a")), "/busy": Answer(429, "", {"Retry-After": "3600"}), "/a": page("A")}
        with Site(pages) as site:
            crawl = subprocess.Popen([lycosa.BIN, "crawl", site.url(), "--store", self.store, "--quiet",
                                      *lycosa.crawl_flags(["--end-wait", 7200])], stdout=subprocess.DEVNULL)
            self.addCleanup(crawl.wait)
            self.addCleanup(crawl.kill)
            while not any(request.path == "/busy" for request in site.requests) or not lycosa.rows(self.store, "host"):
                self.assertIsNone(crawl.poll())
                time.sleep(0.02)
            crawl.kill()
            crawl.wait()
            asked = {request.path for request in site.requests}
            self.assertEqual(self.asked(site), [])
            host, = lycosa.lines("hosts", "--store", self.store, "--json")
            self.assertEqual((host["reason"], host["evidence"]), ("http.429", "Retry-After with HTTP 429, 1 h 0 min"))
            self.assertEqual(host["queued"], 1 + ("/a" not in asked))
            self.assertGreater(host["next_due"], time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3000)))
            self.assertIn("Retry-After", lycosa.run("hosts", "--store", self.store).stdout)

    def test_every_crawls_until_it_is_interrupted(self):
        with Site({"/": page("Home")}) as site:
            crawl = subprocess.Popen([lycosa.BIN, "crawl", site.url(), "--store", self.store, "--json", "--every", "1s",
                                      "--refresh", "--older-than", "0s", *lycosa.crawl_flags()],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            self.addCleanup(crawl.stdout.close)
            self.addCleanup(crawl.wait)
            self.addCleanup(crawl.kill)
            for _ in range(2):
                self.assertEqual(json.loads(crawl.stdout.readline())["stopped"], "finished")
            crawl.send_signal(signal.SIGTERM)
            self.assertIn(crawl.wait(timeout=20), (0, 1))
            self.assertGreaterEqual([request.path for request in site.requests].count("/"), 2)


if __name__ == "__main__":
    lycosa.main()
