#!/usr/bin/env python3
"""Serves demo/site on loopback, with what makes a real site interesting to a crawler: a redirect, a page that is missing,
a header with directives, a sitemap, and a part that robots.txt closes.

serve.py PORT_FILE   takes a free port, writes it to PORT_FILE and serves until it is ended."""
import http.server
import os
import sys

SITE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "site")
MOVED = {"/guide": "/finding.html"}
NOT_IN_SITEMAP = ("drafts/", "print/", "species/tarantula.html")


def pages():
    """The path of every page, as the sitemap has it."""
    for folder, _, names in sorted(os.walk(SITE)):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), SITE)
            if name.endswith(".html") and not path.startswith(NOT_IN_SITEMAP):
                yield "/" + path.removesuffix("index.html")


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {".html": "text/html; charset=utf-8", ".css": "text/css", ".txt": "text/plain", "": "application/octet-stream"}

    def __init__(self, *arguments):
        super().__init__(*arguments, directory=SITE)

    def do_GET(self):
        origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path in MOVED:
            self.answer(301, b"", "text/html", ("Location", MOVED[self.path]))
        elif self.path == "/robots.txt":
            with open(os.path.join(SITE, "robots.txt"), "rb") as file:
                self.answer(200, file.read() + f"\nSitemap: {origin}/sitemap.xml\n".encode(), "text/plain")
        elif self.path == "/sitemap.xml":
            locations = "".join(f"  <url><loc>{origin}{path}</loc></url>\n" for path in pages())
            text = f'<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{locations}</urlset>\n'
            self.answer(200, text.encode(), "application/xml")
        else:
            super().do_GET()

    def answer(self, status, body, kind, *headers):
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self):
        if self.path == "/bites.html":
            self.send_header("X-Robots-Tag", "noarchive")
        super().end_headers()

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # Written whole before it gets its name, so that a reader never sees half a number.
    with open(sys.argv[1] + ".part", "w", encoding="ascii") as file:
        file.write(f"{server.server_address[1]}\n")
    os.rename(sys.argv[1] + ".part", sys.argv[1])
    server.serve_forever()


if __name__ == "__main__":
    main()
