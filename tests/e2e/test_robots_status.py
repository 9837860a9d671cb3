#!/usr/bin/env python3
"""The status table of RFC 9309, section 2.3, cell by cell against a server on loopback: what `lycosa robots` says of it, what a
crawl does, and what inspect tells afterwards. Then how a host is freed again."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
from loopback import Answer, Site, page, redirect, robots  # noqa: E402

NOTHING = robots("User-agent: *\nDisallow: /\n")
TOO_LONG = "User-agent: *\nDisallow: /private\n" + "# filler\n" * 70000 + "Disallow: /\n"


def hops(count):
    """robots.txt behind so many redirects."""
    pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(1, count)}
    return {**pages, "/robots.txt": redirect("/1"), f"/{count}": NOTHING}


def body_that_breaks_off(wire, _):
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nUser-agent: *\nDisallow:\n")


# Name: what the site has besides its home page; the status, the access, whether the home page is fetched.
CELLS = {
    "rules that forbid": (NOTHING, "success", "by_rules", False),
    "rules that allow": (robots("User-agent: *\nDisallow: /private\n"), "success", "by_rules", True),
    "an empty file": (robots(""), "success", "by_rules", True),
    "204": (Answer(204), "success", "by_rules", True),
    "longer than what is read": (robots(TOO_LONG), "success", "by_rules", True),
    "one redirect": (hops(1), "success", "by_rules", False),
    "five redirects": (hops(5), "success", "by_rules", False),
    "six redirects": (hops(6), "redirects", "allow_all", True),
    "redirected to itself": (redirect("/robots.txt"), "redirects", "allow_all", True),
    "redirected nowhere": (Answer(302), "redirects", "allow_all", True),
    "redirected to a missing file": (redirect("/missing"), "no_file", "allow_all", True),
    "redirected to a failing server": ({"/robots.txt": redirect("/broken"), "/broken": Answer(500)}, "server_error",
                                       "disallow_all", False),
    "304 without being asked": (Answer(304), "unexpected", "disallow_all", False),
    **{str(code): (Answer(code, "no"), "client_error", "allow_all", True) for code in (400, 401, 403, 429, 451)},
    **{str(code): (Answer(code, "no"), "no_file", "allow_all", True) for code in (404, 410)},
    **{str(code): (Answer(code, "no"), "server_error", "disallow_all", False) for code in (500, 502, 503, 504)},
    "a reset connection": (lambda wire, request: wire.reset(), "no_answer", "disallow_all", False),
    "silence": (lambda wire, request: wire.wait(), "no_answer", "disallow_all", False),
    "a body that breaks off": (body_that_breaks_off, "broken", "disallow_all", False),
    "a body that is no gzip": (Answer(200, "nonsense", {"Content-Encoding": "gzip"}), "broken", "disallow_all", False),
}
QUICK = ["--first-byte-timeout", "1"]


class StatusTable(lycosa.Case):
    def setUp(self):
        super().setUp()
        self.sites = {}
        for name, (answer, *_) in CELLS.items():
            pages = answer if isinstance(answer, dict) else {"/robots.txt": answer}
            self.sites[name] = Site({"/": page("Home"), **pages})
            self.addCleanup(self.sites[name].close)

    def test_robots_verb_explains_each_cell(self):
        for name, (_, status, access, allowed) in CELLS.items():
            with self.subTest(name):
                done = lycosa.run("robots", self.sites[name].url(), "--json", "--allow-private", *QUICK)
                answer = json.loads(done.stdout)
                self.assertEqual((answer["fetch"]["status"], answer["fetch"]["access"], answer["allowed"]), (status, access, allowed))
                self.assertEqual(done.returncode, 0 if allowed else 1)
                self.assertEqual(answer["basis"] == "status", access != "by_rules")
                self.assertTrue(answer["fetch"]["meaning"] and answer["fetch"]["section"].startswith("2.3.1."))
        chain = lycosa.lines("robots", self.sites["five redirects"].url(), "--json", "--allow-private")[0]["fetch"]["hops"]
        self.assertEqual([hop.rpartition("/")[2] for hop in chain], ["robots.txt", "1", "2", "3", "4", "5"])
        long = lycosa.lines("robots", self.sites["longer than what is read"].url(), "--json", "--allow-private")[0]
        self.assertTrue(long["fetch"]["truncated"])

    def test_a_crawl_goes_by_each_cell(self):
        store = self.path("store")
        lycosa.crawl(store, *(site.url() for site in self.sites.values()), flags=QUICK)
        for name, (_, _, access, allowed) in CELLS.items():
            with self.subTest(name):
                site = self.sites[name]
                self.assertEqual(site.asked("/") > 0, allowed)
                report = lycosa.inspect(store, site.url())
                self.assertEqual(report["verdict"]["robots"], "ALLOWED" if allowed else "DISALLOWED")
                note = next(check["note"] for check in report["checks"] if check["name"] == "robots")
                if access != "by_rules":
                    self.assertIn("RFC 9309, section 2.3.1.", note)
        kept = {row["host"]: row["access"] for row in lycosa.rows(store, "robots")}
        self.assertEqual(len(kept), len(CELLS))
        self.assertEqual(sorted(kept.values()), sorted(access for _, _, access, _ in CELLS.values()))


class Recovery(lycosa.Case):
    def test_a_host_is_freed_when_its_file_comes_back(self):
        """The server fails twice; each try waits twice as long as the one before, and other hosts are not held up."""
        site = Site({"/": page("Home"), "/robots.txt": [Answer(503), Answer(500), robots("User-agent: *\nDisallow: /private\n")]})
        other = Site({"/": page("Other")})
        self.addCleanup(site.close)
        self.addCleanup(other.close)
        store = self.path("store")
        lycosa.crawl(store, site.url(), site.url("/private/p"), other.url(), flags=["--robots-retry", "1", "--end-wait", "10"])
        self.assertEqual((site.asked("/"), site.asked("/private/p"), other.asked("/")), (1, 0, 1))
        versions = [row for row in lycosa.rows(store, "robots", "1 ORDER BY fetch_stamp_ms") if row["host"].endswith(f"h{site.port}")]
        self.assertEqual([row["access"] for row in versions], ["disallow_all", "disallow_all", "by_rules"])
        self.assertEqual([row["http_code"] for row in versions], [503, 500, 200])
        first, second = versions[0], versions[1]
        self.assertEqual([row["expires_stamp"] - row["fetch_stamp_ms"] // 1000 for row in (first, second)], [1, 2])
        self.assertEqual(lycosa.inspect(store, site.url())["verdict"]["status"], "INDEXABLE")
        again = self.path("again")
        self.assertEqual(lycosa.run("replay", os.path.join(store, "archive"), "--store", again, "--robots-retry", "1").returncode, 0)
        replayed = [row for row in lycosa.rows(again, "robots", "1 ORDER BY fetch_stamp_ms") if row["host"].endswith(f"h{site.port}")]
        self.assertEqual([row["expires_stamp"] for row in replayed], [row["expires_stamp"] for row in versions])

    def test_inspect_says_since_when_a_page_is_disallowed(self):
        html, store = self.file("page.html", "<title>A page</title><p>Words."), self.path("store")
        allow, forbid = self.file("allow.txt", "User-agent: *\nDisallow:\n"), self.file("forbid.txt", "User-agent: *\nDisallow: /p\n")
        for day, file in (("01", allow), ("02", forbid), ("03", forbid)):
            done = lycosa.run("ingest", "--html", html, "--url", "https://example.com/p", "--at", f"2026-04-{day}T10:00:00Z",
                              "--robots", file, "--store", store)
            self.assertEqual(done.returncode, 0, done.stderr)
        report = lycosa.inspect(store, "https://example.com/p", "--now", "2026-04-03T12:00:00Z")
        check = next(check for check in report["checks"] if check["name"] == "robots")
        self.assertEqual(len(check["response"]), 3)
        self.assertIn("Disallowed since 2026-04-02 10:00:00 (1 day ago); the version of 2026-04-01 10:00:00 allowed it.", check["note"])


if __name__ == "__main__":
    lycosa.main()
