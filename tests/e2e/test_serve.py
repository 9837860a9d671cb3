#!/usr/bin/env python3
"""The HTTP API over the demo's site: every route of the table, every error, the bytes of the verbs, and clients that are
slow, broken or many while good requests go on."""
import html
import json
import os
import random
import re
import socket
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import demo_site  # noqa: E402
import lycosa  # noqa: E402
import server as serving  # noqa: E402
from loopback import document  # noqa: E402

NOW = "2030-01-01T00:00:00Z"
TOKEN = "a-token-for-tests-only"
SLOW_CLIENTS = 500


class Serve(lycosa.unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.folder = lycosa.new_folder(cls.addClassCleanup)
        cls.site = demo_site.serve(cls.folder, cls.addClassCleanup)
        cls.store = os.path.join(cls.folder, "store")
        lycosa.crawl(cls.store, cls.site + "/")
        cls.server = serving.Server(cls.store, "--live", "--allow-private", "--delay", "0", "--serve-body-bytes", "4096",
                                    "--serve-request-time", "5", "--serve-live-per-minute", "3",
                                    "--serve-connections", "600", env={"LYCOSA_TOKEN": TOKEN})
        cls.addClassCleanup(cls.server.stop)
        cls.document = json.loads(cls.server.get("/api/v1/openapi.json")[2])

    def verb(self, *arguments):
        return lycosa.run(*arguments, "--store", self.store).stdout.encode()

    def error(self, status, code, path, **more):
        got, headers, body = self.server.request(path, **more)
        self.assertEqual(got, status, body[:300])
        self.assertEqual(headers["content-type"], "application/json")
        error = json.loads(body)["error"]
        self.assertEqual(sorted(error), ["code", "message", "status"])
        self.assertEqual((error["status"], error["code"]), (status, code))
        return error["message"]

    def test_bytes_are_those_of_the_verbs(self):
        eyes = self.site + "/eyes.html"
        cases = [
            ("/api/v1/inspect", {"url": eyes, "now": NOW}, ("inspect", eyes, "--json", "--now", NOW)),
            ("/api/v1/inspect", {"url": "no url", "now": NOW}, ("inspect", "no url", "--json", "--now", NOW)),
            ("/api/v1/stats", {"now": NOW}, ("stats", "--json", "--now", NOW)),
            ("/api/v1/site", {"root": "127.0.0.1", "now": NOW}, ("stats", "--root", "127.0.0.1", "--json", "--now", NOW)),
            ("/api/v1/host", {"host": "127.0.0.1", "now": NOW}, ("stats", "--host", "127.0.0.1", "--json", "--now", NOW)),
            ("/api/v1/urls", {"reason": "robots.disallowed", "now": NOW}, ("urls", "--reason", "robots.disallowed", "--json", "--now", NOW)),
            ("/api/v1/urls", {"verdict": "INDEXABLE", "limit": "3", "now": NOW}, ("urls", "--verdict", "INDEXABLE", "--limit", "3", "--json", "--now", NOW)),
        ]
        for path, parameters, arguments in cases:
            with self.subTest(path=path):
                self.assertEqual(self.server.get(path, **parameters)[2], self.verb(*arguments))

    def test_direct_parameters_find_the_page(self):
        key = self.server.json("/api/v1/inspect", url=self.site + "/eyes.html")["key"]
        report = self.server.json("/api/v1/inspect", unparsed=key["unparsed"], shard=key["shard"], root_hash=key["root_hash"])
        self.assertEqual(report["verdict"]["status"], "INDEXABLE")
        wrong = self.server.json("/api/v1/inspect", unparsed=key["unparsed"], shard=(key["shard"] + 1) % 16)
        self.assertEqual(len(wrong["mismatches"]), 1)

    def test_lists_go_on_where_a_page_ended_and_miss_nothing(self):
        whole = [row["url"] for row in self.server.json("/api/v1/urls", limit=1000)["urls"]]
        self.assertGreater(len(whole), 20)
        paged, after = [], ""
        while after is not None:
            page = self.server.json("/api/v1/urls", limit=4, **({"after": after} if after else {}))
            self.assertLessEqual(len(page["urls"]), 4)
            paged += [row["url"] for row in page["urls"]]
            after = page["next"]
        self.assertEqual(paged, whole)

    def test_counts_are_those_of_the_lists(self):
        stats = self.server.json("/api/v1/stats")
        for row in stats["reasons"]:
            listed = self.server.json("/api/v1/urls", reason=row["code"], limit=1000)["urls"]
            self.assertEqual(len(listed), row["count"], row["code"])
            for url in listed:
                self.assertEqual(url["verdict_reason"], row["code"])
                self.assertEqual(url["reason"] is None, url["state"] == "crawled", "the state's own reason")
        for row in stats["verdicts"]:
            self.assertEqual(len(self.server.json("/api/v1/urls", verdict=row["verdict"], limit=1000)["urls"]), row["count"])
        for row in stats["states"]:
            self.assertEqual(len(self.server.json("/api/v1/urls", state=row["state"], limit=1000)["urls"]), row["count"])
        for row in stats["funnel"]:
            self.assertEqual(len(self.server.json("/api/v1/urls", stage=row["name"], limit=1000)["urls"]), row["count"], row["name"])
        for row in stats["statuses"]:
            listed = self.server.json("/api/v1/urls", http_status=row["http_status"], limit=1000)["urls"]
            self.assertEqual(len(listed), row["count"], row["http_status"])
        counts = [stage["count"] for stage in stats["funnel"]]
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertEqual(self.server.json("/api/v1/host", host="127.0.0.1")["funnel"], stats["funnel"])

    def test_the_store_page_leads_from_every_stage_to_its_list(self):
        page = self.server.get("/store")[2].decode()
        for stage in ("discovered", "admitted", "crawled", "ok", "indexable"):
            self.assertIn(f'href="/urls?stage={stage}"', page)
        self.assertIn("http_status=200", page)
        self.assertIn(", 1 host, ", page)
        self.assertNotIn("1 hosts", page)

    def test_a_page_refuses_what_the_api_refuses(self):
        key = self.server.json("/api/v1/inspect", url=self.site + "/eyes.html")["key"]["unparsed"]
        for page, api, given in [
            ("/", "/api/v1/inspect", {"url": self.site, "now": "yesterday"}),
            ("/", "/api/v1/inspect", {"unparsed": key, "root_hash": "-5"}),
            ("/", "/api/v1/inspect", {"unparsed": key, "shard": "x"}),
            ("/", "/api/v1/inspect", {"url": self.site, "foo": "1"}),
            ("/", "/api/v1/inspect", {"url": self.site, "unparsed": key}),
            ("/urls", "/api/v1/urls", {"limit": "5000"}),
            ("/urls", "/api/v1/urls", {"limit": "0"}),
            ("/urls", "/api/v1/urls", {"state": "happy"}),
            ("/urls", "/api/v1/urls", {"reason": "no.such"}),
            ("/urls", "/api/v1/urls", {"after": "there"}),
            ("/urls", "/api/v1/urls", {"host": "a.example", "root": "b.example"}),
            ("/store", "/api/v1/stats", {"foo": "1"}),
            ("/store", "/api/v1/stats", {"now": "yesterday"}),
            ("/links", "/api/v1/links", {"url": self.site, "side": "up"}),
            ("/source", "/api/v1/raw", {"url": "no url"}),
            ("/render", "/api/v1/page", {"url": self.site, "text": "all"}),
            ("/host", "/api/v1/host", {"host": ""}),
        ]:
            with self.subTest(page=page, given=given):
                status, _, body = self.server.get(api, **given)
                self.assertEqual(status, 400, body)
                message = json.loads(body)["error"]["message"]
                status, headers, body = self.server.get(page, **given)
                self.assertEqual((status, headers["content-type"]), (400, "text/html; charset=utf-8"))
                text = html.unescape(body.decode())
                self.assertIn(message.partition("; there are")[0], text)  # a page may take more than the API
                self.assertIn("🕷️ Crawler Inspector", text)

    def links_of(self, page):
        return [urllib.parse.urlsplit(html.unescape(link)) for link in re.findall(r'(?:href|src)="(/[^"]*)"', page)]

    def test_every_link_keeps_the_time_and_no_tab_changes_the_verdict(self):
        key = self.server.json("/api/v1/inspect", url=self.site + "/eyes.html")["key"]
        direct = {"unparsed": key["unparsed"], "root_hash": key["root_hash"], "shard": str((key["shard"] + 1) % 16)}
        given = {**direct, "now": NOW, "open": "robots,ban"}
        timeless = {"/api/v1/openapi.json", "/render", "/api/v1/page", "/api/v1/raw", "/api/v1/history"}
        page = self.server.get("/", **given)[2].decode()
        self.assertEqual(page.count('<details class="card check" id='), 5)
        self.assertEqual(re.findall(r'id="check-(\w+)" open', page), ["robots", "ban"])
        tabs = 0
        for link in self.links_of(page):
            kept = dict(urllib.parse.parse_qsl(link.query))
            if link.path.startswith("/assets/") or link.path in timeless:
                continue
            if link.path == "/" and "now" not in kept:
                self.assertEqual(kept, {**direct, "open": "robots,ban"}, "the way back to the present")
                continue
            self.assertEqual(kept.get("now"), NOW, link.geturl())
            if "text" in kept:
                tabs += 1
                self.assertEqual({name: kept[name] for name in given}, given)
                same = self.server.get("/", **kept)[2].decode()
                for part in (r'<p class="sentence">.*?</p>', r'<p class="would">.*?</p>', r'<ul class="badges">.*?</ul>'):
                    self.assertEqual(re.findall(part, same), re.findall(part, page))
        self.assertEqual(tabs, 3)
        for path, parameters in (("/store", {}), ("/site", {"root": "127.0.0.1"}), ("/host", {"host": "127.0.0.1"}), ("/urls", {}),
                                 ("/links", direct), ("/source", direct)):
            page = self.server.get(path, **parameters, now=NOW)[2].decode()
            self.assertIn("Judged as of", page)
            for link in self.links_of(page):
                kept = dict(urllib.parse.parse_qsl(link.query))
                if link.path in ("/", "/store", "/site", "/host", "/urls", "/links", "/source") and link.path != path:
                    self.assertEqual(kept.get("now"), NOW, f"{path}: {link.geturl()}")

    def test_what_is_known_of_a_url_is_found_by_its_parameters_too(self):
        key = self.server.json("/api/v1/inspect", url=self.site + "/eyes.html")["key"]
        direct = {"unparsed": key["unparsed"], "root_hash": key["root_hash"]}
        for path, more in (("/api/v1/history", {}), ("/api/v1/links", {}), ("/api/v1/duplicates", {}), ("/api/v1/page", {"text": "markdown"}),
                           ("/api/v1/raw", {}), ("/source", {}), ("/links", {}), ("/render", {"text": "markdown"})):
            with self.subTest(path=path):
                status, _, body = self.server.get(path, **direct, **more)
                self.assertEqual(status, 200, body[:300])
                if path.startswith("/api/"):
                    self.assertEqual(body, self.server.get(path, url=self.site + "/eyes.html", **more)[2])

    def test_a_batch_is_judged_by_the_time_that_is_given(self):
        line = (self.site + "/eyes.html").encode()
        send = lambda path: self.server.request(path, "POST", {"Content-Type": "application/x-ndjson"}, line)
        status, _, body = send("/api/v1/inspect?now=" + NOW)
        self.assertEqual((status, body), (200, self.verb("inspect", line.decode(), "--json", "--now", NOW)))
        self.assertEqual(send("/api/v1/inspect?now=yesterday")[0], 400)
        self.assertEqual(send("/api/v1/inspect?foo=1")[0], 400)

    def test_a_report_says_each_way_in_which_its_url_was_named(self):
        eyes = self.site + "/eyes.html"
        discovery = self.server.json("/api/v1/inspect", url=eyes)["discovery"]
        links = self.server.json("/api/v1/links", url=eyes, side="in")["in"]["links"]
        self.assertTrue(discovery["ways"])
        for way in discovery["ways"]:
            self.assertIn(way["how"], ("seed", "link", "sitemap", "redirect", "canonical", "feed", "manual"))
            if way["how"] == "link":
                self.assertIn(way["source"], [link["url"] for link in links])
        self.assertEqual(discovery["in_sitemap"], any(way["how"] == "sitemap" for way in discovery["ways"]))
        page = html.unescape(self.server.get("/", url=eyes)[2].decode())
        self.assertIn("Named by", page)
        self.assertIn("It is in a sitemap." if discovery["in_sitemap"] else "No sitemap that was read names it.", page)
        for way in discovery["ways"]:
            self.assertIn(way["source"], page)

    def test_runs_are_listed_and_events_name_theirs(self):
        runs = self.server.json("/api/v1/runs")["runs"]
        names = [run["run"] for run in runs]
        self.assertEqual(names, sorted(names, reverse=True))
        page = self.server.get("/store")[2].decode()
        for run in runs:
            self.assertIn(html.escape(run["user_agent"], quote=False), page)
        for event in self.server.json("/api/v1/history", url=self.site + "/eyes.html")["events"]:
            self.assertTrue(event["run"] is None or event["run"] in names, event)

    def test_history_links_duplicates_texts_and_archive(self):
        eyes = self.site + "/eyes.html"
        events = self.server.json("/api/v1/history", url=eyes)["events"]
        self.assertEqual([event["verdict"] for event in events], ["INDEXABLE"])
        links = self.server.json("/api/v1/links", url=eyes)
        self.assertTrue(links["in"]["links"] and links["out"]["links"])
        back = self.server.json("/api/v1/links", url=links["out"]["links"][0]["url"], side="in")
        self.assertIn(eyes, [link["url"] for link in back["in"]["links"]])
        self.assertEqual(self.server.json("/api/v1/duplicates", url=eyes)["same_content"], [])
        report = self.server.json("/api/v1/inspect", url=eyes)
        for name, member in (("boilerpipe", "boilerpipe_text"), ("markdown", "markdown"), ("readable", "readable_markdown")):
            status, headers, body = self.server.get("/api/v1/page", url=eyes, text=name)
            self.assertEqual((status, headers["content-type"]), (200, "text/plain; charset=utf-8"))
            self.assertEqual(body.decode(), report["page"][member])
        status, headers, body = self.server.get("/api/v1/raw", url=eyes)
        self.assertEqual((status, headers["content-type"]), (200, "application/octet-stream"))
        self.assertIn("attachment", headers["content-disposition"])
        self.assertTrue(body.startswith(b"HTTP/1.") and b"Eight eyes" in body)

    def test_a_batch_is_answered_line_by_line_in_order(self):
        urls = [f"{self.site}/eyes.html", "no url", f"{self.site}/drafts/venom.html"] + [f"{self.site}/x{i}" for i in range(300)]
        lines = [json.dumps({"url": url}) if i % 2 else url for i, url in enumerate(urls)]
        status, headers, body = self.server.request("/api/v1/inspect", "POST", {"Content-Type": "application/x-ndjson"},
                                                    "\n".join(lines).encode())
        self.assertEqual((status, headers["content-type"]), (200, "application/x-ndjson"))
        self.assertEqual([json.loads(line)["url"] for line in body.splitlines()], urls)

    def test_a_batch_answers_before_it_has_ended(self):
        with socket.create_connection(("127.0.0.1", self.server.port), 20) as client:
            client.sendall(b"POST /api/v1/inspect HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                           b"Transfer-Encoding: chunked\r\n\r\n")
            received = b""
            for i in range(3):
                line = f"{self.site}/n{i}\n".encode()
                client.sendall(b"%x\r\n%s\r\n" % (len(line), line))
                while f'/n{i}","canonical'.encode() not in received:
                    more = client.recv(65536)
                    self.assertTrue(more, received)
                    received += more
            client.sendall(b"0\r\n\r\n")
            while not received.endswith(b"0\r\n\r\n"):
                more = client.recv(65536)
                self.assertTrue(more)
                received += more

    def test_a_live_test_names_what_differs(self):
        headers = {"Authorization": "Bearer " + TOKEN}
        path = "/api/v1/live?url="
        status, _, body = self.server.request(path + self.site + "/eyes.html", "POST", headers)
        self.assertEqual(status, 200, body[:300])
        both = json.loads(body)
        self.assertEqual(both["differences"], [])
        self.assertEqual(both["live"]["page"]["meta_title"], both["stored"]["page"]["meta_title"])
        status, _, body = self.server.request(path + self.site + "/drafts/venom.html", "POST", headers)
        self.assertEqual(json.loads(body)["live"]["verdict"]["reasons"][0]["code"], "robots.disallowed")
        self.error(401, "token", path + self.site + "/", method="POST")
        self.error(401, "token", path + self.site + "/", method="POST", headers={"Authorization": "Bearer wrong"})
        self.server.request(path + self.site + "/silk.html", "POST", headers)
        self.error(429, "too_many", path + self.site + "/", method="POST", headers=headers)
        # The verb does the same.
        done = lycosa.run("inspect", self.site + "/eyes.html", "--live", "--diff", "--allow-private", "--store", self.store)
        self.assertEqual((done.returncode, done.stdout), (0, self.site + "/eyes.html: no differences\n"), done.stderr)

    def test_every_error_has_the_one_shape(self):
        for status, code, path, more in [
            (404, "not_found", "/nothing", {}),
            (404, "not_found", "/assets/../etc/passwd", {}),
            (405, "method_not_allowed", "/api/v1/stats", {"method": "DELETE"}),
            (405, "method_not_allowed", "/api/v1/stats", {"method": "POST"}),
            (400, "invalid", "/api/v1/inspect", {}),
            (400, "invalid", "/api/v1/inspect?url=a&unparsed=b", {}),
            (400, "invalid", "/api/v1/inspect?url=a&url=b", {}),
            (400, "invalid", "/api/v1/inspect?uri=a", {}),
            (400, "invalid", "/api/v1/inspect?url=a&now=tomorrow", {}),
            (400, "invalid", "/api/v1/urls?limit=many", {}),
            (400, "invalid", "/api/v1/urls?reason=no.such", {}),
            (400, "invalid", "/api/v1/urls?state=happy", {}),
            (400, "invalid", "/api/v1/urls?after=there", {}),
            (400, "invalid", "/api/v1/site?root=", {}),
            (400, "invalid", "/api/v1/host?host=a/b?c", {}),
            (400, "invalid", "/api/v1/history?url=ftp://a/", {}),
            (400, "invalid", "/api/v1/page?url=http://a/&text=all", {}),
            (404, "not_found", "/api/v1/page?url=http://a/&text=markdown", {}),
            (404, "not_found", "/api/v1/raw?url=http://a/", {}),
            (421, "host", "/api/v1/stats", {"headers": {"Host": "rebound.example"}}),
            (415, "type", "/api/v1/inspect", {"method": "POST", "body": b"x", "headers": {"Content-Type": "text/plain"}}),
            (403, "cross_site", "/api/v1/inspect", {"method": "POST", "body": b"x", "headers": {"Sec-Fetch-Site": "cross-site"}}),
            (403, "cross_site", "/api/v1/inspect", {"method": "POST", "body": b"x", "headers": {"Origin": "http://evil.example"}}),
            (413, "body_too_large", "/api/v1/live?url=x", {"method": "POST", "body": b"x" * 5000}),
            (431, "head_too_large", "/api/v1/stats", {"headers": {"X-Long": "x" * 60000}}),
        ]:
            with self.subTest(path=path, code=code):
                self.error(status, code, path, **more)

    def test_what_a_browser_may_do_is_said_with_every_answer(self):
        for path in ("/", "/api/v1/stats", "/nothing", "/healthz"):
            _, headers, _ = self.server.get(path)
            self.assertIn("require-trusted-types-for 'script'", headers["content-security-policy"])
            self.assertNotIn("unsafe", headers["content-security-policy"])
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertNotIn("access-control-allow-origin", headers)

    def test_head_is_get_without_a_body(self):
        _, whole, body = self.server.get("/api/v1/stats", now=NOW)
        status, headers, nothing = self.server.request(f"/api/v1/stats?now={NOW}", "HEAD")
        self.assertEqual((status, nothing, headers["content-length"]), (200, b"", str(len(body))))
        self.assertEqual(headers["content-type"], whole["content-type"])

    def test_the_document_is_of_the_routes(self):
        self.assertEqual(self.document["openapi"], "3.1.0")
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                with self.subTest(path=path, method=method):
                    self.assertTrue(operation["summary"])
                    if method != "get":
                        continue
                    given = {p["name"]: self.example(p["name"]) for p in operation.get("parameters", [])
                             if p["required"] or p["name"] == "url"}
                    status, headers, _ = self.server.get(path, **given)
                    self.assertEqual(status, 200)
                    self.assertEqual([headers["content-type"].partition(";")[0]], list(operation["responses"]["200"]["content"]))

    def example(self, name):
        return {"url": self.site + "/eyes.html", "root": "127.0.0.1", "host": "127.0.0.1", "text": "markdown"}[name]

    def test_fuzzed_parameters_are_answered_and_change_nothing(self):
        numbers = random.Random(5)
        before = self.server.json("/api/v1/stats", now=NOW)
        strings = ["' OR 1=1 --", "'; DROP TABLE seen; --", "\x00", "%", "%zz", "\u202e", "\U0001f577" * 50, "a" * 3000, "-1",
                   "18446744073709551616", "9" * 400, "../../etc/passwd", "<script>alert(1)</script>", "[::1", "..", "*", "{", "\\",
                   "http://a'b\"c/", "0 x", "9223372036854775807 ~", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
        routes = [(path, [p["name"] for p in operations["get"].get("parameters", [])])
                  for path, operations in self.document["paths"].items() if "get" in operations]
        pages = [("/", ["url", "text", "open", "now"]), ("/", ["unparsed", "root_hash", "shard"]), ("/store", ["now"]), ("/site", ["root"]),
                 ("/host", ["host"]), ("/urls", ["reason", "host", "root", "after"]), ("/urls", ["state", "http_status", "limit"]),
                 ("/links", ["url", "after"]), ("/source", ["url"]), ("/render", ["url", "text"])]
        for path, names in routes + pages:
            for _ in range(12):
                given = {name: numbers.choice(strings) for name in names if numbers.random() < 0.7}
                status, headers, body = self.server.get(path, **given)
                self.assertIn(status, (200, 400, 404), f"{path} {given}: {body[:200]}")
                if headers["content-type"].startswith("text/html"):
                    self.assertNotIn(b"<script>alert", body)
        self.assertEqual(self.server.json("/api/v1/stats", now=NOW), before)

    def test_broken_requests_are_told_so_or_dropped(self):
        for raw in (b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    b"POST /api/v1/inspect HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"):
            with self.subTest(raw=raw), socket.create_connection(("127.0.0.1", self.server.port), 10) as client:
                client.sendall(raw)
                client.shutdown(socket.SHUT_WR)
                answer = client.recv(65536)
                self.assertTrue(not answer or re.match(rb"HTTP/1\.1 (4\d\d|200)", answer), answer[:100])
        self.assertEqual(self.server.get("/healthz")[0], 200)

    def test_many_slow_and_broken_clients_keep_nobody_waiting(self):
        clients = []
        try:
            for i in range(SLOW_CLIENTS):
                client = socket.create_connection(("127.0.0.1", self.server.port), 10)
                client.sendall((b"", b"GET / HT", b"GET /api/v1/stats HTTP/1.1\r\nHost: localhost\r\nX-A: ",
                                b"POST /api/v1/inspect HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                b"Content-Length: 1000000\r\n\r\nhttp://a/\n")[i % 4])
                clients.append(client)
            for i in range(200):
                self.assertEqual(self.server.get("/api/v1/inspect", url=f"{self.site}/eyes.html")[0], 200)
                client = clients[i]
                try:
                    client.sendall(b"x")
                except OSError:
                    pass  # cut off, which is as good
        finally:
            for client in clients:
                client.close()
        self.assertEqual(self.server.get("/healthz")[0], 200)

    def test_metrics_count(self):
        self.server.get("/api/v1/stats")
        text = self.server.get("/metrics")[2].decode()
        self.assertRegex(text, r'lycosa_http_answers_total\{route="/api/v1/stats",status="200"\} [1-9]')
        self.assertRegex(text, r"lycosa_http_seconds_count [1-9]")


class DamagedShard(lycosa.Case):
    """One shard that cannot be read: what stands in the others is answered, and the shard is named."""

    def setUp(self):
        super().setUp()
        self.store = self.path("store")
        page = self.file("page.html", "<title>t</title><p>words of a page that is the same everywhere</p>")
        shard_of = {}
        for name in "abcdefgh":
            url = f"http://{name}.example/"
            self.assertEqual(lycosa.run("ingest", "--html", page, "--url", url, "--store", self.store).returncode, 0)
            shard_of[url] = json.loads(lycosa.run("inspect", url, "--json", "--store", self.store).stdout)["key"]["shard"]
        self.lost = "http://a.example/"
        shard = shard_of[self.lost]
        self.kept = sorted(url for url in shard_of if shard_of[url] != shard)
        self.assertTrue(self.kept)
        self.target = f"shards/{shard:02d}.db"
        with open(os.path.join(self.store, self.target), "wb") as file:
            file.write(b"x" * 20000)
        self.server = serving.Server(self.store)
        self.addCleanup(self.server.stop)

    def test_what_can_be_read_is_shown_and_the_shard_is_named(self):
        for path, more in (("/api/v1/stats", {}), ("/api/v1/urls", {}), ("/api/v1/duplicates", {"url": self.kept[0]})):
            with self.subTest(path=path):
                answer = self.server.json(path, **more)
                self.assertEqual([row["target"] for row in answer["unavailable"]], [self.target])
                self.assertIn("shard", answer["unavailable"][0]["error"])
        self.assertEqual(self.server.json("/api/v1/stats")["funnel"][0]["count"], len(self.kept))
        self.assertEqual(sorted(row["url"] for row in self.server.json("/api/v1/urls")["urls"]), self.kept)
        for path, more in (("/store", {}), ("/urls", {}), ("/", {"url": self.kept[0]})):
            with self.subTest(path=path):
                status, _, body = self.server.get(path, **more)
                self.assertEqual(status, 200)
                self.assertIn(self.target, body.decode())
        root = self.kept[0].removeprefix("http://").rstrip("/")
        for path in ("/site", "/api/v1/site"):
            self.assertEqual(self.server.get(path, root=root)[0], 200)
        self.assertEqual(self.server.get("/healthz")[0], 503)

    def test_a_look_up_in_it_has_no_answer_and_says_so(self):
        status, _, body = self.server.get("/api/v1/inspect", url=self.lost)
        self.assertEqual((status, json.loads(body)["verdict"]["status"]), (503, "STORE_UNAVAILABLE"))
        status, _, body = self.server.get("/", url=self.lost)
        self.assertEqual(status, 503)
        self.assertNotIn("not crawled", body.decode().lower())
        for path, more in (("site", {"root": "a.example"}), ("host", {"host": "a.example"}), ("links", {"url": self.lost})):
            for place in ("/", "/api/v1/"):
                with self.subTest(path=place + path):
                    status, headers, body = self.server.get(place + path, **more)
                    self.assertEqual(status, 503, body[:200])
                    self.assertNotIn("retry-after", headers, "it does not pass by itself")
        for path, more in (("/api/v1/history", {}), ("/api/v1/duplicates", {}), ("/api/v1/page", {"text": "markdown"}), ("/api/v1/raw", {}),
                           ("/source", {}), ("/render", {"text": "markdown"})):
            with self.subTest(path=path):
                self.assertEqual(self.server.get(path, url=self.lost, **more)[0], 503)
        status, _, body = self.server.get("/urls", host="a.example")
        self.assertEqual(status, 503)

    def test_a_shard_that_is_missing_is_no_page_that_is_missing(self):
        os.remove(os.path.join(self.store, self.target))
        self.assertEqual(self.server.get("/api/v1/page", url=self.lost, text="markdown")[0], 503)
        self.assertEqual(self.server.get("/api/v1/site", root="a.example")[0], 503)


class Gone(lycosa.Case):
    def test_a_page_that_is_gone_shows_its_former_text_with_its_date(self):
        store = self.path("store")
        url, html = "http://a.example/", self.file("page.html", document("A page"))
        ingest = ["ingest", "--html", html, "--url", url, "--store", store]
        for more in (["--at", "2026-04-01T10:00:00Z"], ["--at", "2026-04-02T10:00:00Z", "--status", "404"]):
            done = lycosa.run(*ingest, *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            server = serving.Server(store)
            self.addCleanup(server.stop)
            page = server.get("/", url=url, text="markdown")[2].decode()
            self.assertIn("This page is about A page", page)
            self.assertEqual("as of 2026-04-01 10:00:00" in page, "--status" in more)


class Stop(lycosa.Case):
    def test_it_ends_when_told_and_says_what_is_wrong_at_the_start(self):
        store = self.path("store")
        page = self.file("page.html", "<title>t</title>")
        self.assertEqual(lycosa.run("ingest", "--html", page, "--url", "http://a.example/", "--store", store).returncode, 0)
        server = serving.Server(store)
        with socket.create_connection(("127.0.0.1", server.port), 10) as idle:
            self.assertEqual(server.get("/healthz")[0], 200)
            self.assertEqual(server.stop(), 0)
            self.assertEqual(idle.recv(10), b"")
        for arguments, words in ((("--store", self.path("none")), "there is no store"),
                                 (("--store", store, "--listen", "nowhere"), "is no address to listen on"),
                                 (("--store", store, "--live"), "--live needs a token")):
            done = lycosa.run("serve", *arguments, env={"LYCOSA_TOKEN": ""})
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    lycosa.main()
