#!/usr/bin/env python3
"""A crawl that is killed with -9 again and again, at random moments, ends as one that nobody disturbed: nothing that was
stored is lost, and only what was in flight is asked for twice."""
import os
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
import miniweb  # noqa: E402

KILLS = 8 if lycosa.SANITIZED else 20
SEED = int(os.environ.get("LYCOSA_KILL_SEED", "20260412"))
HOSTS = 3
PAGES = 20 if lycosa.SANITIZED else 40
PER_HOST = 2
# No retries: then a second request for a page is always a kill's doing. The delay makes the crawl outlast its kills.
# Neither a slow page nor the delay may end it before everything was fetched.
FLAGS = ["--scope", "any", "--connections-per-host", PER_HOST, "--connections", HOSTS * PER_HOST, "--retries", 0,
         "--delay", "0.02", "--end-wait", 10]

# What depends on when a page was fetched and on who was first, not on what the page is.
UNSTABLE = {
    "page_info": {"ver", "links_ver", "download_stamp", "download_ms", "first_indexed_stamp", "first_crawled_stamp", "archive_file", "archive_offset"},
    "page_text": {"ver"},
    "seen": {"ver", "depth", "hops", "next_due_stamp_ms", "attempts"},
    "link": {"ver"},
    "robots": {"ver", "fetch_stamp_ms", "expires_stamp", "archive_file", "archive_offset"},
}


def stable_rows(store, table):
    unstable = UNSTABLE[table]
    return sorted({repr({name: value for name, value in row.items() if name not in unstable and name != "rowid"})
                   for row in lycosa.rows(store, table)})


@unittest.skipIf(miniweb.why_not(), miniweb.why_not())
class Killed(unittest.TestCase):
    maxDiff = 3000

    @classmethod
    def setUpClass(cls):
        cls.folder = lycosa.new_folder(cls.addClassCleanup)
        cls.web = miniweb.Miniweb(os.path.join(cls.folder, "web"), "--hosts", str(HOSTS), "--pages", str(PAGES), "--size", "8000")
        cls.addClassCleanup(cls.web.stop)
        cls.undisturbed = os.path.join(cls.folder, "undisturbed")
        lycosa.crawl(cls.undisturbed, "--seeds", cls.web.seed_file, flags=FLAGS, timeout=300)
        time.sleep(1.2)  # nginx writes its log every second
        cls.before = cls.web.fetches()
        cls.store = os.path.join(cls.folder, "killed")
        cls.kills = cls.crawl_with_kills()
        cls.web.stop()
        cls.after = cls.web.fetches()

    @classmethod
    def crawl_with_kills(cls):
        """Kills at moments drawn from a fixed seed until KILLS are done, then lets the crawl come to its end."""
        numbers = random.Random(SEED)
        arguments = [lycosa.BIN, "crawl", "--seeds", cls.web.seed_file, "--store", cls.store, "--json",
                     *lycosa.crawl_flags(FLAGS)]
        kills = 0
        while True:
            log = open(os.path.join(cls.folder, "killed.log"), "wb")
            crawl = subprocess.Popen(arguments, stdout=log, stderr=log)
            log.close()
            try:
                code = crawl.wait(numbers.uniform(0.02, 0.8) if kills < KILLS else 300)
            except subprocess.TimeoutExpired:
                crawl.send_signal(signal.SIGKILL)
                crawl.wait()
                kills += 1
                continue
            with open(os.path.join(cls.folder, "killed.log"), encoding="utf-8", errors="replace") as log:
                said = log.read()
            if code != 0:
                raise AssertionError(f"after {kills} kills (seed {SEED}) the crawl ended with {code}: {said}")
            print(f"{kills} kills, seed {SEED}")
            return kills

    def test_it_was_killed_often_enough(self):
        self.assertGreaterEqual(self.kills, KILLS, "the crawl was over before its kills: make it slower")

    def test_every_shard_is_sound(self):
        for path in lycosa.shard_files(self.store):
            done = subprocess.run(["sqlite3", "-readonly", path, "PRAGMA integrity_check"], capture_output=True, text=True, check=False)
            self.assertEqual(done.stdout, "ok\n", path)

    def assert_same(self, table):
        wanted, got = stable_rows(self.undisturbed, table), stable_rows(self.store, table)
        missing, extra = sorted(set(wanted) - set(got)), sorted(set(got) - set(wanted))
        self.assertTrue(wanted)
        self.assertEqual((missing[:3], extra[:3]), ([], []), f"{len(missing)} rows missing, {len(extra)} rows too many")

    def test_page_info_is_the_same(self):
        self.assert_same("page_info")

    def test_page_text_is_the_same(self):
        self.assert_same("page_text")

    def test_links_are_the_same(self):
        self.assert_same("link")

    def test_robots_are_the_same(self):
        self.assert_same("robots")

    def test_states_in_seen_are_the_same(self):
        self.assert_same("seen")

    def test_only_what_was_in_flight_was_asked_for_again(self):
        again = {}
        for url, statuses in self.after.items():
            count = len(statuses) - len(self.before.get(url, []))
            if count > 1 and not url.endswith(("/robots.txt", "/robots-real.txt", "/sitemap.xml")):
                again[url] = count - 1
        # A kill can meet as many pages as may be in flight, fetched and not yet kept ones among them, and each is asked
        # for once more.
        in_flight = HOSTS * PER_HOST
        self.assertLessEqual(sum(again.values()), self.kills * in_flight, again)
        # Kills are drawn at random, so a slow page can be met several times, but not by all of them.
        self.assertLessEqual(max(again.values(), default=0), KILLS - 1, again)


if __name__ == "__main__":
    lycosa.main()
