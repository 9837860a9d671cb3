#!/usr/bin/env python3
"""What every verb of the program promises: exit codes, errors that help, streams kept apart, hostile bytes made harmless."""
import json
import os
import pty
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
from loopback import Answer, Site, link, page  # noqa: E402

VERBS = ["crawl", "inspect", "url", "robots", "extract", "ingest", "replay", "limits", "version"]
# Everything a terminal would act on, but the line feed and the tab.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "Title \x1b]0;owned\x07 \x1b[2J \x9b31m \u202egnp.exe\u202c \x07 \r\n end"


def on_a_terminal(*arguments):
    """What the program writes to stdout when that is a terminal."""
    ours, its = pty.openpty()
    process = subprocess.Popen([lycosa.BIN, *arguments], stdout=its, stderr=subprocess.DEVNULL)
    os.close(its)
    written = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # the other end is closed
            more = b""
        if not more:
            break
        written += more
    os.close(ours)
    process.wait()
    return written.decode("utf-8", "replace").replace("\r\n", "\n")


class Help(lycosa.Case):
    def test_help_names_every_verb(self):
        done = lycosa.run("--help")
        self.assertEqual(done.returncode, 0)
        self.assertEqual([verb for verb in VERBS if not re.search(rf"^\s+{verb}\s", done.stdout, re.M)], [])

    def test_every_verb_has_help_with_an_example(self):
        for verb in VERBS:
            done = lycosa.run(verb, "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""), verb)
            self.assertRegex(done.stdout, rf"Example:\n\s+lycosa {verb}", verb)

    def test_crawl_has_every_flag_that_is_promised_and_no_way_round_robots(self):
        text = lycosa.run("crawl", "--help").stdout
        for flag in ("store", "shards", "scope", "include", "exclude", "max-pages", "max-depth", "delay", "connections",
                     "connections-per-host", "threads", "user-agent", "resolve", "allow-private", "seeds", "config", "bans", "json"):
            self.assertRegex(text, rf"--{flag}\b")
        self.assertNotIn("--no-robots", text)

    def test_limits_have_value_and_sentence(self):
        done = lycosa.run("limits", "--json")
        limits = json.loads(done.stdout)
        names = {row["name"]: row for row in limits}
        for name in ("fetch-timeout", "body-bytes", "redirects", "robots-bytes", "url-bytes", "path-segments", "path-repeats"):
            self.assertIn(name, names)
        text = lycosa.run("limits").stdout
        self.assertEqual([name for name in names if name not in text], [])

    def test_version(self):
        self.assertRegex(lycosa.run("version").stdout, r"^lycosa \d+\.\d+\.\d+")


class Errors(lycosa.Case):
    """Exit 2, nothing on stdout, and one line on stderr with the thing and what to do about it."""

    def refused(self, *arguments, says=(), stdin=None):
        done = lycosa.run(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, 2, f"{arguments}: {done.stdout}{done.stderr}")
        self.assertEqual(done.stdout, "", arguments)
        self.assertTrue(done.stderr.startswith("lycosa: "), done.stderr)
        for word in says:
            self.assertIn(word, done.stderr)
        return done.stderr

    def test_no_verb_and_a_wrong_verb(self):
        self.refused(says=["--help"])
        self.refused("crowl", says=["crowl"])

    def test_wrong_flags(self):
        self.refused("crawl", "http://a.example/", "--no-such-flag", says=["--no-such-flag"])
        self.refused("crawl", "http://a.example/", "--store", self.path("s"), "--max-pages", "many", says=["max-pages", "many"])
        self.refused("crawl", "http://a.example/", "--store", self.path("s"), "--scope", "world", says=["scope", "world", "host"])
        self.refused("crawl", "http://a.example/", "--store", self.path("s"), "--exclude", "(", says=["exclude", "("])

    def test_a_crawl_without_seeds(self):
        self.refused("crawl", "--store", self.path("s"))

    def test_a_seed_that_is_no_url(self):
        self.refused("crawl", "not a url", "--store", self.path("s"), says=["not a url"])

    def test_a_store_that_does_not_exist(self):
        self.refused("inspect", "http://a.example/", "--store", self.path("nowhere"), says=["nowhere"])

    def test_a_file_that_does_not_exist(self):
        self.refused("extract", self.path("missing.html"), says=["missing.html"])
        self.refused("robots", "--user-agent", "lycosa", "--url", "http://a.example/", self.path("missing.txt"), says=["missing.txt"])
        self.refused("crawl", "--seeds", self.path("missing.txt"), "--store", self.path("s"), says=["missing.txt"])
        self.refused("crawl", "http://a.example/", "--config", self.path("missing.toml"), "--store", self.path("s"), says=["missing.toml"])
        self.refused("replay", self.path("no-archive"), "--store", self.path("s"), says=["no-archive"])

    def test_a_configuration_with_a_mistake_names_key_and_line(self):
        config = self.file("bad.toml", 'delay = 1\nmax-pagse = 4\n')
        self.refused("crawl", "http://a.example/", "--config", config, "--store", self.path("s"), says=["bad.toml:2", "max-pagse"])

    def test_a_shard_count_that_differs_from_the_stores(self):
        with Site({"/": page("Home")}) as site:
            store = self.path("store")
            lycosa.crawl(store, site.url(), flags=["--shards", 4])
            self.refused("crawl", site.url(), "--store", store, "--shards", 8, *lycosa.CRAWL, says=["4", "8"])

    def test_a_store_that_another_crawl_writes_to(self):
        with Site({"/": lambda wire, request: wire.wait()}) as site:
            store = self.path("store")
            crawl = subprocess.Popen([lycosa.BIN, "crawl", site.url(), "--store", store, *lycosa.CRAWL],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                while not site.requests and crawl.poll() is None:
                    time.sleep(0.01)
                self.refused("crawl", site.url(), "--store", store, *lycosa.CRAWL, says=[str(crawl.pid)])
            finally:
                crawl.kill()
                crawl.wait()


class Answers(lycosa.Case):
    """Exit 0 is yes, 1 is no; data on stdout alone."""

    def test_robots(self):
        rules = self.file("robots.txt", "User-agent: *\nDisallow: /private/\n")
        ask = lambda url: lycosa.run("robots", "--user-agent", "lycosa", "--url", url, rules)  # noqa: E731
        allowed, refused = ask("http://a.example/open"), ask("http://a.example/private/x")
        self.assertEqual((allowed.returncode, refused.returncode), (0, 1))
        self.assertIn("Disallow: /private/", refused.stdout)
        self.assertIn("2", refused.stdout)
        self.assertEqual(lycosa.run("robots", "--user-agent", "lycosa", "--url", "http://a.example/private/x", "-",
                                    stdin="User-agent: *\nDisallow: /private/\n").returncode, 1)

    def test_url(self):
        done = lycosa.run("url", "HTTPS://BNikolic.co.uk:443/blog/../blog/python-numerical-gil#top", "--json")
        key = json.loads(done.stdout)
        self.assertEqual(key["canonical_url"], "https://bnikolic.co.uk/blog/python-numerical-gil")
        self.assertEqual(key["unparsed"], "uk,co,bnikolic!/blog/python-numerical-gil s443")
        self.assertEqual(key["root"], "uk,co,bnikolic")
        self.assertEqual(key["root_hash"], str(8197881993659394446 & 0x7fffffffffffffff))
        self.assertEqual(lycosa.run("url", "http://[").returncode, 2)

    def test_extract(self):
        html = self.file("page.html", page("A title", link("/next")).body)
        for name in ("boilerpipe", "markdown", "readable", "text"):
            done = lycosa.run("extract", html, "--url", "http://a.example/", "--format", name)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertIn("plain sentences", done.stdout)
        content = json.loads(lycosa.run("extract", html, "--url", "http://a.example/", "--format", "json").stdout)
        self.assertEqual(content["title"], "A title")

    def test_inspect_says_yes_and_no(self):
        store = self.path("store")
        with Site({"/": page("Home", link("/missing"))}) as site:
            lycosa.crawl(store, site.url())
            self.assertEqual(lycosa.run("inspect", site.url(), "--store", store).returncode, 0)
            self.assertEqual(lycosa.run("inspect", site.url("/missing"), "--store", store).returncode, 1)
            self.assertEqual(lycosa.run("inspect", site.url("/never"), "--store", store).returncode, 1)

    def test_a_crawl_shows_its_progress_on_stderr_and_its_summary_at_the_end(self):
        with Site({"/": page("Home", link("/missing") + link("/private/x")), "/robots.txt":
                   Answer(200, "User-agent: *\nDisallow: /private/\n", type="text/plain")}) as site:
            done = lycosa.run("crawl", site.url(), "--store", self.path("store"), *lycosa.CRAWL)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("robots.disallowed", done.stdout + done.stderr)
            summary = lycosa.crawl(self.path("other"), site.url())
            self.assertEqual(summary["stopped"], "finished")
            self.assertEqual(summary["store"], {"crawled": 2, "refused": {"robots.disallowed": 1}, "failed": {}, "queued": 0, "retry": 0})


class Streams(lycosa.Case):
    def store_of_hostile_pages(self):
        html = "<!DOCTYPE html><title>" + HOSTILE + "</title><meta name=description content='" + HOSTILE + "'><p>" + HOSTILE
        pages = {"/": page("Home", link("/hostile") + link("/moved")), "/hostile": Answer(200, html),
                 "/moved": b"HTTP/1.1 302 Found\x1b[2J\r\nLocation: /\x1b[31m\x07\r\nContent-Length: 0\r\n\r\n"}
        store = self.path("store")
        with Site(pages) as site:
            lycosa.crawl(store, site.url())
            return store, [site.url(path) for path in ("/", "/hostile", "/moved", "/never\x1b[2J")]

    def test_nothing_that_a_terminal_would_act_on_is_printed(self):
        store, urls = self.store_of_hostile_pages()
        for url in urls:
            for flags in ((), ("--json",), ("--text", "markdown"), ("--text", "boilerpipe"), ("--text", "readable")):
                done = lycosa.run("inspect", url, "--store", store, *flags)
                found = CONTROL.search(done.stdout + done.stderr)
                self.assertIsNone(found, f"{url} {flags}: {found}")
        for arguments in (("url", "http://a.example/\x1b[2J"), ("crawl", "\x1b[2J", "--store", self.path("x")),
                          ("extract", self.path("\x1b[2J"))):
            done = lycosa.run(*arguments)
            self.assertIsNone(CONTROL.search(done.stdout + done.stderr), arguments)

    def test_a_text_is_made_harmless_for_a_terminal_and_left_alone_in_a_pipe(self):
        html = self.file("hostile.html", f"<title>{HOSTILE}</title><p>{HOSTILE}".encode())
        for name in ("boilerpipe", "markdown", "readable", "text", "json"):
            arguments = ["extract", html, "--url", "http://a.example/", "--format", name]
            self.assertIsNone(CONTROL.search(on_a_terminal(*arguments)), name)
        self.assertIn("\u202e", lycosa.run("extract", html, "--url", "http://a.example/", "--format", "markdown").stdout)

    def test_human_output_fits_eighty_columns(self):
        store, urls = self.store_of_hostile_pages()
        for url in urls:
            report = lycosa.run("inspect", url, "--store", store).stdout
            tables = report[report.index("Page Info Filters"):] if "Page Info Filters" in report else report
            for line in tables.splitlines():
                if "http" not in line and "SELECT" not in line:
                    self.assertLessEqual(len(line), 80, line)

    def test_batches_are_ascii_and_in_order_with_errors_in_their_places(self):
        store, _ = self.store_of_hostile_pages()
        asked = ["http://a.example/", "http://[", "", "ftp://x/", "http://\u00e4.example/\u00fc", "\x1b[2J", "http://b.example/"]
        for verb in (("inspect", "-", "--store", store, "--json"), ("url", "-", "--json")):
            done = lycosa.run(*verb, stdin="".join(line + "\n" for line in asked))
            self.assertTrue(done.stdout.isascii(), verb)
            answers = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual(len(answers), len(asked), verb)
            self.assertEqual([answer.get("url") for answer in answers], asked, verb)

    def test_bytes_that_are_no_utf8_are_replaced(self):
        done = subprocess.run([lycosa.BIN, "url", "-", "--json"], input=b"http://a.example/\xff\xed\xa0\x80\n", capture_output=True, check=False)
        self.assertTrue(done.stdout.isascii())
        self.assertIn("\ufffd", json.loads(done.stdout)["url"])

    def test_a_closed_pipe_is_quiet(self):
        store, urls = self.store_of_hostile_pages()
        many = self.file("many.txt", "".join(url + "\n" for url in urls if url.isprintable()) * 2000)
        done = subprocess.run(["bash", "-c", f"set -o pipefail; '{lycosa.BIN}' inspect - --store '{store}' --json <'{many}' | head -n 1 >/dev/null"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        done = subprocess.run(["bash", "-c", f"'{lycosa.BIN}' limits | head -n 1"], capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")

    def test_no_colour_without_a_terminal(self):
        store, urls = self.store_of_hostile_pages()
        done = subprocess.run([lycosa.BIN, "inspect", urls[0], "--store", store], capture_output=True, check=False,
                              env={name: value for name, value in os.environ.items() if name != "NO_COLOR"})
        self.assertNotIn(b"\x1b", done.stdout)

    def test_the_verdict_comes_first(self):
        store, urls = self.store_of_hostile_pages()
        report = lycosa.run("inspect", urls[0], "--store", store).stdout
        self.assertLess(report.index("INDEXABLE"), report.index("Raw Queries and Responses"))

    def test_seeds_from_stdin(self):
        with Site({"/": page("Home"), "/b": page("B")}) as site:
            done = lycosa.run("crawl", "--seeds", "-", "--store", self.path("store"), "--json", *lycosa.CRAWL,
                              stdin=f"{site.url()}\n\n{site.url('/b')}\n")
            self.assertEqual(json.loads(done.stdout)["store"]["crawled"], 2)

    def test_inspection_works_while_a_crawl_writes(self):
        pages = {"/": page("Home", "".join(link(f"/{n}") for n in range(300))), "/299": lambda wire, request: wire.wait()}
        pages.update({f"/{n}": page(f"Page {n}") for n in range(299)})
        store = self.path("store")
        with Site(pages) as site:
            crawl = subprocess.Popen([lycosa.BIN, "crawl", site.url(), "--store", store, *lycosa.CRAWL],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                while len(site.requests) < 50 and crawl.poll() is None:
                    time.sleep(0.01)
                reports = lycosa.inspect_all(store, [site.url(f"/{n}") for n in range(300)])
                self.assertEqual({report["verdict"]["status"] for report in reports} - {"INDEXABLE", "NOT_CRAWLED", "UNKNOWN_URL"}, set())
            finally:
                crawl.kill()
                crawl.wait()


if __name__ == "__main__":
    lycosa.main()
