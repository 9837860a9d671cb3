#!/usr/bin/env python3
"""Every reason of the catalogue, produced by a small web and a crawl of it, where it must be the decisive one; then the
same with what its counterfactual asks for, where it must be gone and the verdict another.

A fixture is a function of (world, holds): with `holds` it makes the world in which the reason holds, without it the world
that differs only in what the remedy names. It returns the report on the URL in question."""
import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
from certificates import NAME, Certificates  # noqa: E402
from loopback import Answer, Site, document, link, page, redirect, robots  # noqa: E402
from names import NXDOMAIN, OK, SERVFAIL, SILENCE, Names  # noqa: E402

FIXTURES = {}


def fixture(code):
    def keep(function):
        FIXTURES[code] = function
        return function
    return keep


class World:
    """Folder, servers and processes of one run of a fixture."""

    def __init__(self, test, folder):
        self.test = test
        self.folder = folder
        os.makedirs(folder)
        self.store = os.path.join(folder, "store")

    def site(self, pages, **options):
        site = Site(pages, **options)
        self.test.addCleanup(site.close)
        return site

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def report(self, url, *flags):
        return lycosa.inspect(self.store, url, *flags)

    def crawl(self, *urls, flags=(), retries=0):
        lycosa.crawl(self.store, *urls, flags=["--retries", retries, *flags])

    def begin_crawl(self, *urls, flags=()):
        """A crawl that goes on while the test looks at its store; it is killed at the end."""
        log = open(os.path.join(self.folder, "log"), "wb")
        crawl = subprocess.Popen([lycosa.BIN, "crawl", *urls, "--store", self.store, *lycosa.crawl_flags(flags)],
                                 stdout=log, stderr=log)
        log.close()

        def end():
            if crawl.poll() is None:
                crawl.send_signal(signal.SIGKILL)
            crawl.wait()

        self.test.addCleanup(end)
        return crawl

    def report_when(self, url, good):
        """The report, as soon as good(report) holds, or the last one."""
        for _ in range(100):
            if os.path.exists(os.path.join(self.store, "store.toml")):
                report = self.report(url)
                if good(report):
                    return report
            time.sleep(0.1)
        return report


def one_site(holding, remedied=None, path="/p", flags=(), remedied_flags=None, home=None):
    """The fixture of a page `path` that the home page links to. `holding` and `remedied` are tables of answers; the flags
    stay the same unless others are given for the remedied world."""
    def make(world, holds):
        pages = {"/": page("Home", home or link(path)), path: page("The page")}
        pages.update(holding if holds or remedied is None else remedied)
        site = world.site(pages)
        world.crawl(site.url(), flags=flags if holds or remedied_flags is None else remedied_flags)
        return world.report(site.url(path))
    return make


def answers(code, answer):
    """The commonest fixture: the page gives this answer; remedied, it is a plain page."""
    FIXTURES[code] = one_site({"/p": answer}, {})


# ---- input, shard, discovery

def asked_for(url):
    """The fixture of a text that is asked about; remedied, it is the URL of a page that the store has."""
    def make(world, holds):
        site = world.site({"/": page("Home")})
        world.crawl(site.url())
        return world.report(url if holds else site.url())
    return make


FIXTURES["input.bad_url"] = asked_for("http://[")
FIXTURES["input.unsupported_scheme"] = asked_for("ftp://good.example/")
FIXTURES["input.too_long"] = asked_for("http://good.example/" + "a" * 2048)


@fixture("shard.unreachable")
def shard_unreachable(world, holds):
    site = world.site({"/": page("Home")})
    world.crawl(site.url())
    shard = world.report(site.url())["key"]["shard"]
    if holds:
        path = os.path.join(world.store, "shards", f"{shard:02d}.db")
        for name in (path + "-wal", path + "-shm"):
            if os.path.exists(name):
                os.remove(name)
        with open(path, "wb") as file:
            file.write(b"this is not a database, " * 1000)
    return world.report(site.url())


@fixture("discovery.never_seen")
def never_seen(world, holds):
    site = world.site({"/": page("Home", "" if holds else link("/p")), "/p": page("The page")})
    world.crawl(site.url())
    return world.report(site.url("/p"))


FIXTURES["discovery.link_nofollow_only"] = one_site(
    {"/": page("Home", link("/p", rel="nofollow"))}, {"/": page("Home", link("/p", rel="nofollow") + link("/p"))})


# ---- scope

@fixture("scope.off_scope")
def off_scope(world, holds):
    other = world.site({"/p": page("The page")}, address="127.0.0.2")
    site = world.site({"/": page("Home", link(other.url("/p")))})
    world.crawl(site.url(), flags=["--scope", "host" if holds else "any"])
    return world.report(other.url("/p"))


FIXTURES["scope.exclude_rule"] = one_site({}, flags=["--exclude", "/p$"], remedied_flags=["--fresh-settings"])
FIXTURES["scope.not_in_include_rule"] = one_site({}, flags=["--include", "/q$"], remedied_flags=["--include", "/q$", "--include", "/p$"])
FIXTURES["scope.depth"] = one_site({"/": page("Home", link("/near")), "/near": page("Near", link("/p"))},
                                   flags=["--max-depth", "1"], remedied_flags=["--max-depth", "2"])
FIXTURES["scope.hop_limit"] = one_site({f"/{n}": redirect(f"/{n + 1}" if n < 6 else "/p") for n in range(1, 7)},
                                       home=link("/1"), flags=[], remedied_flags=["--redirects", "10"])
DEEP = "/" + "/".join(f"s{n}" for n in range(21))
FIXTURES["scope.path_segments"] = one_site({}, path=DEEP, flags=[], remedied_flags=["--path-segments", "30"])
FIXTURES["scope.path_repetition"] = one_site({}, path="/x/x/x/p", flags=[], remedied_flags=["--path-repeats", "3"])
INDEX = Answer(200, "<sitemapindex><sitemap><loc>/p</loc></sitemap></sitemapindex>", type="application/xml")
FIXTURES["scope.sitemap_depth"] = one_site({"/robots.txt": robots("Sitemap: /i.xml\n"), "/i.xml": INDEX, "/": page("Home")},
                                           flags=["--sitemap-depth", "0"], remedied_flags=["--sitemap-depth", "1"])
FIXTURES["scope.host_sitemaps"] = one_site({"/robots.txt": robots("Sitemap: /i.xml\n"), "/i.xml": INDEX, "/": page("Home")},
                                           flags=["--host-sitemaps", "1"], remedied_flags=["--host-sitemaps", "2"])


# ---- ban

def banned(line):
    def make(world, holds):
        site = world.site({"/": page("Home")})
        bans = world.file("bans.txt", line + "\n" if holds else "# nobody\n")
        url = site.url(host="www.banned.test")
        world.crawl(url, flags=["--bans", bans, "--resolve", f"www.banned.test:{site.port}:127.0.0.1"])
        return world.report(url)
    return make


FIXTURES["ban.host"] = banned("www.banned.test sells links")
FIXTURES["ban.domain"] = banned("banned.test sells links")


@fixture("ban.private_address")
def private_address(world, holds):
    site = world.site({"/": page("Home")})
    flags = [flag for flag in lycosa.crawl_flags() if not (holds and flag == "--allow-private")]
    done = lycosa.run("crawl", site.url(), "--store", world.store, "--retries", "0", *flags)
    world.test.assertIn(done.returncode, (0, 1), done.stderr)
    if holds:
        world.test.assertEqual(site.requests, [], "the private address was asked")
    return world.report(site.url())


# ---- robots

FIXTURES["robots.disallowed"] = one_site({"/robots.txt": robots("User-agent: *\nDisallow: /p\n")}, {"/robots.txt": robots("User-agent: *\nDisallow: /q\n")})


def robots_answer(answer):
    def make(world, holds):
        site = world.site({"/": page("Home"), "/robots.txt": answer if holds else robots("")})
        world.crawl(site.url())
        return world.report(site.url())
    return make


FIXTURES["robots.unreachable_5xx"] = robots_answer(Answer(503, "busy"))
FIXTURES["robots.unreachable_network"] = robots_answer(lambda wire, request: wire.reset())


# ---- schedule

@fixture("schedule.queued")
def queued(world, holds):
    """The crawl is killed while the page before it keeps the host's only connection busy."""
    site = world.site({"/": page("Home", link("/busy") + link("/p")), "/p": page("The page"),
                       "/busy": (lambda wire, request: wire.wait()) if holds else page("Busy")})
    if not holds:
        world.crawl(site.url())
        return world.report(site.url("/p"))
    crawl = world.begin_crawl(site.url())
    while not site.asked("/busy") and crawl.poll() is None:
        time.sleep(0.02)
    world.report_when(site.url("/p"), lambda report: report["verdict"]["crawled"] == "SEEN")
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    return world.report(site.url("/p"))


@fixture("schedule.leased")
def leased(world, holds):
    """The report is asked for while the page is being fetched."""
    site = world.site({"/": page("Home", link("/p")), "/p": (lambda wire, request: wire.wait()) if holds else page("The page")})
    world.begin_crawl(site.url())
    wanted = "schedule.leased" if holds else None
    return world.report_when(site.url("/p"), lambda report: lycosa.decisive(report) == wanted)


@fixture("schedule.politeness_wait")
def politeness_wait(world, holds):
    """The wait is longer than a crawl goes on for."""
    site = world.site({"/": page("Home", link("/p")), "/p": page("The page"),
                       "/robots.txt": robots("User-agent: *\nCrawl-delay: 600\n" if holds else "")})
    world.crawl(site.url())
    report = world.report(site.url("/p"))
    if holds:
        world.test.assertTrue(report["verdict"]["reasons"][0]["until"], "it says when the wait is over")
    return report


@fixture("schedule.retry_wait")
def retry_wait(world, holds):
    site = world.site({"/": page("Home", link("/p")), "/p": (lambda wire, request: wire.reset()) if holds else page("The page")})
    world.crawl(site.url(), retries=3, flags=["--retry-wait", "600"])
    return world.report(site.url("/p"))


FIXTURES["schedule.budget_exhausted"] = one_site({}, flags=["--max-pages", "1"], remedied_flags=["--max-pages", "2"])


# ---- network. A host must answer its robots.txt, or that is the reason; then the page's connection goes wrong.

ROBOTS_AND_CLOSE = robots("User-agent: *\nDisallow:\n").bytes(close=True)


def by_name(*replies):
    """The host's name resolves for robots.txt; the next query gets the other reply, and all that follow it."""
    def make(world, holds):
        names = Names(OK, *replies) if holds else Names(OK)
        world.test.addCleanup(names.socket.close)
        site = world.site({"/robots.txt": ROBOTS_AND_CLOSE, "/p": page("The page")})
        url = site.url("/p", host=NAME)
        world.crawl(url, flags=["--dns-server", names.server, "--dns-timeout", "1"])
        return world.report(url)
    return make


FIXTURES["network.dns_nxdomain"] = by_name(NXDOMAIN)
FIXTURES["network.dns_servfail"] = by_name(SERVFAIL)
FIXTURES["network.dns_timeout"] = by_name(SILENCE)


def after_robots(deed, flags=()):
    """The site does something to itself before it answers robots.txt."""
    def make(world, holds):
        def answer(wire, request):
            if holds:
                deed(world, site)
            wire.send(ROBOTS_AND_CLOSE)

        site = world.site({"/robots.txt": answer, "/p": page("The page")})
        world.crawl(site.url("/p"), flags=flags)
        return world.report(site.url("/p"))
    return make


def stop_listening(_, site):
    site.server.shutdown()
    site.server.server_close()


def fill_the_backlog(world, site):
    """Nobody accepts any more, and the queue of one connection is taken, so that the next SYN gets no answer."""
    site.server.shutdown()
    site.server.socket.listen(0)
    for _ in range(4):
        stuck = socket.socket()
        stuck.setblocking(False)
        stuck.connect_ex((site.address, site.port))
        world.test.addCleanup(stuck.close)
    time.sleep(0.1)


FIXTURES["network.connect_refused"] = after_robots(stop_listening)
FIXTURES["network.connect_timeout"] = after_robots(fill_the_backlog, ["--connect-timeout", "0.5"])
answers("network.reset", lambda wire, request: wire.reset())


def drip(wire, request):
    """A page that comes a byte at a time and never ends."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<title>Slow</title>")
    while not wire.site.closed.wait(0.05):
        wire.send(b"x")


FIXTURES["network.read_timeout"] = one_site({"/p": lambda wire, request: wire.wait()}, {}, flags=["--first-byte-timeout", "0.5"])
FIXTURES["network.time_budget"] = one_site({"/p": drip}, {}, flags=["--fetch-timeout", "1", "--min-rate", "1"])
FIXTURES["network.too_slow"] = one_site({"/p": drip}, {}, flags=["--min-rate", "10000", "--min-rate-after", "1"])


def by_tls(second):
    """The first connection has a good certificate; second(certificates) makes the `wrap` of all others."""
    def make(world, holds):
        certificates = Certificates(os.path.join(world.folder, "certificates"))
        good, bad = wrapped(certificates.context("good")), second(certificates)
        connections = []

        def wrap(connection):
            connections.append(connection)
            return (good if len(connections) == 1 or not holds else bad)(connection)

        site = world.site({"/robots.txt": ROBOTS_AND_CLOSE, "/p": page("The page")}, wrap=wrap)
        url = site.url("/p", host=NAME, scheme="https")
        world.crawl(url, flags=["--ca-file", certificates.authority, "--resolve", f"{NAME}:{site.port}:127.0.0.1"])
        return world.report(url)
    return make


def wrapped(context):
    def wrap(connection):
        return context.wrap_socket(connection, server_side=True)
    return wrap


def no_tls(connection):
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 This port speaks no TLS\r\n\r\n")
    raise OSError("said all there is to say")


def broken_h2(context):
    """Agrees on HTTP/2 and then sends frames that are none."""
    def wrap(connection):
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            secure.sendall(b"\xff" * 4096)
            while secure.recv(65536):
                pass
        raise OSError("said all there is to say")
    return wrap


for _code, _kind in (("expired", "expired"), ("self_signed", "self_signed"), ("chain", "strange"), ("name_mismatch", "other_name")):
    FIXTURES[f"network.tls_{_code}"] = by_tls(lambda certificates, kind=_kind: wrapped(certificates.context(kind)))
FIXTURES["network.tls_protocol"] = by_tls(lambda certificates: no_tls)
FIXTURES["network.h2_error"] = by_tls(lambda certificates: broken_h2(certificates.context("good", ["h2"])))


# ---- http, redirect, content

answers("http.invalid_status", b"GOOD MORNING\r\n\r\n<title>Hello</title>")
answers("http.invalid_header", Answer(200, document("Many fields"), [(f"X-{n}", "y") for n in range(300)]))
answers("http.bad_encoding", Answer(200, b"this is not gzip", {"Content-Encoding": "gzip"}))
for _status in (401, 403, 404, 410, 429):
    answers(f"http.{_status}", Answer(_status, document(f"Status {_status}")))
answers("http.other_4xx", Answer(418, document("A teapot")))
answers("http.5xx", Answer(500, document("Broken")))
answers("http.unexpected_status", Answer(204))
answers("redirect.loop", redirect("/p"))
answers("redirect.bad_target", redirect("mailto:somebody@example.com"))
answers("redirect.redirected", redirect("/"))
answers("content.sitemap", Answer(200, "<urlset><url><loc>/x</loc></url></urlset>", type="application/xml"))
answers("content.mime_rejected", Answer(200, "Plain words.", type="text/plain"))
answers("content.empty", Answer(200, ""))
answers("content.needs_js", Answer(200, document(
    "The app", "<noscript>This app needs JavaScript.</noscript><div id=root></div><script src=/app.js></script>")))
answers("content.soft_404", Answer(200, document("Page not found", "<h1>Page not found</h1><p>Sorry.</p>")))
# A page over the parser's 128 MiB, in a tenth of a megabyte of gzip.
FIXTURES["content.parse_failed"] = one_site(
    {"/p": Answer(200, gzip.compress(b"words " * (22 << 20)), {"Content-Encoding": "gzip"})}, {},
    flags=("--body-bytes", 200 << 20, "--body-ratio", 2000))


@fixture("content.crashed")
def crashed(world, holds):
    """The process ends twice while it reads the page. What it would leave behind each time is written by hand."""
    site = world.site({"/": page("Home", link("/p")), "/p": page("The page")})
    world.crawl(site.url(), flags=["--max-pages", "1"])
    unparsed = world.report(site.url("/p"))["key"]["unparsed"]
    for _ in range(2 if holds else 0):
        with open(os.path.join(world.store, "reading"), "w", encoding="ascii") as file:
            file.write("!".ljust(4096, "\n") + unparsed + "\n")
        world.crawl(site.url(), flags=["--retry-wait", "600"])
    if not holds:
        world.crawl(site.url())
    return world.report(site.url("/p"))


# ---- directive, duplicate, quality

answers("directive.noindex_meta", page("Kept out", head="<meta name=\"robots\" content=\"noindex\">\n"))
answers("directive.noindex_header", page("Kept out", headers={"X-Robots-Tag": "noindex"}))
FIXTURES["directive.unavailable_after"] = one_site(
    {"/p": page("Past", head="<meta name=\"robots\" content=\"unavailable_after: 2020-01-01\">\n")},
    {"/p": page("Future", head="<meta name=\"robots\" content=\"unavailable_after: 2999-01-01\">\n")})
FIXTURES["duplicate.canonical_elsewhere"] = one_site(
    {"/p": page("Copy", head="<link rel=\"canonical\" href=\"/\">\n")},
    {"/p": page("Copy", head="<link rel=\"canonical\" href=\"/p\">\n")})


def stuffed():
    """What a keyword-stuffer makes: the same few words over and over, nearly all of them links, some of them hidden."""
    words = "cheap pills online casino bonus best price buy now"
    links = "".join(f"<a href=\"/buy{n}\">{words}</a> " for n in range(300))
    hidden = f"<div style=\"display:none\">{(words + ' ') * 400}</div>"
    return Answer(200, f"<!DOCTYPE html><html><head><title>{(words + ' ') * 8}</title></head><body>{links}{hidden}</body></html>")


FIXTURES["quality.spam_score"] = one_site({"/p": stuffed()}, {}, flags=["--max-depth", "1"])


# ---- history and filters

def ingest(world, time_of_crawl, text=None):
    url = "https://example.com/p"
    html = world.file("page.html", text or document("The page"))
    allow = world.file("robots.txt", "User-agent: *\nDisallow:\n")
    done = lycosa.run("ingest", "--html", html, "--url", url, "--at", time_of_crawl, "--robots", allow, "--store", world.store)
    world.test.assertEqual(done.returncode, 0, done.stderr)
    return url


@fixture("history.too_old")
def too_old(world, holds):
    ingest(world, "2025-01-01T00:00:00Z")
    if not holds:
        ingest(world, "2026-04-01T00:00:00Z")
    return world.report("https://example.com/p", "--now", "2026-04-12T00:00:00Z")


def configured(text):
    """A filter of the operator's own in store.toml; remedied, it is not there."""
    def make(world, holds):
        url = ingest(world, "2026-04-01T00:00:00Z")
        if holds:
            with open(os.path.join(world.store, "store.toml"), "a", encoding="utf-8") as file:
                file.write("\n" + text)
        return world.report(url, "--now", "2026-04-12T00:00:00Z")
    return make


FIXTURES["filter.condition_failed"] = configured('[[filter]]\nname = "Long titles"\ncondition = "length(meta_title) > 1000"\n')
FIXTURES["filter.unknown"] = configured('[[filter]]\nname = "Described"\ncondition = "length(meta_description) > 10"\n')


def catalogue():
    with open(os.path.join(lycosa.ROOT, "docs", "reference", "reasons.md"), encoding="utf-8") as file:
        return re.findall(r"^\| `([a-z]+\.[a-z0-9_]+)` \|", file.read(), re.M)


def verdict(report):
    """What a reader is told, apart from the reasons."""
    return tuple(report["verdict"][name] for name in ("status", "crawled", "robots"))


class Reasons(lycosa.Case):
    def test_every_code_of_the_catalogue_has_a_fixture(self):
        self.assertEqual(sorted(FIXTURES), sorted(catalogue()))


def check(code):
    def test(self):
        before = FIXTURES[code](World(self, self.path("before")), True)
        self.assertEqual(lycosa.decisive(before), code, f"of {lycosa.codes(before)}, in {before['verdict']}")
        self.assertFalse(before["verdict"]["indexable"] and before["verdict"]["robots"] == "ALLOWED", before["verdict"])
        self.assertTrue(before["verdict"]["counterfactual"], "it says what would have to change")
        after = FIXTURES[code](World(self, self.path("after")), False)
        self.assertNotIn(code, lycosa.codes(after), "the remedy was followed and the reason stays")
        self.assertEqual(after["verdict"]["status"], "INDEXABLE", after["verdict"])
        self.assertNotEqual(verdict(before), verdict(after))
    return test


for _code in FIXTURES:
    setattr(Reasons, "test_" + _code.replace(".", "_"), check(_code))


if __name__ == "__main__":
    lycosa.main()
