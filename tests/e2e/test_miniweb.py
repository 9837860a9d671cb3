#!/usr/bin/env python3
"""One crawl of a whole miniweb, judged twice: by its own check of what was fetched, and by comparing the report on every
URL of its manifest with the truth."""
import collections
import os
import sys
import unittest
from urllib.parse import urlsplit

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import miniweb  # noqa: E402

REDIRECTS = 5   # hops that are followed
SEGMENTS = 20   # of a path
REPEATS = 2     # of one segment
PAGES = 10 if lycosa.SANITIZED else 60


def path_limit(url):
    """The reason for which the URL's path alone keeps it out, or None."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if len(segments) > SEGMENTS:
        return "scope.path_segments"
    if segments and max(collections.Counter(segments).values()) > REPEATS:
        return "scope.path_repetition"
    return None


class Truth:
    """What a crawler that honours robots, nofollow and our limits must know at the end, from the manifest alone."""

    def __init__(self, web, canonical):
        self.urls = web.urls
        self.hosts = web.hosts
        self.canonical = canonical  # manifest URL -> the URL that stands for it
        self.hops = {}              # reached: fewest redirects on the way from a page
        self.named = set()          # by a link, also one that asks not to be followed
        self._walk(web.seeds)

    def reads_page(self, entry):
        return entry["status"] == 200 and "outlinks" in entry

    def moved_to(self, url):
        """Where the URL redirects to, by its status or by a refresh of 0 s, or None."""
        return self.urls[url].get("location") or self.urls[url].get("meta_refresh")

    def leads_to(self, url):
        """(target, by redirect, to be followed) of everything the answer of this URL names."""
        entry = self.urls[url]
        if self.moved_to(url):
            yield self.moved_to(url), True, True
        if not self.reads_page(entry):
            return
        if "canonical" in entry:
            yield entry["canonical"], False, True
        asked_not_to = set(entry.get("nofollow_links", ()))
        for target in entry["outlinks"]:
            yield target, False, not entry.get("nofollow") and target not in asked_not_to

    def fetched(self, url):
        """Whether the crawler asks for it, once it is reached."""
        return (self.urls[url]["robots"] and not path_limit(url) and self.hops.get(url, REDIRECTS + 1) <= REDIRECTS)

    def _walk(self, seeds):
        queue = collections.deque()

        def reach(url, hops):
            url = self.canonical.get(url, url)
            if url in self.urls and hops < self.hops.get(url, REDIRECTS + 2):
                self.hops[url] = hops
                queue.append(url)

        for url in seeds:
            reach(url, 0)
        for url, entry in self.urls.items():
            if entry.get("in_sitemap") and self._sitemap_is_known(entry):
                reach(url, 0)
        while queue:
            url = queue.popleft()
            if not self.fetched(url):
                continue
            for target, redirect, follow in self.leads_to(url):
                self.named.add(self.canonical.get(target, target))
                if follow:
                    reach(target, self.hops[url] + 1 if redirect else 0)

    def _sitemap_is_known(self, entry):
        host = list(self.hosts.values())[entry["host"]]
        return "Sitemap:" in (host["robots_txt"] or "")

    def refusal(self, url):
        """The decisive reason for which a reached URL is not fetched, or None."""
        if path_limit(url):
            return path_limit(url)
        if self.hops[url] > REDIRECTS:
            return "scope.hop_limit"
        entry = self.urls[url]
        if not entry["robots"]:
            host = list(self.hosts.values())[entry["host"]]
            return "robots.unreachable_5xx" if host["robots_status"] == 503 else "robots.disallowed"
        return None

    def indexable(self, url):
        entry = self.urls[url]
        return (entry["status"] == 200 and entry.get("content_type") == "text/html" and not entry.get("noindex")
                and entry.get("canonical", url) == url and not self.moved_to(url))


@unittest.skipIf(miniweb.why_not(), miniweb.why_not())
class WholeMiniweb(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = lycosa.new_folder(cls.addClassCleanup)
        cls.web = miniweb.Miniweb(os.path.join(cls.folder, "web"), "--hosts", "9", "--pages", str(PAGES))
        cls.addClassCleanup(cls.web.stop)
        cls.store = os.path.join(cls.folder, "store")
        cls.summary = lycosa.crawl(cls.store, "--seeds", cls.web.seed_file, timeout=600, flags=[
            "--scope", "any", "--connections-per-host", "2", "--retries", "1", "--retry-wait", "0.5", "--end-wait", "60"])
        cls.web.stop()
        cls.judged = cls.web.check()
        keys = lycosa.lines("url", "-", "--json", stdin="".join(url + "\n" for url in cls.web.urls))
        cls.canonical = {url: key["canonical_url"] for url, key in zip(cls.web.urls, keys)}
        cls.truth = Truth(cls.web, cls.canonical)
        cls.reports = dict(zip(cls.web.urls, lycosa.inspect_all(cls.store, list(cls.web.urls), timeout=600)))

    def differences(self, compare, urls=None):
        """compare(url, report) gives None or what is wrong; the first of them, with their number, make the failure."""
        wrong = [f"{url}: {difference}" for url in (urls or self.reports)
                 if (difference := compare(url, self.reports[url])) is not None]
        self.assertEqual(wrong[:12], [], f"{len(wrong)} URLs differ")

    def fetched(self):
        return [url for url in self.truth.hops if self.truth.fetched(url) and self.canonical[url] == url]

    def answered(self):
        return [url for url in self.fetched() if self.truth.urls[url]["status"] is not None]

    def test_robots_are_never_violated(self):
        self.assertEqual(self.judged["robots_violations"], 0, self.judged["violations_by_kind"])

    def test_every_reachable_page_is_fetched_but_those_that_a_limit_refused(self):
        self.assertTrue(self.judged["polite_found"])
        unexplained = []
        for url in self.judged["missing"]:
            if self.canonical[url] != url:
                continue  # it was asked for under its canonical name
            if url in self.truth.hops and self.truth.fetched(url):
                unexplained.append(url)
        self.assertEqual(unexplained, [])

    def test_nothing_is_fetched_that_the_web_does_not_have(self):
        seeds = {urlsplit(url).netloc for url in self.truth.urls}
        self.assertEqual([url for url in self.judged["extra"] if urlsplit(url).netloc not in seeds], [])

    def test_refused_urls_have_their_reason_in_seen(self):
        states = {row["src_unparsed"]: row for row in lycosa.rows(self.store, "seen")}

        def compare(url, report):
            row = states.get(report["key"]["unparsed"])
            wanted = self.truth.refusal(url)
            if row is None:
                return f"not in seen, should be refused for {wanted}"
            # A robots.txt that failed is asked for again, so what waits for it is not refused for good.
            state = ("queued", None) if wanted == "robots.unreachable_5xx" else ("refused", wanted)
            if (row["state"], row["reason"]) != state:
                return f"seen has {row['state']} {row['reason']}, should have {state}"
            if lycosa.decisive(report) != wanted:
                return f"the report's decisive reason is {lycosa.decisive(report)}, should be {wanted}"
            return None

        refused = [url for url in self.truth.hops if not self.truth.fetched(url)]
        found = collections.Counter(self.truth.refusal(url) for url in refused)
        for code in ("scope.hop_limit", "scope.path_repetition", "robots.disallowed", "robots.unreachable_5xx"):
            self.assertIn(code, found, "the web has no case of it")
        self.differences(compare, refused)

    def test_crawled_and_seen_are_told_as_they_are(self):
        def compare(url, report):
            url = self.canonical[url]
            if url in self.truth.hops:
                answered = self.truth.fetched(url) and self.truth.urls[url]["status"] is not None
                wanted = "CRAWLED" if answered else "SEEN"
            else:
                wanted = "SEEN" if url in self.truth.named else "NEVER_SEEN"
            got = report["verdict"]["crawled"]
            return None if got == wanted else f"{got}, should be {wanted} ({self.truth.urls[url]['kind']})"

        self.differences(compare)

    def test_status(self):
        def compare(url, report):
            wanted = self.truth.urls[url]["status"]
            got = (report["page"] or {}).get("http_status")
            return None if got == wanted else f"{got}, should be {wanted}"

        self.differences(compare, self.answered())

    def test_robots_verdict(self):
        asked = {host for host in (self.truth.urls[url]["host"] for url in self.truth.hops)}

        def compare(url, report):
            if self.canonical[url] != url or self.truth.urls[url]["host"] not in asked:
                return None
            wanted = "ALLOWED" if self.truth.urls[url]["robots"] else "DISALLOWED"
            got = report["verdict"]["robots"]
            return None if got == wanted else f"{got}, should be {wanted}"

        self.differences(compare)

    def test_noindex(self):
        def compare(url, report):
            entry = self.truth.urls[url]
            wanted = None
            if entry.get("noindex"):
                wanted = "directive.noindex_meta" if entry["directive"] == "meta" else "directive.noindex_header"
            got = [code for code in lycosa.codes(report) if code.startswith("directive.noindex")]
            return None if got == ([wanted] if wanted else []) else f"{got}, should be {wanted}"

        self.differences(compare, self.answered())

    def test_canonical(self):
        def compare(url, report):
            wanted = self.truth.urls[url].get("canonical")
            got = (report["page"] or {}).get("meta_canonical")
            return None if got == wanted else f"{got}, should be {wanted}"

        self.differences(compare, [url for url in self.answered() if self.truth.reads_page(self.truth.urls[url])])

    def test_redirect_target(self):
        def compare(url, report):
            wanted = self.truth.moved_to(url)
            got = (report["page"] or {}).get("redirect_target")
            return None if got == wanted else f"{got}, should be {wanted}"

        self.differences(compare, self.answered())

    def test_title(self):
        def compare(url, report):
            entry = self.truth.urls[url]
            # Where the manifest has no charset in the header, nginx still writes utf-8, which then is the truth.
            if "title" not in entry or (entry["kind"] == "charset" and not entry["charset_header"]):
                return None
            if entry.get("charset_meta") and not entry.get("charset_header"):
                return None  # the server says charset=utf-8 of its own accord, and the transport comes before the meta
            wanted = " ".join(entry["title"].split())
            got = report["page"]["meta_title"]
            return None if got == wanted else f"{got!r}, should be {wanted!r}"

        self.differences(compare, [url for url in self.answered() if self.truth.reads_page(self.truth.urls[url])])

    def test_indexable(self):
        def compare(url, report):
            wanted = self.truth.indexable(url)
            got = report["verdict"]["indexable"]
            return None if got == wanted else f"{got} ({lycosa.codes(report)}), should be {wanted} ({self.truth.urls[url]['kind']})"

        self.differences(compare, self.answered())

    def test_the_summary_counts_what_the_store_has(self):
        rows = lycosa.rows(self.store, "seen")
        states = collections.Counter(row["state"] for row in rows)
        told = self.summary["store"]
        self.assertEqual((told["crawled"], told["queued"], told["retry"]),
                         (states["crawled"], states["queued"] + states["leased"], states["retry"]))
        for state in ("refused", "failed"):
            self.assertEqual(told[state], collections.Counter(row["reason"] for row in rows if row["state"] == state))


if __name__ == "__main__":
    lycosa.main()
