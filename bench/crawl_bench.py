#!/usr/bin/env python3
"""How fast the program crawls and what it costs, on two miniwebs served by nginx on the same machine, with `wget -r` beside
it in the same run. The repetitions of all programs are interleaved; the table has medians, and the spread as least-most.
Behind it are the bytes that a page takes in the store, by table.

    crawl_bench.py --lycosa build/release/lycosa [--repeat N] [--sets small,typical]

Needs nginx and wget. The webs come from tests/miniweb."""
import argparse
import collections
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MINIWEB = os.path.join(ROOT, "tests", "miniweb", "miniweb.py")

# name: (what it is, parameters of miniweb.py generate)
SETS = {
    "small": ("3,000 pages of 10 kB, gzipped", ["--pages", "3000", "--size", "10000", "--gzip", "all"]),
    "typical": ("1,200 pages of 101 kB, gzipped", ["--pages", "1200", "--size", "101000", "--gzip", "all"]),
}


def programs(lycosa):
    """name: command line of a crawl of `seed` into `folder`."""
    def crawl(connections):
        return lambda seed, folder: [lycosa, "crawl", seed, "--store", folder, "--allow-private", "--delay", "0", "--connections", "64",
                                     "--connections-per-host", str(connections), "--connections-per-address", str(connections)]

    return {
        "lycosa, 1 connection": crawl(1),
        "lycosa, 64 connections": crawl(64),
        # The same work as far as wget does it: all pages of the host, links in <a>, robots.txt honoured, files kept.
        "wget -r": lambda seed, folder: ["wget", "-q", "-r", "-l", "inf", "--compression=auto", "--follow-tags=a", "-P", folder, seed],
    }


class Web:
    """One generated and served miniweb."""

    def __init__(self, folder, parameters):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.run("generate", "--hosts", "1", "--profile", "plain", "--port", str(port), *parameters)
        with open(os.path.join(folder, "seeds.txt"), encoding="ascii") as file:
            self.seed = file.readline().strip()
        self.run("start")

    def run(self, command, *more):
        subprocess.run([sys.executable, "-B", MINIWEB, command, self.folder, *more], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})

    def served(self):
        """How many pages the log has, once nginx has written it (every second)."""
        time.sleep(1.3)
        with open(os.path.join(self.folder, "access.log"), encoding="utf-8", errors="replace") as log:
            return sum(".html HTTP" in line or " / HTTP" in line for line in log if " 200 " in line)


def measure(web, command, folder):
    """pages, seconds, CPU seconds (user and system, of the program alone) and peak memory of one crawl."""
    before = web.served()
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    pages = web.served() - before
    sizes = store_sizes(folder, pages) if "crawl" in command[:2] else None
    shutil.rmtree(folder, ignore_errors=True)
    # wget exits with 8 when any answer was an error.
    if process.returncode not in (0, 8) or pages == 0:
        sys.exit(f"{' '.join(command)} ended with {process.returncode} after {pages} pages")
    return {"pages": pages, "pages/s": pages / seconds, "CPU s per 1000 pages": 1000 * (usage.ru_utime + usage.ru_stime) / pages,
            "peak MB": usage.ru_maxrss / 1024, "sizes": sizes}


def store_sizes(folder, pages):
    """Bytes a page in the shards, as (table or index, bytes), the largest first."""
    sizes = collections.Counter()
    for name in os.listdir(os.path.join(folder, "shards")):
        if not name.endswith(".db"):
            continue
        path = os.path.join(folder, "shards", name)
        done = subprocess.run(["sqlite3", "-readonly", path, "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"], capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            table, _, size = line.rpartition("|")
            sizes[table] += int(size)
    return [(table, size / pages) for table, size in sizes.most_common()]


def row(name, runs):
    def cell(key, digits):
        values = [run[key] for run in runs]
        return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"

    return f"{name:<24}{statistics.median(run['pages'] for run in runs):>7.0f}{cell('pages/s', 0):>20}{cell('CPU s per 1000 pages', 2):>24}{cell('peak MB', 0):>18}"


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), model)
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{os.cpu_count()} cores of {model}, {platform.system()} {platform.release()}, commit {commit or 'unknown'}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lycosa", default=os.path.join(ROOT, "build", "release", "lycosa"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--sets", default=",".join(SETS))
    arguments = parser.parse_args()
    for needed, where in (("nginx", shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")), ("wget", shutil.which("wget")), (arguments.lycosa, os.path.exists(arguments.lycosa))):
        if not where:
            print(f"crawl_bench: {needed} is not here, so there is nothing to measure")
            return
    print(machine())
    work = tempfile.mkdtemp(prefix="lycosa-bench-")
    os.chmod(work, 0o711)  # nginx's workers are another user when this is root
    try:
        for name in arguments.sets.split(","):
            bench(name, work, arguments)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def bench(name, work, arguments):
    what, parameters = SETS[name]
    web = Web(os.path.join(work, "mw-" + name), parameters)
    try:
        contenders = programs(os.path.abspath(arguments.lycosa))
        runs = {program: [] for program in contenders}
        for _ in range(arguments.repeat):
            for program, command in contenders.items():
                folder = os.path.join(work, "out")
                runs[program].append(measure(web, command(web.seed, folder), folder))
    finally:
        web.run("stop")
    print(f"\nmw-{name}: {what}, {arguments.repeat} runs each, interleaved; median (least-most)")
    print(f"{'':<24}{'pages':>7}{'pages/s':>20}{'CPU s per 1000 pages':>24}{'peak MB':>18}")
    for program, measured in runs.items():
        print(row(program, measured))
    sizes = runs["lycosa, 64 connections"][-1]["sizes"]
    print(f"bytes a page in the store, without the archive: {sum(size for _, size in sizes):.0f}")
    for table, size in sizes[:8]:
        print(f"  {table:<32}{size:>8.0f}")


if __name__ == "__main__":
    main()
