#!/usr/bin/env python3
"""What is told of sitemaps: how far each was read and why no further, in its own report, the summary, on its host's page and
of URLs that nobody has named; which host one counts for; and where indexes of indexes end."""
import gzip
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import server as serving  # noqa: E402
from loopback import Answer, Site, page, redirect, robots  # noqa: E402


def xml(body, type="application/xml", **headers):
    return Answer(200, body, headers, type=type)


def urlset(*paths):
    return "<urlset>" + "".join(f"<url><loc>{path}</loc></url>" for path in paths) + "</urlset>"


def index(*paths):
    return "<sitemapindex>" + "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in paths) + "</sitemapindex>"


def lines(*paths):
    """A list of URLs as plain text; such a list has absolute URLs only."""
    def send(wire, request):
        text = "".join(f"http://{request.headers['host']}{path}\n" for path in paths)
        wire.send(Answer(200, text, type="text/plain").bytes())
    return send


MANY = urlset(*(f"/m{n}" for n in range(2000)))
PACKED = gzip.compress(MANY.encode())
RSS = "<rss><channel>" + "".join(f"<item><link>/r{n}</link></item>" for n in range(5)) + "</channel></rss>"
ATOM = "<feed>" + "".join(f'<entry><link href="/e{n}"/></entry>' for n in range(5)) + "</feed>"

ANY = "line "  # a fault, whatever it is

# Name: what is served; flags; the URLs taken; what its fault and its end say; none: it was read whole.
KINDS = {
    "whole": (xml(urlset("/a", "/b")), [], 2, None, None),
    "a bad ampersand": (xml(urlset("/a", "/b?x=1&y=2", "/c", "/d")), [], 4, "line 1: ", None),
    "cut by number": (xml(urlset(*(f"/p{n}" for n in range(5)))), ["--sitemap-urls", "3"], 3, None, "sitemap-urls, 3"),
    "text cut by number": (lines(*(f"/p{n}" for n in range(5))), ["--sitemap-urls", "3"], 3, None, "sitemap-urls, 3"),
    "RSS cut by number": (xml(RSS), ["--sitemap-urls", "3"], 3, None, "sitemap-urls, 3"),
    "Atom cut by number": (xml(ATOM), ["--sitemap-urls", "3"], 3, None, "sitemap-urls, 3"),
    "cut by size": (xml(MANY), ["--sitemap-bytes", "300"], None, ANY, "sitemap-bytes, 300"),
    "a broken-off file": (xml(urlset("/a", "/b")[:-20]), [], None, "elements are open", None),
    "gzip that breaks off": (xml(PACKED[:len(PACKED) // 2], type="application/gzip"), [], None, None, "gzip"),
    "HTML": (page("A page"), [], 0, ANY, "root element"),
    "words": (Answer(200, "No list.", type="text/plain"), [], 0, None, "neither XML nor a list"),
    "empty": (Answer(200, "", type="application/xml"), [], 0, None, "it is empty"),
    "missing": (Answer(404, "no"), [], 0, None, "HTTP 404"),
    "failing": (Answer(500, "no"), [], 0, None, "HTTP 500"),
    "redirected nowhere": (Answer(302), [], 0, None, "HTTP 302"),
    "as HTML": (xml(urlset("/a"), type="text/html"), [], 1, None, None),
    "not UTF-8": (xml("<?xml version='1.0' encoding='utf-8'?>" + urlset("/a").replace("/a", "/\xfc")), [], 1, None, None),
}
KINDS["not UTF-8"][0].body = KINDS["not UTF-8"][0].body.decode().encode("latin-1")


class Told(lycosa.Case):
    def crawl(self, pages, name="store", flags=(), **options):
        site = Site({"/": page("Home"), **pages}, **options)
        self.addCleanup(site.close)
        store = self.path(name)
        summary = lycosa.crawl(store, site.url(), flags=["--retries", "0", *flags])
        return site, store, summary

    def test_each_kind_in_its_report_the_summary_and_of_urls_that_nobody_named(self):
        for number, (kind, (answer, flags, urls, fault, end)) in enumerate(KINDS.items()):
            with self.subTest(kind):
                pages = {"/robots.txt": robots("Sitemap: /map\n"), "/map": answer}
                site, store, summary = self.crawl(pages, f"store{number}", flags)
                report = lycosa.inspect(store, site.url("/map"))
                told = report["page"]
                if urls is not None:
                    self.assertEqual(told["sitemap_urls"], urls)
                for member, expected in (("sitemap_fault", fault), ("sitemap_end", end)):
                    if expected is None:
                        self.assertIsNone(told[member])
                    else:
                        self.assertIn(expected, told[member])
                if told["sitemap_urls"] > 0:
                    self.assertIn("is a sitemap", report["verdict"]["sentence"])
                if end and "sitemap-" in end:
                    self.assertIn("truncated", told["flags"])
                self.unnamed_url(store, site, summary, whole=fault is None and end is None)

    def unnamed_url(self, store, site, summary, whole):
        report = lycosa.inspect(store, site.url("/nobody"))
        self.assertEqual(report["verdict"]["status"], "UNKNOWN_URL")
        self.assertIn("FROM sitemap WHERE", report["sitemaps"]["query"])
        denies = "No seed, page or sitemap" in report["verdict"]["sentence"]
        self.assertEqual(denies, whole)
        self.assertEqual("no seed, page or sitemap" in report["checks"][4]["note"], whole)
        self.assertEqual(len(report["sitemaps"]["response"]), 0 if whole else 1)
        self.assertEqual(summary["sitemaps"]["not_whole"], 0 if whole else 1)
        if not whole:
            self.assertEqual(summary["sitemaps"]["first_not_whole"][0]["url"], site.url("/map"))
            self.assertIn(site.url("/map"), report["verdict"]["reasons"][0]["evidence"])

    def test_a_sitemap_that_gives_no_answer(self):
        pages = {"/robots.txt": robots("Sitemap: /map\n"), "/map": lambda wire, request: wire.reset()}
        site, store, summary = self.crawl(pages)
        self.assertEqual(summary["sitemaps"]["first_not_whole"], [{"url": site.url("/map"), "fault": "network.reset"}])
        self.unnamed_url(store, site, summary, whole=False)

    def test_an_index_with_a_bad_child(self):
        pages = {"/robots.txt": robots("Sitemap: /i\n"), "/i": xml(index("/good", "/bad")), "/good": xml(urlset("/a")),
                 "/bad": Answer(404), "/a": page("A")}
        site, store, summary = self.crawl(pages)
        self.assertEqual(summary["sitemaps"]["read"], 3)
        self.assertEqual(summary["sitemaps"]["first_not_whole"],
                         [{"url": site.url("/bad"), "fault": "it answered HTTP 404"}])
        self.assertEqual(lycosa.inspect(store, site.url("/a"))["verdict"]["status"], "INDEXABLE")

    def test_what_a_person_reads(self):
        pages = {"/robots.txt": robots("Sitemap: /map\n"), "/map": xml(urlset(*(f"/p{n}" for n in range(5))))}
        site, store, _ = self.crawl(pages, flags=["--sitemap-urls", "3"])
        text = lycosa.run("inspect", site.url("/map"), "--store", store).stdout
        for words in ("is a sitemap", "3 URLs taken", "it has more URLs than sitemap-urls, 3"):
            self.assertIn(words, " ".join(text.split()))
        text = lycosa.run("inspect", site.url("/p4"), "--store", store).stdout
        self.assertIn("Sitemaps of the Host That Were Not Read Whole", text)
        self.assertIn("sitemap-urls", lycosa.run("stats", "--host", f"127.0.0.1:{site.port}", "--store", store).stdout)
        server = serving.Server(store)
        self.addCleanup(server.stop)
        host = server.get("/host", host="127.0.0.1")[2].decode()
        self.assertIn("not whole: it has more URLs than sitemap-urls, 3", host)
        self.assertIn("sitemap-urls, 3", server.get("/", url=site.url("/map"))[2].decode())
        self.assertIn("Were Not Read Whole", server.get("/", url=site.url("/p4"))[2].decode())

    def test_replay_gives_the_same(self):
        pages = {"/robots.txt": robots("Sitemap: /map\nSitemap: /gone\n"), "/map": lines("/a", "/b"), "/a": page("A"),
                 "/found.xml": xml(urlset("/c"))}
        _, store, _ = self.crawl(pages, flags=["--sitemap-urls", "1"])
        again = self.path("again")
        done = lycosa.run("replay", os.path.join(store, "archive"), "--store", again, "--sitemap-urls", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [[{key: value for key, value in row.items() if not key.startswith("archive_")}
                 for row in lycosa.rows(each, "page_info")] for each in (store, again)]
        self.assertEqual(*rows)
        self.assertEqual(sorted(row["sitemap_end"] or "" for row in rows[0]),
                         ["", "", "it answered HTTP 404", "it has more URLs than sitemap-urls, 1"])


class Elsewhere(lycosa.Case):
    def test_a_sitemap_counts_for_the_host_whose_robots_txt_names_it(self):
        shop = Site({"/": page("Home"), "/in": page("In")})
        self.addCleanup(shop.close)
        cdn = Site({"/moved": redirect("/i.xml"), "/i.xml": xml(index("/s.xml")),
                    "/s.xml": xml(urlset(shop.url("/in"), "/out")), "/out": page("Out")}, address="127.0.0.2")
        self.addCleanup(cdn.close)
        shop.pages["/robots.txt"] = robots(f"Sitemap: {cdn.url('/moved')}\n")
        store = self.path("store")
        lycosa.crawl(store, shop.url(), flags=["--max-pages", "2"])
        self.assertEqual(lycosa.inspect(store, shop.url("/in"))["verdict"]["status"], "INDEXABLE")
        out = lycosa.inspect(store, cdn.url("/out"))
        self.assertEqual(out["verdict"]["reasons"][0]["code"], "scope.off_scope")
        self.assertEqual(cdn.asked("/out"), 0)
        self.assertEqual(cdn.asked("/robots.txt"), 1, "the rules of its own host hold")
        of_host = lycosa.lines("stats", "--host", "127.0.0.1", "--store", store, "--json")[0]["sitemaps"]
        self.assertEqual(sorted((row["url"], row["level"], row["whole"]) for row in of_host),
                         [(cdn.url("/i.xml"), 0, True), (cdn.url("/moved"), 0, True), (cdn.url("/s.xml"), 1, True)])

    def test_its_hosts_robots_txt_and_bans_hold(self):
        shop = Site({"/": page("Home")})
        self.addCleanup(shop.close)
        cdn = Site({"/robots.txt": robots("User-agent: *\nDisallow: /\n"), "/s.xml": xml(urlset(shop.url("/in")))},
                   address="127.0.0.2")
        self.addCleanup(cdn.close)
        shop.pages["/robots.txt"] = robots(f"Sitemap: {cdn.url('/s.xml')}\n")
        store = self.path("store")
        lycosa.crawl(store, shop.url())
        self.assertEqual(cdn.asked("/s.xml"), 0)
        self.assertEqual(lycosa.inspect(store, cdn.url("/s.xml"))["verdict"]["reasons"][0]["code"], "robots.disallowed")
        self.assertNotIn("No seed, page or sitemap", lycosa.inspect(store, shop.url("/in"))["verdict"]["sentence"])

    def test_one_that_only_another_host_names_is_off_scope(self):
        other = Site({"/s.xml": xml(urlset("/a"))}, address="127.0.0.2")
        self.addCleanup(other.close)
        site = Site({"/": page("Home", f'<a href="/i.xml">x</a>'), "/i.xml": xml(index(other.url("/s.xml")))})
        self.addCleanup(site.close)
        store = self.path("store")
        lycosa.crawl(store, site.url())
        self.assertEqual(other.asked("/s.xml"), 0, "nobody proved that it counts for the host")


class WithoutEnd(lycosa.Case):
    def test_indexes_of_indexes_end(self):
        def maze(wire, request):
            n = int(request.path[2:])
            wire.send(xml(index(f"/m{2 * n}", f"/m{2 * n + 1}")).bytes())
        pages = {f"/m{n}": maze for n in range(1, 64)}
        site = Site({"/": page("Home"), "/robots.txt": robots("Sitemap: /m1\n"), **pages})
        self.addCleanup(site.close)
        store = self.path("store")
        summary = lycosa.crawl(store, site.url(), flags=["--max-pages", "3"])
        self.assertEqual(summary["sitemaps"]["read"], 7)
        self.assertEqual(summary["store"]["refused"], {"scope.sitemap_depth": 8})
        refused = lycosa.inspect(store, site.url("/m9"))
        self.assertEqual(refused["verdict"]["reasons"][0]["code"], "scope.sitemap_depth")
        listed = lycosa.lines("urls", "--store", store, "--json", "--reason", "scope.sitemap_depth", "--limit", 0)
        self.assertEqual(len(listed), 8)

    def test_more_sitemaps_than_a_host_may_have(self):
        lots = "".join(f"Sitemap: /s{n}\n" for n in range(30))
        site = Site({"/": page("Home"), "/robots.txt": robots(lots)})
        self.addCleanup(site.close)
        store = self.path("store")
        summary = lycosa.crawl(store, site.url(), flags=["--host-sitemaps", "10"])
        self.assertEqual(summary["store"]["refused"], {"scope.host_sitemaps": 20})
        self.assertEqual(sum(request.path.startswith("/s") for request in site.requests), 10)


if __name__ == "__main__":
    lycosa.main()
