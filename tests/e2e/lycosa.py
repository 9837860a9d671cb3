"""The built program, as the end-to-end tests drive it, and where the shared data is.

LYCOSA_BIN names the program; without it build/release/lycosa is taken. LYCOSA_SHARED names the folder of shared data, which
is not part of the project; without it the folder `shared` beside the checkout is taken. A test that lacks it is skipped and
says so."""
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("LYCOSA_BIN") or os.path.join(ROOT, "build", "release", "lycosa")
SHARED = os.environ.get("LYCOSA_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")

# What every crawl of these tests has in common: loopback is allowed, nobody is waited for.
CRAWL = ["--allow-private"]
USUAL = {"--delay": "0", "--end-wait": "0", "--threads": "2"}

# A program with sanitizers is several times slower: the tests that also run on one take smaller webs then.
SANITIZED = bool(os.environ.get("LYCOSA_SANITIZE"))
FAULT = 86  # the exit code of sanitizers, set by the preset `asan`

SKIPPED = 77  # ctest's SKIP_RETURN_CODE

# Seconds that all tests of one script may take together. Less than ctest's own limit, which would end the script without its
# cleanups and so leave servers behind.
LIMIT = int(os.environ.get("LYCOSA_TEST_SECONDS", "840"))


def run(*arguments, stdin=None, env=None, timeout=120):
    """Runs the program; stdout and stderr as text (bytes that are not UTF-8 become escapes)."""
    done = subprocess.run([BIN, *map(str, arguments)], input=stdin, capture_output=True, timeout=timeout, check=False,
                          text=True, encoding="utf-8", errors="backslashreplace",
                          env={**os.environ, "NO_COLOR": "1", **(env or {})})
    if done.returncode == FAULT:
        raise AssertionError(f"lycosa {' '.join(map(str, arguments))}: a sanitizer found a fault: {done.stderr[-4000:]}")
    return done


def lines(*arguments, stdin=None, timeout=120):
    """The JSON objects of a verb that writes one a line."""
    done = run(*arguments, stdin=stdin, timeout=timeout)
    if done.returncode == 2 and not done.stdout:
        raise AssertionError(f"lycosa {' '.join(map(str, arguments))}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def crawl_flags(flags=()):
    """The flags of a crawl of these tests: what they have in common, unless one of `flags` says otherwise."""
    usual = [word for name, value in USUAL.items() if name not in flags for word in (name, value)]
    return [*CRAWL, *usual, *map(str, flags)]


def crawl(store, *urls, flags=(), timeout=120):
    """Crawls to the end and returns the summary. No seed need answer (exit code 1)."""
    done = run("crawl", *urls, "--store", store, "--json", *crawl_flags(flags), timeout=timeout)
    if done.returncode not in (0, 1):
        raise AssertionError(f"the crawl of {urls} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def inspect(store, url, *flags):
    """One report as an object."""
    done = run("inspect", url, "--store", store, "--json", *flags)
    if not done.stdout:
        raise AssertionError(f"no report of {url}: exit {done.returncode}, {done.stderr}")
    return json.loads(done.stdout)


def inspect_all(store, urls, *flags, timeout=300):
    """The reports of many URLs in one run, in order."""
    reports = lines("inspect", "-", "--store", store, "--json", *flags, stdin="".join(url + "\n" for url in urls),
                    timeout=timeout)
    if len(reports) != len(urls):
        raise AssertionError(f"{len(urls)} URLs asked, {len(reports)} reports")
    return reports


def decisive(report):
    """The code of the decisive reason, or None."""
    codes = [reason["code"] for reason in report["verdict"]["reasons"] if reason["decisive"]]
    if len(codes) > 1:
        raise AssertionError(f"{report['url']} has {len(codes)} decisive reasons: {codes}")
    return codes[0] if codes else None


def codes(report):
    return [reason["code"] for reason in report["verdict"]["reasons"]]


def shard_files(store):
    folder = os.path.join(store, "shards")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".db")]


EXTENSION = os.path.join(os.path.dirname(BIN), "lycosa_sqlite")


def link_rows(path, where):
    """Links are packed: SQLite reads them with the program's extension, which not every Python can load."""
    if SANITIZED:
        raise unittest.SkipTest("a shell without sanitizers cannot load an extension with them")
    done = subprocess.run(["sqlite3", "-readonly", "-bail", "-json", "-cmd", f".load {EXTENSION}", path, f"SELECT * FROM link WHERE {where}"],
                          capture_output=True, timeout=120, check=True, text=True, encoding="utf-8")
    return json.loads(done.stdout or "[]")


def rows(store, table, where="1"):
    """Every row of a table over all shards, as dicts, in the order of shard and key."""
    if table == "link":
        return [row for path in shard_files(store) for row in link_rows(path, where)]
    found = []
    for path in shard_files(store):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            db.row_factory = sqlite3.Row
            found += [dict(row) for row in db.execute(f"SELECT * FROM {table} WHERE {where}")]
        db.close()
    return found


def free_port():
    """A port that is free on every loopback address, below the ephemeral range so that no client takes it."""
    numbers = random.Random(os.getpid())
    for _ in range(1000):
        port = numbers.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("0.0.0.0", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


def new_folder(add_cleanup):
    """A folder that is taken away at the end, unless LYCOSA_KEEP is set."""
    folder = tempfile.mkdtemp(prefix="lycosa-e2e-")
    if not os.environ.get("LYCOSA_KEEP"):
        add_cleanup(shutil.rmtree, folder, True)
    return folder


class Case(unittest.TestCase):
    """A test with a folder of its own."""
    maxDiff = 4000

    def setUp(self):
        self.folder = new_folder(self.addCleanup)

    def path(self, name):
        return os.path.join(self.folder, name)

    def file(self, name, content):
        """Writes a file (text as UTF-8) and returns its path."""
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return path


def _bound_time():
    """Lets the test that runs when LIMIT is over fail where it stands, and each one after it soon; cleanups still run."""
    def over(*_):
        signal.alarm(15)
        raise TimeoutError(f"the tests of this script have taken longer than {LIMIT} s")

    signal.signal(signal.SIGALRM, over)
    signal.alarm(LIMIT)


def main():
    """Runs the tests of the calling script. Exits with 77 when all of them were skipped."""
    if not os.access(BIN, os.X_OK):
        sys.exit(f"{BIN} is not there: build it, or name the program in LYCOSA_BIN")
    _bound_time()
    program = unittest.main(exit=False, verbosity=2 if "-v" in sys.argv else 1)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    if result.testsRun and len(result.skipped) >= result.testsRun:
        for test, reason in result.skipped:
            print(f"skipped {test}: {reason}")
        sys.exit(SKIPPED)
