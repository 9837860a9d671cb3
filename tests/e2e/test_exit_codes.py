#!/usr/bin/env python3
"""Every verb ends with the codes that its row of `lycosa help exit-codes` has, and with 2 for what it could not do."""
import os
import re
import shutil
import subprocess
import unittest

import lycosa
from loopback import Site, page

# For each verb a command that ends with 0, one that ends with 1 where there is a no, one with words that it does not take,
# and one that meets a damaged store where it reads one. The words in braces are places; {new} is a store that is not there.
CRAWL = "crawl --quiet --allow-private --delay 0 --retries 0 --end-wait 0"
VERBS = {
    "crawl": (CRAWL + " {site} --store {new}", CRAWL + " http://127.0.0.1:1/ --store {new}", "crawl --none", CRAWL + " {site} --store {bad}"),
    "inspect": ("inspect http://example.com/ --store {store}", "inspect http://example.com/none --store {store}", "inspect http://[ --store {store}",
                "inspect http://example.com/ --store {bad}"),
    "stats": ("stats --store {store}", None, "stats --max-pages 3", "stats --store {bad}"),
    "urls": ("urls --store {store}", "urls --host nobody.example --store {store}", "urls --limit x", "urls --store {bad}"),
    "hosts": ("hosts --store {store}", "hosts --store {crawled}", "hosts --limit x", "hosts --store {bad}"),
    "requeue": ("requeue --state crawled --store {store}", "requeue --state failed --store {store}", "requeue --state queued --store {store}",
                "requeue --state crawled --store {bad}"),
    "rejudge": ("rejudge --store {store}", None, "rejudge --limit", "rejudge --store {bad}"),
    "serve": ("serve --help", None, "serve --store {store} --listen nowhere", None),
    "url": ("url http://a.example/", None, "url http://[", None),
    "robots": ("robots {robots} --url /y", "robots {robots} --url /x", "robots {robots} --none", None),
    "html": ("html {page}", "html {page} --select h9", "html {page} --none", None),
    "extract": ("extract {page}", None, "extract {page} --none", None),
    "ingest": ("ingest --html {page} --url http://example.com/2 --store {new}", None, "ingest --none",
               "ingest --html {page} --url http://example.com/2 --store {bad}"),
    "replay": ("replay {archive} --store {new}", "replay {torn} --store {new}", "replay --none", "replay {archive} --store {bad}"),
    "limits": ("limits", None, "limits more", None),
    "help": ("help", None, "help nothing", None),
    "version": ("version", None, "version more", None),
}
# A no that takes a page of more than 128 MiB to bring about; the case content.parse_failed of test_reasons.py does.
NO_ELSEWHERE = {"extract"}


class ExitCodes(lycosa.Case):
    def setUp(self):
        super().setUp()
        self.made = 0
        site = Site({"/": page("Home")})
        self.addCleanup(site.close)
        words = self.file("page.html", "<title>t</title><p>words <a href=/b>b</a>")
        store, bad, torn = self.path("store"), self.path("bad"), self.path("torn")
        lycosa.crawl(store, site.url())
        shutil.copytree(store, self.path("crawled"))
        done = lycosa.run("ingest", "--html", words, "--url", "http://example.com/", "--store", store)
        self.assertEqual(done.returncode, 0, done.stderr)
        shutil.copytree(store, bad)
        for name in os.listdir(os.path.join(bad, "shards")):
            path = os.path.join(bad, "shards", name)
            if not name.endswith(".db"):
                os.remove(path)
                continue
            with open(path, "wb") as file:
                file.write(b"no database" * 1000)
        shutil.copytree(os.path.join(store, "archive"), torn)
        for name in os.listdir(torn):
            with open(os.path.join(torn, name), "r+b") as file:
                file.seek(os.path.getsize(file.name) // 2)
                file.write(b"damage " * 10)
        self.places = {"site": site.url(), "page": words, "robots": self.file("robots.txt", "User-agent: *\nDisallow: /x\n"),
                       "store": store, "crawled": self.path("crawled"), "bad": bad, "archive": os.path.join(store, "archive"), "torn": torn}

    def words(self, command):
        self.made += 1
        return command.format(**self.places, new=self.path(f"new{self.made}")).split()

    def ends(self, command, code):
        with self.subTest(command):
            done = lycosa.run(*self.words(command))
            self.assertEqual(done.returncode, code, done.stderr)
            return done

    def test_each_verb_has_a_row_and_a_no_where_the_page_says_so(self):
        rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*)\|", lycosa.run("help", "exit-codes").stdout, re.M))
        listed = re.findall(r"^  ([a-z]+) ", lycosa.run("--help").stdout.partition("ubcommands:")[2].partition("Topics")[0], re.M)
        self.assertEqual(sorted(rows), sorted(set(listed)))
        self.assertEqual(sorted(VERBS), sorted(rows))
        for verb, no in rows.items():
            self.assertEqual(bool(no.strip()), VERBS[verb][1] is not None or verb in NO_ELSEWHERE, verb)

    def test_yes(self):
        for yes, _, _, _ in VERBS.values():
            self.ends(yes, 0)

    def test_no(self):
        for _, no, _, _ in VERBS.values():
            if no:
                self.ends(no, 1)

    def test_what_a_verb_does_not_take(self):
        for _, _, wrong, _ in VERBS.values():
            self.ends(wrong, 2)

    def test_a_damaged_store(self):
        for _, _, _, damaged in VERBS.values():
            if damaged:
                self.ends(damaged, 2)

    def test_a_full_standard_output(self):
        for yes, _, _, _ in VERBS.values():
            with self.subTest(yes), open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([lycosa.BIN, *self.words(yes)], stdout=full, stderr=subprocess.PIPE, text=True,
                                      stdin=subprocess.DEVNULL, timeout=120, check=False)
                self.assertEqual(done.returncode, 2, done.stderr)


if __name__ == "__main__":
    unittest.main()
