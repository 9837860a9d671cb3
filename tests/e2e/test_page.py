#!/usr/bin/env python3
"""The web page in Chromium, over a store crawled from a miniweb and over one crawled from a site that means harm. The
browser's part is page.mjs. Screenshots stay in the build's folder `screenshots`."""
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import miniweb  # noqa: E402
import server as serving  # noqa: E402

BUILD = os.path.dirname(os.path.abspath(lycosa.BIN))
MODULES = os.path.join(BUILD, "web", "node_modules")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

# Each would set window.pwned if it were taken for markup or script anywhere.
HOSTILE = [
    "<script>window.pwned=1</script>", "\"><img src=x onerror=window.pwned=1>", "'><svg onload=window.pwned=1>",
    "</title></textarea></pre><script>window.pwned=1</script>", "javascript:window.pwned=1", "{{constructor.constructor('window.pwned=1')()}}",
    "\u202egnp.exe\u2066", "\x1b[31mred\x07", "<iframe srcdoc='<script>parent.pwned=1</script>'>", "]]><script>window.pwned=1</script>",
    "[x](javascript:window.pwned=1) ![y](http://127.0.0.1:1/pixel.png) <img src=http://127.0.0.1:1/pixel.png>",
]


def attribute(text):
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


class HostileSite(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/robots.txt":
            return self.answer("text/plain", "".join(f"# {text}\nDisallow: /{text}\n" for text in ["User-agent: *"] + HOSTILE))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/\"><script>window.pwned=1</script>")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        number = int(self.path[2:]) if self.path[1:2] == "p" and self.path[2:].isdigit() else 0
        text = HOSTILE[number % len(HOSTILE)]
        escaped = attribute(text)
        links = "".join(f'<a href="/p{i}">{attribute(HOSTILE[i])}</a> <a href="/q?{attribute(HOSTILE[i])}" rel="{attribute(HOSTILE[i])}">q</a> '
                        for i in range(len(HOSTILE)))
        body = (f'<html lang="{escaped}"><head><meta charset=utf-8><title>{escaped}</title><meta name=description content="{escaped}">'
                f'<meta name=robots content="noindex, {escaped}"><link rel=canonical href="/c?{escaped}"></head><body><h1>{escaped}</h1>'
                f"<p>{escaped} and words enough for a paragraph that is kept as the main content of this page, whatever it says.</p>"
                f"<pre><code>{escaped}</code></pre><script>window.pwned=1</script><a href=/moved>m</a>{links}</body></html>")
        return self.answer("text/html; charset=utf-8", body, {"X-Robots-Tag": text.encode("ascii", "ignore").decode().replace("\x1b", "").replace("\x07", "")})

    def answer(self, kind, body, headers=None):
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@lycosa.unittest.skipUnless(CHROMIUM, "there is no chromium")
class Page(lycosa.Case):
    def browse(self, kind, store, **more):
        server = serving.Server(store)
        self.addCleanup(server.stop)
        shots = os.path.join(BUILD, "screenshots")
        os.makedirs(shots, exist_ok=True)
        given = {"kind": kind, "base": server.base, "chromium": CHROMIUM, "modules": MODULES, "shots": shots, **more}
        done = subprocess.run(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "page.mjs"), json.dumps(given)],
                              capture_output=True, text=True, check=False, timeout=600)
        self.assertEqual(done.returncode, 0, done.stdout[-4000:] + done.stderr[-4000:])

    @lycosa.unittest.skipIf(miniweb.why_not(), miniweb.why_not() or "")
    def test_a_crawled_web(self):
        web = miniweb.Miniweb(self.path("web"), "--hosts", "2", "--pages", "30")
        self.addCleanup(web.stop)
        store = self.path("store")
        # In two runs, so that the time line has more than one moment, however fast a crawl is.
        lycosa.crawl(store, flags=["--seeds", web.seed_file, "--max-pages", "100"], timeout=300)
        time.sleep(1.1)
        lycosa.crawl(store, flags=["--seeds", web.seed_file, "--max-pages", "150"], timeout=300)
        listed = json.loads(lycosa.run("urls", "--verdict", "INDEXABLE", "--json", "--limit", "40", "--store", store).stdout)["urls"]
        refused = json.loads(lycosa.run("urls", "--reason", "robots.disallowed", "--json", "--limit", "1", "--store", store).stdout)["urls"]
        copies = json.loads(lycosa.run("urls", "--json", "--limit", "1000", "--store", store).stdout)["urls"]
        duplicate = [row["url"] for row in copies if "/dup/" in row["url"] and row["verdict"]][:1]
        self.browse("web", store, good=listed[-1], refused=refused[0], duplicate=(duplicate or [None])[0])

    def test_a_site_that_means_harm(self):
        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), HostileSite)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        self.addCleanup(lambda: (site.shutdown(), site.server_close()))
        store = self.path("store")
        lycosa.crawl(store, f"http://127.0.0.1:{site.server_port}/p0", flags=["--max-pages", "30"])
        urls = [row["url"] for row in json.loads(lycosa.run("urls", "--json", "--limit", "1000", "--store", store).stdout)["urls"]]
        self.assertGreater(len(urls), len(HOSTILE))
        # Every kind of page once: those that were crawled, and as many that were only named.
        crawled = [url for url in urls if "/p" in url]
        named = [url for url in urls if "/p" not in url][:len(HOSTILE)]
        self.browse("hostile", store, urls=crawled, named=named, texts=HOSTILE)


if __name__ == "__main__":
    lycosa.main()
