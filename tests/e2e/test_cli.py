#!/usr/bin/env python3
"""What every verb of the program promises: exit codes, errors that help, streams kept apart, hostile bytes made harmless."""
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
from loopback import Answer, Site, link, page, robots  # noqa: E402
from server import Server  # noqa: E402

VERBS = ["crawl", "inspect", "stats", "urls", "serve", "url", "robots", "html", "extract", "ingest", "replay", "limits", "help",
         "version"]
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
        for asked in ("version", "--version", "-V"):
            self.assertRegex(lycosa.run(asked).stdout, r"^lycosa \d+\.\d+\.\d+", asked)

    def test_help_is_a_verb_too(self):
        self.assertEqual(lycosa.run("help").stdout, lycosa.run("--help").stdout)
        for verb in VERBS:
            self.assertEqual(lycosa.run("help", verb).stdout, lycosa.run(verb, "--help").stdout, verb)
        self.assertIn("byte order mark", lycosa.run("help", "seeds-file").stdout)

    def test_help_shows_the_settings_of_its_verb_alone(self):
        rows = json.loads(lycosa.run("limits", "--all", "--json").stdout)
        for verb in ("crawl", "inspect", "serve", "ingest", "replay", "stats", "urls", "robots", "extract"):
            shown = set(re.findall(r"^\s+--([a-z-]+)", lycosa.run(verb, "--help").stdout, re.M)) & {row["name"] for row in rows}
            used = {row["name"] for row in rows if re.search(rf"\b{verb}\b", row["used_by"])}
            self.assertEqual(shown, used, verb)


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

    def test_a_crawl_without_seeds_makes_nothing(self):
        self.refused("crawl", "--store", self.path("none"), says=["--seeds"])
        seeds = self.file("seeds.txt", "# nothing yet\n\n")
        self.refused("crawl", "--seeds", seeds, "--store", self.path("none"), says=["--seeds"])
        self.assertFalse(os.path.exists(self.path("none")))

    def test_words_that_a_verb_does_not_take(self):
        cases = [
            (["stats", "--max-pages", "3"], ["--max-pages", "does not use", "crawl"]),
            (["inspect", "http://a.example/", "--delay", "3"], ["--delay", "--live"]),
            (["robots", "http://a.example/", "--user-agnet", "x"], ["--user-agnet", "--user-agent"]),
            (["crawl", "http://a.example/", "--store", "a", "--store", "b"], ["--store", "once"]),
            (["urls", "--limit", "1", "--limit", "2"], ["--limit", "once"]),
            (["limits", "more"], ["more", "limits --help"]),
            (["urls", "--limit", "-1"], ["--limit", "-1", "whole number"]),
            (["urls", "--limit", "9" * 30], ["--limit", "whole number"]),
            (["urls", "--now", ""], ["--now", "empty"]),
            (["urls", "--host", ""], ["--host", "empty"]),
            (["stats", "--root", ""], ["--root", "empty"]),
            (["inspect", "http://a.example/", "--now", ""], ["--now", "empty"]),
            (["help", "nothing"], ["nothing", "--help"]),
            (["crawl", "http://a.example/", "--user-agent", "a\r\nX: y", "--store", self.path("s")], ["user-agent", "line ends"]),
        ]
        for words, says in cases:
            self.refused(*words, says=says)

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
            self.refused("crawl", site.url(), "--store", store, "--shards", 8, *lycosa.crawl_flags(), says=["4", "8"])

    def test_a_store_that_another_crawl_writes_to(self):
        with Site({"/": lambda wire, request: wire.wait()}) as site:
            store = self.path("store")
            crawl = subprocess.Popen([lycosa.BIN, "crawl", site.url(), "--store", store, *lycosa.crawl_flags()],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                while not site.requests and crawl.poll() is None:
                    time.sleep(0.01)
                self.refused("crawl", site.url(), "--store", store, *lycosa.crawl_flags(), says=[str(crawl.pid)])
            finally:
                crawl.kill()
                crawl.wait()


class Arguments(lycosa.Case):
    def test_options_may_stand_before_the_url(self):
        pages = {"/": page("Home"), "/robots.txt": robots("User-agent: bot\nDisallow: /\n")}
        with Site(pages) as site:
            url, named = site.url(), f"http://pages.test:{site.port}/"
            resolve = f"pages.test:{site.port}:127.0.0.1"
            done = lycosa.run("crawl", *lycosa.crawl_flags(), "--resolve", resolve, "--exclude", "/x", "--store", self.path("s"), named)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(lycosa.run("inspect", "--store", self.path("s"), named).returncode, 0)
            asked = ["robots", "--allow-private", "--resolve", resolve]
            self.assertEqual(lycosa.run(*asked, "--user-agent", "bot", named).returncode, 1)
            self.assertEqual(lycosa.run(*asked, "--user-agent", "other", url).returncode, 0)


class Seeds(lycosa.Case):
    """The seeds file: docs/reference/seeds-file.md."""

    def crawl(self, text, *flags):
        with Site({"/a": page("A"), "/b": page("B")}) as site:
            seeds = self.file("seeds.txt", text.replace(b"SITE", site.url("").encode()))
            done = lycosa.run("crawl", "--seeds", seeds, "--store", self.path("store"), *lycosa.crawl_flags(flags))
            return done, sorted({request.path for request in site.requests} - {"/robots.txt"})

    def test_files_of_any_editor_pass(self):
        done, asked = self.crawl(b"\xef\xbb\xbfSITE/a\r\n\r\n# a remark\r\n  SITE/b  \r\n", "--json")
        self.assertEqual((done.returncode, asked), (0, ["/a", "/b"]), done.stderr)
        self.assertEqual(json.loads(done.stdout)["seeds_skipped"], 0)

    BAD = b"SITE/a\nhttps://books.example10.77/a\nharbour.example\nSITE/b\n"

    def test_bad_lines_are_told_counted_and_skipped(self):
        done, asked = self.crawl(self.BAD, "--json")
        self.assertEqual((done.returncode, asked), (0, ["/a", "/b"]), done.stderr)
        self.assertIn("seeds.txt:2: ", done.stderr)
        self.assertIn("seeds.txt:3: ", done.stderr)
        self.assertEqual(json.loads(done.stdout)["seeds_skipped"], 2)

    def test_strict_stops_at_bad_lines(self):
        done, asked = self.crawl(self.BAD, "--strict")
        self.assertEqual((done.returncode, done.stdout, asked), (2, "", []))
        self.assertIn("seeds.txt:2: ", done.stderr)
        self.assertIn("seeds.txt:3: ", done.stderr)
        self.assertFalse(os.path.exists(self.path("store")))

    def test_a_list_of_urls_to_inspect_may_begin_with_a_mark(self):
        for verb in (("url", "-", "--json"),):
            done = lycosa.run(*verb, stdin="\ufeffhttp://a.example/\r\n")
            self.assertEqual(json.loads(done.stdout)["canonical_url"], "http://a.example/", verb)


class ConfigFile(lycosa.Case):
    """The file of settings: docs/reference/config-file.md."""

    def value(self, *flags):
        done = subprocess.run([os.path.abspath(lycosa.BIN), "limits", "--json", *flags], cwd=self.folder, capture_output=True,
                              text=True, check=True)
        return {row["name"]: row["value"] for row in json.loads(done.stdout)}["max-depth"], done.stderr

    def test_it_is_found_by_rule_and_told(self):
        self.assertEqual(self.value("--store", "store"), (0, ""))
        self.file("store/lycosa.toml", "max-depth = 1\n")
        self.assertEqual(self.value("--store", "store"), (1, "lycosa: settings are read from store/lycosa.toml\n"))
        self.file("lycosa.toml", "max-depth = 2\n")
        self.assertEqual(self.value("--store", "store"), (2, "lycosa: settings are read from ./lycosa.toml\n"))
        self.file("own.toml", "max-depth = 3\n")
        self.assertEqual(self.value("--store", "store", "--config", "own.toml"), (3, "lycosa: settings are read from own.toml\n"))

    def test_one_file_serves_all_verbs(self):
        config = self.file("lycosa.toml", "max-pages = 5\nserve-queue = 9\n")
        for verb in (["robots", "--user-agent", "x", "--url", "/", "-"], ["limits"]):
            self.assertEqual(lycosa.run(*verb, "--config", config, stdin="").returncode, 0, verb)


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

    def test_lists_are_whole_as_json_lines_when_asked(self):
        pages = {"/": page("Home", "".join(link(f"/{n}") for n in range(120)))}
        with Site(pages) as site:
            store = self.path("store")
            lycosa.crawl(store, site.url(), flags=["--retries", "0"])
            one = json.loads(lycosa.run("urls", "--store", store, "--json").stdout)
            self.assertEqual((len(one["urls"]), one["next"] is None), (100, False))
            every = lycosa.lines("urls", "--store", store, "--json", "--limit", "0")
            self.assertEqual(len({row["url"] for row in every}), 121)
            self.assertEqual(every[:100], one["urls"])
            self.assertEqual(len(lycosa.lines("urls", "--store", store, "--json", "--limit", "1001")), 121)

    def test_ingest_is_a_run_that_knows_what_the_store_knows(self):
        with Site({"/": page("Home", link("/a")), "/a": page("A")}) as site:
            store = self.path("store")
            lycosa.crawl(store, site.url())
            html = self.file("a.html", page("A", link("/new")).body.decode())
            done = json.loads(lycosa.run("ingest", "--html", html, "--url", site.url("/a"), "--store", store, "--json").stdout)
            self.assertEqual((done["verdict"], done["reason"], done["targets"]), ("INDEXABLE", None, 1))
            crawl, ingest = sorted(lycosa.rows(store, "run"), key=lambda row: row["run"])
            self.assertEqual((crawl["kind"], ingest["kind"], ingest["ended"]), ("crawl", "ingest", "finished"))
            self.assertEqual((ingest["fetched"], ingest["answered"], ingest["links"]), (1, 1, 1))
            seen = lycosa.rows(store, "seen", "src_unparsed LIKE '%/a %'")[0]
            self.assertEqual((seen["state"], seen["depth"]), ("crawled", 1))
            self.assertEqual(len(lycosa.rows(store, "discovery", "src_unparsed LIKE '%/a %'")), 1)
            self.assertEqual(lycosa.rows(store, "page_history", "src_unparsed LIKE '%/a %' ORDER BY event_stamp_ms")[-1]["run"], ingest["run"])

    def test_ingest_says_what_the_report_says(self):
        store = self.path("store")
        html = self.file("a.html", page("A").body.decode())
        ingest = ["ingest", "--html", html, "--url", "http://a.example/", "--store", store]
        self.assertIn("NOT_INDEXABLE (history.too_old)", lycosa.run(*ingest, "--at", "2020-01-01T00:00:00Z").stdout)
        with open(os.path.join(store, "store.toml"), "a", encoding="utf-8") as file:
            file.write('\n[[filter]]\nname = "Words"\ncondition = "words > 100000"\n')
        done = lycosa.run(*ingest).stdout
        self.assertIn(f"NOT_INDEXABLE ({lycosa.decisive(lycosa.inspect(store, 'http://a.example/'))})", done)

    def test_a_crawl_that_no_seed_answered_says_why_everywhere(self):
        def reset(wire, _):
            wire.reset()

        for flags in ([], ["--max-pages", "1"]):
            for pages, code in (({"/": reset}, "network.reset"), ({"/robots.txt": reset}, "robots.unreachable_network"),
                                ({"/robots.txt": Answer(503)}, "robots.unreachable_5xx")):
                with self.subTest(code=code, flags=flags), Site(pages) as site:
                    store = self.path(code + str(len(flags)))
                    done = lycosa.run("crawl", site.url(), "--store", store, *lycosa.crawl_flags(["--retries", "0", *flags]))
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertIn("The seed did not answer: " + code, done.stdout)
                    self.assertNotIn("1970", done.stdout)
                    self.assertIn(code, lycosa.run("stats", "--store", store).stdout)
                    self.assertEqual(lycosa.run("urls", "--store", store).stdout, f"NOT_CRAWLED\t{code}\t{site.url()}\n")
                    self.assertEqual(lycosa.decisive(lycosa.inspect(store, site.url())), code)

    def test_a_former_text_has_its_date(self):
        pages = {"/": page("Home")}
        with Site(pages) as site:
            store = self.path("store")
            lycosa.crawl(store, site.url())
            first = lycosa.inspect(store, site.url())["page"]
            self.assertEqual(first["texts_crawled"], first["last_crawled"])
            html = self.file("gone.html", "gone")
            lycosa.run("ingest", "--html", html, "--url", site.url(), "--status", 404, "--at", "2040-01-01T00:00:00Z", "--store", store)
            now = lycosa.inspect(store, site.url())["page"]
            self.assertEqual((now["http_status"], now["texts_crawled"]), (404, first["texts_crawled"]))
            day = first["texts_crawled"].replace("T", " ").rstrip("Z")
            self.assertIn(f"as of {day}", lycosa.run("inspect", site.url(), "--store", store).stdout)

    def test_several_live_comparisons_name_their_urls(self):
        pages = {"/": [page("Home"), page("Another home")], "/a": page("A")}
        with Site(pages) as site:
            store, urls = self.path("store"), [site.url(), site.url("/a")]
            lycosa.crawl(store, *urls)
            flags = ["--store", store, "--live", "--diff", "--allow-private", "--delay", "0"]
            text = lycosa.run("inspect", *urls, *flags).stdout
            self.assertEqual([line.split(": no")[0] for line in text.splitlines() if line.startswith("http")], urls)
            compared = lycosa.lines("inspect", *urls, *flags, "--json")
            self.assertEqual([row["url"] for row in compared], urls)

    def test_a_crawl_shows_its_progress_on_stderr_and_its_summary_at_the_end(self):
        with Site({"/": page("Home", link("/missing") + link("/private/x")), "/robots.txt":
                   Answer(200, "User-agent: *\nDisallow: /private/\n", type="text/plain")}) as site:
            done = lycosa.run("crawl", site.url(), "--store", self.path("store"), *lycosa.crawl_flags())
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
            report = re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal("inspect", url, "--store", store))
            tables = report[report.index("Page Info Filters"):] if "Page Info Filters" in report else report
            for line in tables.splitlines():
                if "http" not in line and "SELECT" not in line:
                    self.assertLessEqual(len(line), 80, line)

    def test_nothing_is_broken_in_a_pipe(self):
        store, urls = self.store_of_hostile_pages()
        report = lycosa.run("inspect", urls[0], "--store", store).stdout
        self.assertIn("meta_canonical IS NULL OR = '' OR = src_unparsed", report)
        for line in lycosa.run("limits").stdout.splitlines():
            self.assertRegex(line, r"^[a-z]")

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

    def test_a_damaged_shard_is_named_and_the_others_are_answered(self):
        store = self.path("store")
        with Site({"/": page("Home")}) as site:
            lycosa.crawl(store, site.url())
            kept = lycosa.inspect(store, site.url())["key"]["shard"]
        damaged = f"{(kept + 1) % 16:02}"
        with open(os.path.join(store, "shards", damaged + ".db"), "wb") as file:
            file.write(b"no database" * 1000)
        for verb in (("stats",), ("stats", "--json"), ("urls",), ("urls", "--json"), ("urls", "--csv")):
            done = lycosa.run(*verb, "--store", store)
            self.assertEqual(done.returncode, 2, verb)
            self.assertIn(f"shard {damaged}", done.stderr, verb)
            self.assertTrue(done.stdout, verb)

    def test_what_a_report_could_not_read_is_told_and_the_exit_code_says_so(self):
        store = self.path("store")
        with Site({"/": page("Home")}) as site:
            lycosa.crawl(store, site.url())
        for path in lycosa.shard_files(store):
            with sqlite3.connect(path) as db:
                db.execute("UPDATE page_text SET markdown = x'0102030405060708'")
            db.close()
        for flags in ([], ["--json"], ["--text", "markdown"]):
            done = lycosa.run("inspect", site.url(), "--store", store, *flags)
            self.assertEqual(done.returncode, 2, flags)
            self.assertRegex(done.stderr, r"lycosa: shard \d\d \(.*\) is damaged", flags)
            self.assertNotIn("is stored", done.stderr)
            self.assertEqual(bool(done.stdout), "--text" not in flags)

    def test_a_report_that_is_no_answer_says_why_on_stderr(self):
        store = self.path("store")
        lycosa.run("ingest", "--html", self.file("p.html", "<p>words"), "--url", "http://a.example/", "--store", store)
        done = lycosa.run("inspect", "http://[", "--store", store)
        self.assertEqual((done.returncode, "closing bracket" in done.stderr), (2, True), done.stderr)
        done = lycosa.run("inspect", "-", "--store", store, "--json", stdin="http://[\nhttp://]\n")
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (2, 1), done.stderr)
        for path in lycosa.shard_files(store):
            with open(path, "wb") as file:
                file.write(b"no database" * 1000)
        done = lycosa.run("inspect", "http://a.example/", "http://a.example/b", "--store", store)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"^lycosa: shard \d\d \([^\n]* is not a database [^\n]*\n$")

    def test_a_root_and_a_host_have_to_agree(self):
        store, html = self.path("store"), self.file("p.html", "<p>words")
        for host in ("a.one.example", "b.one.example", "two.example"):
            lycosa.run("ingest", "--html", html, "--url", f"http://{host}/", "--store", store)
        both = lycosa.lines("urls", "--store", store, "--root", "one.example", "--host", "b.one.example", "--json", "--limit", 0)
        self.assertEqual([row["url"] for row in both], ["http://b.one.example/"])
        other = lycosa.run("urls", "--store", store, "--root", "one.example", "--host", "two.example")
        self.assertEqual((other.returncode, '"two.example" is not under' in other.stderr), (2, True), other.stderr)
        self.assertEqual(lycosa.run("urls", "--store", store, "--verdict", "UNKNOWN_URL").returncode, 2)

    def test_rejudge_goes_by_the_rules_of_the_last_crawl(self):
        store = self.path("store")
        elsewhere = "http://b.test:9/"
        with Site({"/": page("Home", link("/cart") + link("/a") + link(elsewhere)), "/a": page("A")}) as site:
            lycosa.crawl(store, site.url(), flags=["--scope", "any", "--exclude", "/cart", "--max-pages", 1])
        rejudge = ["rejudge", "--store", store, "--allow-private", "--json"]
        done = lycosa.run(*rejudge)
        self.assertEqual(json.loads(done.stdout)["changes"], [], done.stdout)
        self.assertIn('scope = "any"; exclude = ["/cart"]', done.stderr)
        fresh = lycosa.run(*rejudge, "--fresh-settings")
        self.assertNotIn("as in the crawl", fresh.stderr)
        changes = {row["url"]: row["to"] for row in map(json.loads, fresh.stdout.splitlines()[:-1])}
        self.assertEqual(changes, {elsewhere: "refused scope.off_scope", site.url("/cart"): "queued"})
        told = lycosa.run(*rejudge, "--scope", "host")
        self.assertNotIn("scope =", told.stderr)
        self.assertIn('exclude = ["/cart"]', told.stderr)

    def test_what_asks_about_a_crawl_asks_as_it_did(self):
        store, long = self.path("store"), "/long?" + "x" * 3000
        pages = {"/robots.txt": robots("User-agent: spinne\nDisallow: /closed\n"), "/": page("Home", link(long) + link("/closed")),
                 long: page("Long"), "/closed": page("Closed")}
        with Site(pages) as site:
            lycosa.crawl(store, site.url(), flags=["--user-agent", "spinne/2", "--url-bytes", 5000])
            url = site.url(long)
            self.assertEqual(lycosa.codes(lycosa.inspect(store, url)), [])
            self.assertEqual(lycosa.codes(lycosa.inspect(store, url, "--url-bytes", "100")), ["input.too_long"])
            flags = ["--store", store, "--live", "--diff", "--allow-private", "--delay", "0"]
            done = lycosa.run("inspect", url, site.url("/closed"), *flags)
            self.assertEqual((done.returncode, done.stdout.count("no differences")), (0, 2), done.stdout + done.stderr)
            self.assertIn('user-agent = "spinne/2"; url-bytes = 5000', done.stderr)
            self.assertEqual(site.asked("/closed"), 0)
            lycosa.run("inspect", site.url("/closed"), *flags, "--user-agent", "weber/1")
            self.assertEqual(site.asked("/closed"), 1)
            server = Server(store, "--live", "--allow-private", "--delay", "0", env={"LYCOSA_TOKEN": "0123456789abcdef"})
            self.addCleanup(server.stop)
            status, _, body = server.request("/api/v1/live?" + urllib.parse.urlencode({"url": site.url("/closed")}), "POST",
                                             {"Authorization": "Bearer 0123456789abcdef"})
            self.assertEqual((status, json.loads(body)["live"]["verdict"]["robots"]), (200, "DISALLOWED"))
            self.assertEqual(site.asked("/closed"), 1)

    def test_a_crawl_goes_on_under_the_name_that_it_was_begun_with(self):
        store = self.path("store")
        with Site({"/": page("Home", link("/a")), "/a": page("A", link("/b")), "/b": page("B")}) as site:
            named = ["--user-agent", "spinne/2", "--contact", "https://spinne.example/"]
            lycosa.crawl(store, site.url(), flags=[*named, "--max-pages", 1])
            done = lycosa.run("crawl", "--store", store, "--max-pages", 1, *lycosa.crawl_flags())
            self.assertIn('user-agent = "spinne/2"; contact = "https://spinne.example/"', done.stderr)
            lycosa.crawl(store, flags=["--user-agent", "weber/1", "--contact", ""])
        agents = [run["user_agent"] for run in lycosa.rows(store, "run")]
        self.assertEqual(sorted(agents), ["spinne/2 (+https://spinne.example/)"] * 2 + ["weber/1"])

    def test_a_crawl_goes_on_with_the_settings_that_it_was_begun_with(self):
        store, told = self.path("store"), self.file("told.toml", 'include = []\n')
        settings = ["--exclude", "/b$", "--include", "/", "--max-depth", 5, "--max-pages", 1]
        with Site({"/": page("Home", link("/a") + link("/b")), "/a": page("A"), "/b": page("B")}) as site:
            lycosa.crawl(store, site.url(), flags=settings)
            goes_on = ["crawl", "--store", store, *lycosa.crawl_flags()]
            kept = lycosa.run(*goes_on)
            self.assertRegex(kept.stderr, r'as in the crawl of \S+Z: include = \["/"\]; exclude = \["/b\$"\]; max-depth = 5')
            self.assertNotIn("max-pages", kept.stderr)
            self.assertTrue(site.asked("/a"))
            self.assertFalse(site.asked("/b"))
            given = lycosa.run(*goes_on, "--exclude", "/c$", "--exclude", "/d$", "--config", told)
            self.assertIn("max-depth = 5", given.stderr)
            self.assertNotRegex(given.stderr, "include =|exclude =")
            self.assertTrue(site.asked("/b"))
            fresh = lycosa.run(*goes_on, "--fresh-settings")
            self.assertNotIn("as in the crawl", fresh.stderr)
        runs = [run["settings"] for run in sorted(lycosa.rows(store, "run"), key=lambda run: run["run"])]
        self.assertIn('exclude = ["/b$"]', runs[1])
        self.assertIn('exclude = ["/c$", "/d$"]', runs[2])
        self.assertNotIn("include", runs[2])
        self.assertNotIn("max-depth", runs[3])

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
            done = lycosa.run("crawl", "--seeds", "-", "--store", self.path("store"), "--json", *lycosa.crawl_flags(),
                              stdin=f"{site.url()}\n\n{site.url('/b')}\n")
            self.assertEqual(json.loads(done.stdout)["store"]["crawled"], 2)

    def test_inspection_works_while_a_crawl_writes(self):
        pages = {"/": page("Home", "".join(link(f"/{n}") for n in range(300))), "/299": lambda wire, request: wire.wait()}
        pages.update({f"/{n}": page(f"Page {n}") for n in range(299)})
        store = self.path("store")
        with Site(pages) as site:
            crawl = subprocess.Popen([lycosa.BIN, "crawl", site.url(), "--store", store, *lycosa.crawl_flags()],
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
