#!/usr/bin/env python3
"""A store keeps the rules of the canonical form that it was made with, and whoever asks it goes by them."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import server as serving  # noqa: E402
from loopback import Site, link, page  # noqa: E402

TRACKED = ["--rule", "tracking-parameters", "--no-rule", "empty-query"]


class Rules(lycosa.Case):
    def setUp(self):
        super().setUp()
        self.site = Site({"/": page("Home", link("/p?utm_source=a") + link("/p?utm_source=b") + link("/p")), "/p": page("The page"),
                          "/p?utm_source=a": page("The page"), "/p?utm_source=b": page("The page")})
        self.addCleanup(self.site.close)

    def crawled(self, store):
        return sorted(row["src_unparsed"] for row in lycosa.rows(store, "page_info"))

    def test_copies_are_kept_apart_unless_told(self):
        store = self.path("plain")
        lycosa.crawl(store, self.site.url())
        self.assertEqual(len(self.crawled(store)), 4)

    def test_a_store_keeps_its_rules(self):
        store = self.path("store")
        lycosa.crawl(store, self.site.url("/?utm_source=seed"), flags=TRACKED)
        self.assertEqual(len(self.crawled(store)), 2)
        with open(os.path.join(store, "store.toml"), encoding="utf-8") as file:
            self.assertIn('rules = ["credentials", "fragment", "trailing-dot", "tracking-parameters"]', file.read())
        report = lycosa.inspect(store, self.site.url("/p?utm_source=c"))
        self.assertEqual((report["canonical_url"], report["verdict"]["status"]), (self.site.url("/p"), "INDEXABLE"))
        # Without any rule named, and with the same ones, a crawl goes on; with others it does not begin.
        for flags in ((), TRACKED):
            lycosa.crawl(store, self.site.url("/?utm_source=again"), flags=flags)
        self.assertEqual(len(self.crawled(store)), 2)
        refused = lycosa.run("crawl", self.site.url(), "--store", store, "--rule", "www")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("tracking-parameters", refused.stderr)
        shown = lycosa.lines("url", self.site.url("/p?utm_source=c"), "--json", "--store", store)[0]
        self.assertEqual(shown["canonical_url"], self.site.url("/p"))

    def test_every_question_about_a_url_goes_by_the_rules_of_the_store(self):
        store = self.path("store")
        lycosa.crawl(store, self.site.url("/?utm_source=seed"), flags=TRACKED)
        server = serving.Server(store)
        self.addCleanup(server.stop)
        asked = self.site.url("/p?utm_source=c")
        self.assertEqual(len(server.json("/api/v1/history", url=asked)["events"]), 1)
        self.assertEqual([row["url"] for row in server.json("/api/v1/links", url=asked)["in"]["links"]],
                         [self.site.url("/")])
        self.assertEqual(server.json("/api/v1/duplicates", url=asked)["same_content"], [])
        for path, parameters in (("/api/v1/page", {"text": "markdown"}), ("/api/v1/raw", {}), ("/links", {}), ("/source", {})):
            status, _, body = server.get(path, url=asked, **parameters)
            self.assertEqual(status, 200, (path, body[:300]))

    def test_the_configuration_names_rules(self):
        store, config = self.path("store"), self.file("lycosa.toml", 'rule = ["tracking-parameters"]\n')
        lycosa.crawl(store, self.site.url(), flags=["--config", config])
        self.assertEqual(len(self.crawled(store)), 2)

    def test_rules_that_are_none_or_that_keys_need_are_refused(self):
        for flags, part in ((["--rule", "nonsense"], "sort-parameters"), (["--no-rule", "fragment"], "leave it on")):
            done = lycosa.run("crawl", self.site.url(), "--store", self.path("none"), *flags)
            self.assertEqual(done.returncode, 2)
            self.assertIn(part, done.stderr)
        self.assertFalse(os.path.exists(self.path("none")))


if __name__ == "__main__":
    lycosa.main()
