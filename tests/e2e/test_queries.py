#!/usr/bin/env python3
"""Every query that a report shows, pasted into the sqlite3 shell on the target that the report names, with our functions
loaded, gives the response that the report shows."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
from loopback import Answer, Site, link, page, redirect, robots  # noqa: E402



def sqlite3(target, query):
    """The rows as the shell's quote mode writes them: [[value, ...], ...] with the column names first."""
    done = subprocess.run(["sqlite3", "-readonly", target], input=f".load {lycosa.EXTENSION}\n.headers on\n.mode quote\n{query};\n",
                          capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"sqlite3 {target}: {done.stderr} in {query}")
    return read_quoted(done.stdout)


def read_quoted(text):
    rows, row, at = [], [], 0
    while at < len(text):
        if text[at] == "'":
            end = at + 1
            while text[end] != "'" or text[end + 1:end + 2] == "'":
                end += 2 if text[end] == "'" else 1
            row.append(text[at + 1:end].replace("''", "'"))
            at = end + 1
        elif text[at] == "X" and text[at + 1] == "'":
            end = text.index("'", at + 2)
            row.append({"bytes": (end - at - 2) // 2})
            at = end + 1
        else:
            end = at
            while text[end] not in ",\n":
                end += 1
            word = text[at:end]
            row.append(None if word == "NULL" else float(word) if "." in word or "e" in word else int(word))
            at = end
        if text[at] == "\n":
            rows.append(row)
            row = []
        at += 1
    return rows


class Queries(lycosa.Case):
    def setUp(self):
        super().setUp()
        home = page("Home, \"quoted\" and 'quoted'", "".join(link(path) for path in (
            "/it's", "/moved", "/missing", "/noindex", "/private/x", "/%27%3B--", "/\u00e4")))
        self.site = Site({
            "/robots.txt": robots("User-agent: *\nDisallow: /private/ # it's closed\n"), "/": home,
            "/it's": page("It's a title; -- and '' more"), "/moved": redirect("/it's", 301),
            "/noindex": page("Line one\nline two", head="<meta name=robots content=noindex>"),
            "/%27%3B--": page("Odd"), "/%C3%A4": Answer(200, "\u00e4", type="text/html; charset=utf-8")})
        self.addCleanup(self.site.close)
        self.store = self.path("store")
        lycosa.crawl(self.store, self.site.url())

    def urls(self):
        return [self.site.url(path) for path in ("/", "/it's", "/moved", "/missing", "/noindex", "/private/x", "/%27%3B--",
                                                 "/\u00e4", "/never", "/never'--")] + ["http://elsewhere.example/a'b"]

    def assert_again(self, target, query, response, where):
        path = target if target == ":memory:" else os.path.join(self.store, target)
        rows = sqlite3(path, query.rstrip("; \n"))
        names, values = (rows[0], rows[1:]) if rows else ([], [])
        got = [dict(zip(names, value)) for value in values]
        self.assertEqual(len(got), len(response), f"{where}: {query}")
        for mine, theirs in zip(got, response):
            self.assertEqual(list(mine), list(theirs), where)
            for name, value in theirs.items():
                if isinstance(value, str) and isinstance(mine[name], int):
                    self.assertEqual(str(mine[name]), value, f"{where}: {name}")
                elif isinstance(value, float):
                    self.assertAlmostEqual(mine[name], value, msg=f"{where}: {name}")
                else:
                    self.assertEqual(mine[name], value, f"{where}: {name}")

    def evidences(self, value, where):
        """Everything in a report that has a target, a query and a response, wherever it stands."""
        if isinstance(value, dict):
            if value.get("query") and "response" in value and "target" in value:
                yield where, value
            for name, inner in value.items():
                yield from self.evidences(inner, f"{where}.{name}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from self.evidences(inner, f"{where}[{number}]")

    def test_every_query_gives_its_response_again(self):
        count = 0
        for report in lycosa.inspect_all(self.store, self.urls(), "--now", "2027-01-02T03:04:05Z"):
            self.assertEqual([check["name"] for check in report["checks"]], ["shard", "crawled", "robots", "ban", "seen"])
            for where, evidence in self.evidences(report, report["url"]):
                self.assert_again(evidence["target"], evidence["query"], evidence["response"], where)
                count += 1
        self.assertGreater(count, 4 * len(self.urls()))

    def test_a_query_that_names_a_time_has_it_as_a_literal(self):
        report = lycosa.inspect(self.store, self.site.url(), "--now", "2027-01-02T03:04:05Z")
        queries = [evidence["query"] for _, evidence in self.evidences(report, "")]
        self.assertFalse([query for query in queries if "now()" in query])
        if any("subtractMonths" in query for query in queries):
            self.assertTrue(any("2027-01-02 03:04:05" in query for query in queries))


if __name__ == "__main__":
    lycosa.main()
