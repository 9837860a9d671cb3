#!/usr/bin/env python3
"""Every setting does something: with another value something that can be observed is otherwise.

A row of the table names a setting and another value for it, and makes the world in which the value matters. The world is
observed with and without the setting, and must not look the same; twice without it, and must. What loopback cannot show is
proved by a unit test, which the table names."""
import concurrent.futures
import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import server as serving  # noqa: E402
from certificates import NAME, Certificates  # noqa: E402
from loopback import Answer, Site, link, page, redirect, robots  # noqa: E402
from names import NXDOMAIN, SILENCE, Names  # noqa: E402

ROWS = {}
# Settings that are proved elsewhere: the file, and the test in it.
ELSEWHERE = {
    "connections-per-address": ("src/fetch/fetch_test.cc", "connections_per_address"),  # loopback addresses are exempt
    # What they do takes days, or does not end.
    "refresh": ("src/crawl/loop_test.cc", "config_.refresh"),
    "older-than": ("src/crawl/loop_test.cc", "older_than"),
    "refresh-first": ("src/crawl/loop_test.cc", "refresh_first"),
    "refresh-least": ("src/crawl/refresh_test.cc", "least_ms"),
    "refresh-most": ("src/crawl/refresh_test.cc", "most_ms"),
    "every": ("tests/e2e/test_recrawl.py", "every"),
    "connections-per-root": ("src/frontier/frontier_test.cc", "connections_per_root"),  # how many at once is not seen from outside
}
BASE = {"allow-private": True, "delay": 0, "end-wait": 0, "threads": 2, "retries": 0}
TOKEN = "a token of the tests' own, long enough"


def flags_of(settings):
    """{"max-pages": 3, "exclude": ["a", "b"]} as flags."""
    flags = []
    for name, value in settings.items():
        for item in value if isinstance(value, list) else [value]:
            flags += [f"--{name}={str(item).lower() if isinstance(item, bool) else item}"]
    return flags


def row(setting, value, **more):
    """Declares that `value` makes a difference to what the function returns, which is called with a world and settings."""
    def keep(observe):
        ROWS[setting] = (value, more, observe)
        return observe
    return keep


class World:
    def __init__(self, test, name):
        self.test, self.folder = test, test.path(name)
        os.makedirs(self.folder)
        self.store = os.path.join(self.folder, "store")

    def file(self, name, text):
        return self.test.file(os.path.join(self.folder, name), text)

    def site(self, pages, **options):
        site = Site(pages, **options)
        self.test.addCleanup(site.close)
        return site

    def run(self, *urls, settings):
        settings = {"store": self.store, **settings}
        return lycosa.run("crawl", *urls, *flags_of(settings))

    def crawl(self, site, settings, *urls):
        """A crawl of a site, and all that can be seen of it but times and its port."""
        done = self.run(*(urls or (site.url(),)), settings=settings)
        seen = {"code": done.returncode, "asked": sorted((r.path, r.headers.get("user-agent")) for r in site.requests)}
        if os.path.exists(self.store):
            with open(os.path.join(self.store, "store.toml"), encoding="utf-8") as file:
                seen["toml"] = file.read()
            seen["urls"] = sorted([row["url"], row["state"], row["reason"], row["http_status"], row["depth"]]
                                  for row in lycosa.lines("urls", "--store", self.store, "--json", "--limit", 0))
            # How much of a page came before it was given up is the clock's too.
            seen["pages"] = [[row[name] for name in ("src_unparsed", "flags", "links_found", "history_drop_reason")] +
                             [None if row["history_drop_reason"] else row["download_size"]]
                             for row in lycosa.rows(self.store, "page_info")]
            seen["links"] = len(lycosa.rows(self.store, "link"))
            # Seconds that a robots.txt is believed; a second more or less is the clock's.
            seen["robots"] = [[row["outcome"], round((row["expires_stamp"] - row["fetch_stamp_ms"] / 1000) / 100)]
                              for row in lycosa.rows(self.store, "robots")]
        return json.loads(re.sub(rf"(?<!\d){site.port}(?!\d)", "PORT", json.dumps(seen)))


def crawled(setting, value, pages, **settings):
    """A row whose world is a site and its crawl."""
    ROWS[setting] = (value, settings, lambda world, given: world.crawl(world.site(pages() if callable(pages) else pages), given))


CHAIN = {"/": page("Home", link("/1")), "/1": page("One", link("/2")), "/2": page("Two")}
NESTED = page("Deep", "<div>" * 40 + "deep" + "</div>" * 40 + "<b a1 a2 a3 a4 a5 a6>x</b>")
SITEMAP = "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(9)) + "</urlset>"


INDEXED = {"/": page("Home"), "/robots.txt": robots("Sitemap: /i.xml\n"), "/1": page("One"),
           "/i.xml": Answer(200, "<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>", type="text/xml"),
           "/map.xml": Answer(200, "<urlset><url><loc>/1</loc></url></urlset>", type="text/xml")}


def with_sitemap():
    pages = {f"/{n}": page(f"Page {n}") for n in range(9)}
    pages["/"] = page("Home")
    pages["/robots.txt"] = lambda wire, request: wire.send(robots(f"Sitemap: http://{request.headers['host']}/map.xml\n").bytes())
    pages["/map.xml"] = lambda wire, request: wire.send(
        Answer(200, SITEMAP.replace("<loc>", f"<loc>http://{request.headers['host']}"), type="application/xml").bytes())
    return pages


def drip(wire, request):
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<title>Slow</title>")
    while not wire.site.closed.wait(0.02):
        wire.send(b"x" * 100)


def silent(wire, request):
    wire.wait()


@row("store", "other")
def _(world, settings):
    store = os.path.join(world.folder, settings.get("store", "usual"))
    world.run(world.site(CHAIN).url(), settings={**settings, "store": store})
    return sorted(os.listdir(world.folder))


crawled("shards", 3, CHAIN)
crawled("cluster", "laksa", CHAIN)
crawled("node-pattern", "node{shard}", CHAIN)
crawled("include", "/1$", CHAIN)
crawled("exclude", "/2$", CHAIN)
crawled("rule", "tracking-parameters", {"/": page("Home", link("/1?utm_source=x"))})
crawled("no-rule", "empty-query", {"/": page("Home", link("/1?"))})
crawled("max-pages", 1, CHAIN)
crawled("max-depth", 1, CHAIN)
crawled("user-agent", "another/1", CHAIN)
crawled("contact", "https://example.com/bot", CHAIN)
crawled("allow-private", False, CHAIN)
crawled("head-bytes", 300, {"/": page("Home", headers={"X-Long": "x" * 500})})
crawled("head-fields", 3, {"/": page("Home", headers={f"X-{n}": "x" for n in range(9)})})
crawled("body-bytes", 300, CHAIN)
crawled("body-ratio", 100000, {"/": Answer(200, gzip.compress(page("Home").body + b" " * (8 << 20)), {"Content-Encoding": "gzip"})})
crawled("body-encodings", 0, {"/": Answer(200, gzip.compress(page("Home").body), {"Content-Encoding": "gzip"})})
crawled("redirects", 1, {"/": redirect("/1"), "/1": redirect("/2"), "/2": page("Two")})
crawled("robots-bytes", 20, {**CHAIN, "/robots.txt": robots("User-agent: *\n" + "# remark\n" * 9 + "Disallow: /\n")})
crawled("robots-redirects", 0, {**CHAIN, "/robots.txt": redirect("/r.txt"), "/r.txt": robots("User-agent: *\nDisallow: /\n")})
crawled("robots-lifetime", 600, CHAIN)
crawled("robots-retry", 9000, {**CHAIN, "/robots.txt": robots("", 503)})
crawled("sitemap-bytes", 200, with_sitemap)
crawled("sitemap-urls", 2, with_sitemap)
crawled("sitemap-depth", 0, INDEXED)
crawled("host-sitemaps", 1, INDEXED)
crawled("url-bytes", 100, {"/": page("Home", link("/" + "x" * 100))})
crawled("path-segments", 3, {"/": page("Home", link("/a/b/c/d/e"))})
crawled("path-repeats", 1, {"/": page("Home", link("/a/a/b"))})
crawled("page-links", 1, {"/": page("Home", link("/1") + link("/2"))})
crawled("html-depth", 20, {"/": NESTED})
crawled("html-attributes", 2, {"/": NESTED})
crawled("retries", 1, {"/": Answer(503)}, **{"retry-wait": 0, "end-wait": 5})
crawled("retry-wait", 0, {"/": Answer(503)}, retries=1)
crawled("retry-after-max", 1, {"/": Answer(429, b"", {"Retry-After": "600"})}, **{"retry-wait": 0, "retries": 1, "end-wait": 5})
crawled("end-wait", 5, {"/": Answer(503)}, **{"retry-wait": 1, "retries": 1})
# Which limit ends a fetch that two could end.
crawled("first-byte-timeout", 0.3, {"/": silent}, **{"fetch-timeout": 1})
crawled("fetch-timeout", 0.3, {"/": silent}, **{"first-byte-timeout": 1})
# The usual one is off here: a busy machine can be slower than any rate.
crawled("min-rate", 1000000, {"/": drip}, **{"min-rate": 0, "min-rate-after": 0.3, "fetch-timeout": 2})
crawled("min-rate-after", 0.3, {"/": drip}, **{"min-rate": 1000000, "fetch-timeout": 2})


@row("delay", 1)
def _(world, settings):
    world.crawl(world.site(CHAIN), settings)
    # When the crawl began each of its requests, by its own clock: half a delay is for what that clock does not see.
    stamps = sorted(row[stamp] for table, stamp in (("robots", "fetch_stamp_ms"), ("page_history", "event_stamp_ms"))
                    for row in lycosa.rows(world.store, table))
    return len(stamps), min(later - earlier for earlier, later in zip(stamps, stamps[1:])) >= 500


@row("scope", "any")
def _(world, settings):
    other = world.site({"/": page("Other")}, address="127.0.0.2")
    site = world.site({"/": page("Home", link(other.url()))})
    world.crawl(site, settings)
    return other.asked("/")


@row("seeds", True)
def _(world, settings):
    site = world.site(CHAIN)
    if "seeds" in settings:
        settings = {**settings, "seeds": world.file("seeds.txt", site.url("/2"))}
    return world.crawl(site, {**settings, "exclude": "/1$"})


@row("strict", True)
def _(world, settings):
    site = world.site(CHAIN)
    return world.crawl(site, {**settings, "seeds": world.file("seeds.txt", "no seed\n")})


@row("bans", True)
def _(world, settings):
    site = world.site(CHAIN)
    if "bans" in settings:
        settings = {**settings, "bans": world.file("bans.txt", "pages.test")}
    resolve = f"pages.test:{site.port}:127.0.0.1"
    return world.crawl(site, {**settings, "resolve": resolve}, site.url(host="pages.test"))


def together(world, settings, *hosts):
    """Whether two requests were in flight at once."""
    both = threading.Barrier(2)

    def meet(wire, request):
        try:
            both.wait(1)
            wire.send(page("Met").bytes())
        except threading.BrokenBarrierError:
            wire.send(page("Alone").bytes())

    site = world.site({"/a": meet, "/b": meet})
    urls = [site.url(path, host=host) for path, host in zip(("/a", "/b"), hosts)]
    world.crawl(site, {**settings, "resolve": [f"{host}:{site.port}:127.0.0.1" for host in set(hosts)]}, *urls)
    return sorted(row["meta_title"] for row in lycosa.rows(world.store, "page_info"))


row("connections", 1)(lambda world, settings: together(world, settings, "a.test", "b.test"))
row("connections-per-host", 2)(lambda world, settings: together(world, settings, "a.test", "a.test"))


def tasks(process):
    return len(os.listdir(f"/proc/{process.pid}/task"))


@row("threads", 7)
def _(world, settings):
    site = world.site({"/": silent})
    process = subprocess.Popen([lycosa.BIN, "crawl", site.url(), *flags_of({"store": world.store, **settings})],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not site.asked("/") and process.poll() is None:
            time.sleep(0.01)
        return tasks(process)
    finally:
        process.kill()
        process.wait()


def named(world, settings, names):
    """A crawl of a host that must be resolved, and how often the name server was asked."""
    world.test.addCleanup(names.socket.close)
    site = world.site(CHAIN)
    settings = {name: value.replace("PORT", str(site.port)) if isinstance(value, str) else value for name, value in settings.items()}
    seen = world.crawl(site, {"dns-server": names.server, **settings}, site.url(host="pages.test"))
    return seen, names.asked > 0


row("resolve", "pages.test:PORT:127.0.0.1")(lambda world, settings: named(world, settings, Names()))
row("dns-timeout", 0.3, **{"fetch-timeout": 1})(lambda world, settings: named(world, settings, Names(SILENCE)))


@row("dns-server", True)
def _(world, settings):
    good, bad = Names(), Names(NXDOMAIN)
    world.test.addCleanup(bad.socket.close)
    given = settings.pop("dns-server", None)
    return named(world, {**settings, "dns-server": bad.server if given else good.server}, good)


@row("ca-file", True)
def _(world, settings):
    certificates = Certificates(os.path.join(world.folder, "certificates"))
    context = certificates.context("good")
    site = world.site(CHAIN, wrap=lambda connection: context.wrap_socket(connection, server_side=True))
    if "ca-file" in settings:
        settings = {**settings, "ca-file": certificates.authority}
    return world.crawl(site, {**settings, "resolve": f"{NAME}:{site.port}:127.0.0.1"}, site.url(host=NAME, scheme="https"))


@row("connect-timeout", 0.3, **{"fetch-timeout": 1})
def _(world, settings):
    def say_nothing(connection):
        time.sleep(2)
        raise OSError

    site = world.site(CHAIN, wrap=say_nothing)
    return world.crawl(site, settings, site.url(scheme="https"))


def served(setting, value, **settings):
    """A row whose world is a server over a small store."""
    def keep(observe):
        def serve(world, given):
            lycosa.crawl(world.store, world.site(CHAIN).url())
            given = {name: value for name, value in given.items() if name not in BASE}
            server = serving.Server(world.store, "--live", *flags_of({"allow-private": True, "delay": 0, **given}), env={"LYCOSA_TOKEN": TOKEN})
            world.test.addCleanup(server.stop)
            return observe(world, server)
        ROWS[setting] = (value, settings, serve)
        return observe
    return keep


def status(server, method="GET", path="/api/v1/stats", body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()


def closed_within(server, seconds, sent=b""):
    """Whether the server ends a connection that has sent only this, in that time."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(sent)
        connection.settimeout(seconds)
        try:
            while connection.recv(65536):
                pass
            return True
        except TimeoutError:
            return False
        except OSError:
            return True


served("serve-threads", 7)(lambda world, server: tasks(server.process))
served("serve-head-bytes", 1024)(lambda world, server: status(server, headers={"X-Long": "x" * 3000}))
served("serve-body-bytes", 3)(lambda world, server: status(server, "POST", "/api/v1/live", "a body"))
served("serve-batch-bytes", 3)(lambda world, server: status(server, "POST", "/api/v1/inspect", "http://a.test/\n",
                                                            {"Content-Type": "application/x-ndjson"}))
served("serve-request-time", 0.2)(lambda world, server: closed_within(server, 2, b"GET / HT"))


@served("serve-connections", 1)
def _(world, server):
    with socket.create_connection(("127.0.0.1", server.port)) as first:
        status(server)
        first.settimeout(1)
        try:
            return first.recv(1)
        except OSError as error:
            return type(error).__name__


@served("serve-queue", 1, **{"serve-threads": 1})
def _(world, server):
    answers = []
    clients = [threading.Thread(target=lambda: answers.append(status(server))) for _ in range(100)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return 503 in answers


@served("serve-answer-time", 0.2)
def _(world, server):
    """Whether a client that asks for more than any buffer holds, and takes none of it, is given up."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", server.port))
        client.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500)
        until = time.monotonic() + 3
        while time.monotonic() < until:
            if b'{why="slow"} 1' in server.get("/metrics")[2]:
                return True
            time.sleep(0.05)
        return False


def live(server):
    return status(server, "POST", "/api/v1/live?url=http://127.0.0.1:1/", headers={"Authorization": "Bearer " + TOKEN})


served("serve-live-per-minute", 1)(lambda world, server: [live(server), live(server)])


class Settings(lycosa.Case):
    def test_every_setting_is_proved_once(self):
        names = {row["name"] for row in json.loads(lycosa.run("limits", "--all", "--json").stdout)}
        self.assertEqual(names - ROWS.keys() - ELSEWHERE.keys(), set())
        self.assertEqual((ROWS.keys() | ELSEWHERE.keys()) - names, set())
        for setting, (file, text) in ELSEWHERE.items():
            with open(os.path.join(lycosa.ROOT, file), encoding="utf-8") as source:
                self.assertIn(text, source.read(), setting)

    def test_changing_a_setting_changes_what_is_observed(self):
        def observed(number, way):
            setting, (value, more, observe) = list(ROWS.items())[number]
            usual = {**BASE, **more}
            if setting not in BASE:
                usual.pop(setting, None)
            return observe(World(self, f"{number}-{way}"), {**usual, setting: value} if way == "changed" else usual)

        # They wait more than they work.
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            ways = [[pool.submit(observed, number, way) for way in ("usual", "again", "changed")] for number in range(len(ROWS))]
            for setting, futures in zip(ROWS, ways):
                with self.subTest(setting):
                    usual, again, changed = (future.result() for future in futures)
                    self.assertEqual(usual, again)  # or a difference would prove nothing
                    self.assertNotEqual(usual, changed)


if __name__ == "__main__":
    lycosa.main()
