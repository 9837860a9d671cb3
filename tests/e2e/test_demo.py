#!/usr/bin/env python3
"""The demo's site, crawled: every kind of page that it has gets the report that it should get, and `demo/run.sh` prints
what its users are promised."""
import os
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import demo_site  # noqa: E402
import lycosa  # noqa: E402
from demo_site import DEMO  # noqa: E402


class Demo(lycosa.Case):
    def setUp(self):
        super().setUp()
        self.site = demo_site.serve(self.folder, self.addCleanup)
        self.store = self.path("store")
        self.summary = lycosa.crawl(self.store, self.site + "/")

    def report(self, path):
        return lycosa.inspect(self.store, self.site + path)

    def test_every_page_has_its_report(self):
        cases = {
            "/": ("INDEXABLE", None),
            "/eyes.html": ("INDEXABLE", None),
            "/bites.html": ("INDEXABLE", None),
            "/species/": ("INDEXABLE", None),
            "/species/pirata-piraticus.html": ("INDEXABLE", None),
            "/guide": ("NOT_INDEXABLE", "redirect.redirected"),
            "/silk.html": ("NOT_INDEXABLE", "http.404"),
            "/print/eyes.html": ("NOT_INDEXABLE", "directive.noindex_meta"),
            "/species/tarantula.html": ("NOT_INDEXABLE", "duplicate.canonical_elsewhere"),
            "/drafts/venom.html": ("NOT_CRAWLED", "robots.disallowed"),
            "/nowhere.html": ("UNKNOWN_URL", "discovery.never_seen"),
        }
        got = {path: (report["verdict"]["status"], lycosa.decisive(report)) for path in cases for report in [self.report(path)]}
        self.assertEqual(got, cases)

    def test_the_whole_site_was_found(self):
        pages = {"/" + os.path.relpath(os.path.join(folder, name), os.path.join(DEMO, "site")).removesuffix("index.html")
                 for folder, _, names in os.walk(os.path.join(DEMO, "site")) for name in names if name.endswith(".html")}
        crawled = {row["src_unparsed"].split("!")[1].split(" ")[0] for row in lycosa.rows(self.store, "page_info")}
        self.assertGreaterEqual(crawled, pages - {"/drafts/venom.html"})
        self.assertNotIn("/drafts/venom.html", crawled)
        self.assertEqual(self.summary["store"]["crawled"], len(crawled))

    def test_the_refusal_names_the_line_of_robots_txt(self):
        report = self.report("/drafts/venom.html")
        self.assertEqual(report["verdict"]["robots"], "DISALLOWED")
        robots = [check for check in report["checks"] if check["name"] == "robots"][0]
        self.assertEqual(robots["result"], "FAIL")
        self.assertIn("Disallow: /drafts/", robots["note"])

    def test_the_demo_prints_both_reports_and_leaves_no_server(self):
        done = subprocess.run([os.path.join(DEMO, "run.sh"), lycosa.BIN], capture_output=True, text=True, check=False, timeout=120,
                              env={**os.environ, "LYCOSA_DEMO_STORE": self.path("demo-store")})
        self.assertEqual(done.returncode, 0, done.stderr)
        for words in ("$ lycosa crawl http://127.0.0.1:", "$ lycosa inspect http://127.0.0.1:", "INDEXABLE", "ROBOTS ALLOWED",
                      "robots.disallowed", "Disallow: /drafts/"):
            self.assertIn(words, done.stdout)
        port = done.stdout.split("127.0.0.1:")[1].split("/")[0]
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", int(port)), timeout=2)


if __name__ == "__main__":
    lycosa.main()
