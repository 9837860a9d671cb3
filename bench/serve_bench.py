#!/usr/bin/env python3
"""How fast `lycosa serve` answers, with wrk: inspections of a store of many pages beside a route that says hello.

    bench/serve_bench.py --lycosa build/release/lycosa --pages 1000000

The store is made with the program's own tables: one page is put in with `lycosa ingest` and its rows are copied under other
keys, so that every shard has its share. wrk asks for a random page of them all each time."""
import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

LUA = """
local path = "%s"
math.randomseed(os.time())
request = function() return wrk.format("GET", string.format(path, math.random(0, %d), math.random(0, 999))) end
"""


def make_store(lycosa, store, pages):
    """A store with `pages` pages on as many hosts as it takes for 1000 each."""
    with tempfile.NamedTemporaryFile("w", suffix=".html") as page:
        page.write("<title>A page</title><p>" + "Words that stand in a page for the sake of its size. " * 40)
        page.flush()
        subprocess.run([lycosa, "ingest", "--html", page.name, "--url", "http://one.example/", "--store", store], check=True,
                       stdout=subprocess.DEVNULL)
    template = None
    folder = os.path.join(store, "shards")
    files = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".db")]
    for path in files:
        with sqlite3.connect(path) as db:
            db.row_factory = sqlite3.Row
            if row := db.execute("SELECT * FROM page_info").fetchone():
                template = {table: dict(db.execute(f"SELECT * FROM {table}").fetchone())
                            for table in ("page_info", "page_text", "page_history", "seen")}
    hosts = max(1, pages // 1000)
    names = "".join(f"http://h{i}.example/\n" for i in range(hosts))
    keys = subprocess.run([lycosa, "url", "--json", "-"], input=names, capture_output=True, text=True, check=True).stdout
    import json
    rows = [json.loads(line) for line in keys.splitlines()]
    by_shard = {}
    for row in rows:
        hash_ = int(row["root_hash"])
        by_shard.setdefault(hash_ % len(files), []).append((hash_, row["unparsed"].split("!")[0]))
    for shard, members in by_shard.items():
        with sqlite3.connect(files[shard]) as db:
            for table, values in template.items():
                names = list(values)
                sql = f"INSERT OR REPLACE INTO {table}({','.join(names)}) VALUES({','.join('?' * len(names))})"
                db.executemany(sql, ([hash_ if n == "root_hash" else f"{host}!/{i:04} h80" if n == "src_unparsed" else values[n]
                                      for n in names] for hash_, host in members for i in range(1000)))
        db.close()
    return hosts


def processor_time(process):
    """Seconds that the process has computed, its own and the system's on its behalf."""
    with open(f"/proc/{process.pid}/stat") as stat:
        return sum(map(int, stat.read().split()[13:15])) / os.sysconf("SC_CLK_TCK")


def wrk(server, base, path, seconds, most):
    begun = processor_time(server)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (path, most))
        script.flush()
        out = subprocess.run(["wrk", "-t1", "-c2", f"-d{seconds}s", "--latency", "-s", script.name, base], capture_output=True,
                             text=True, check=True).stdout
    median, tail, rate = (re.search(p, out)[1] for p in (r"50%\s+(\S+)", r"99%\s+(\S+)", r"Requests/sec:\s+(\S+)"))
    bad = re.search(r"Non-2xx.*", out)
    cost = (processor_time(server) - begun) / int(re.search(r"(\d+) requests in", out)[1])
    return (f"{rate:>10}/s   median {median:>8}   99% {tail:>8}   {cost * 1e6:.0f} us of processor time each"
            + (f"   {bad[0]}" if bad else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lycosa", default="build/release/lycosa")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed; packages.txt names it")
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store")
        hosts = make_store(given.lycosa, store, given.pages)
        server = subprocess.Popen([given.lycosa, "serve", "--store", store, "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
        try:
            base = server.stderr.readline().split()[3].rstrip("/")
            print(f"store of {hosts * 1000} pages, 2 connections, {given.seconds} s each")
            print("hello     ", wrk(server, base, "/robots.txt?%d-%d", given.seconds, 9))
            print("inspection", wrk(server, base, "/api/v1/inspect?url=http%%3A//h%d.example/%04d", given.seconds, hosts - 1))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
