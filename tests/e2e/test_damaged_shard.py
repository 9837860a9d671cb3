"""A store of which a shard is lost: what replay and rejudge do with the others, and what the same command completes once the
shard is back. A crawl and an ingest refuse such a store, and change nothing."""
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
from loopback import Site, link, page  # noqa: E402

HOSTS = [f"{name}.test" for name in ("anna", "bert", "carl", "dora", "emil", "fritz", "gerd", "hans")]
SHARDS = 4
TABLES = ("page_info", "page_text", "page_history", "robots", "link", "seen", "discovery")


class DamagedShard(lycosa.Case):
    @classmethod
    def setUpClass(cls):
        cls.folder_of_all = lycosa.new_folder(cls.addClassCleanup)
        cls.crawled = os.path.join(cls.folder_of_all, "crawled")
        with Site({}) as site:
            cls.urls = [f"http://{host}:{site.port}/" for host in HOSTS]
            links = "".join(link(url) + link(url + "x") for url in cls.urls)
            site.pages.update({"/": page("Home", links), "/x": page("X", links)})
            names = [word for host in HOSTS for word in ("--resolve", f"{host}:{site.port}:127.0.0.1")]
            lycosa.crawl(cls.crawled, *cls.urls, flags=["--shards", SHARDS, *names])
        shards = [lycosa.inspect(cls.crawled, url)["key"]["shard"] for url in cls.urls]
        # Shard 0 holds the runs, and without it nothing is written.
        cls.bad = next(shard for shard in shards if shard != 0)
        if len(set(shards)) < 2:
            raise AssertionError("the hosts are all in one shard")

    def setUp(self):
        super().setUp()
        self.store = self.path("store")

    def shard(self):
        return os.path.join(self.store, "shards", f"{self.bad:02}.db")

    def put_aside(self):
        for end in ("", "-wal", "-shm"):
            if os.path.exists(self.shard() + end):
                os.rename(self.shard() + end, self.path("aside" + end))

    def put_back(self):
        if os.path.isdir(self.shard()):
            os.rmdir(self.shard())
        for end in ("", "-wal", "-shm"):
            if os.path.exists(self.shard() + end):
                os.remove(self.shard() + end)
            if os.path.exists(self.path("aside" + end)):
                os.rename(self.path("aside" + end), self.shard() + end)

    def garbage(self):
        with open(self.shard(), "wb") as file:
            file.write(b"x" * 20000)

    def each_damage(self, before):
        """Gives the store as `before` has it with its shard lost, once in each way."""
        for what, damage in (("missing", lambda: None), ("garbage", self.garbage),
                             ("folder", lambda: os.mkdir(self.shard())), ("pipe", lambda: os.mkfifo(self.shard()))):
            shutil.rmtree(self.store, True)
            shutil.copytree(before, self.store)
            self.put_aside()
            damage()
            yield what

    def run_json(self, code, verb, *words):
        done = lycosa.run(verb, *words, "--store", self.store, "--json", timeout=60)
        self.assertEqual(done.returncode, code, done.stderr)
        result = json.loads(done.stdout.splitlines()[-1])
        if code == 2:
            self.assertIn(f"shard {self.bad:02} (", done.stderr)
            self.assertEqual([each["shard"] for each in result["unavailable"]], [self.bad])
        else:
            self.assertEqual(result["unavailable"], [])
        return result

    def all_rows(self):
        return {table: sorted(map(repr, lycosa.rows(self.store, table))) for table in TABLES}

    def test_replay_takes_in_the_rest_and_is_completed_by_another(self):
        archive = os.path.join(self.crawled, "archive")
        html = self.file("page.html", "<title>t</title><p>words")
        lycosa.run("ingest", "--html", html, "--url", "http://zora.test/", "--store", self.store, "--shards", SHARDS)
        before = shutil.copytree(self.store, self.path("before"))
        self.run_json(0, "replay", archive)
        whole = self.all_rows()
        for what in self.each_damage(before):
            with self.subTest(what):
                replayed = self.run_json(2, "replay", archive)
                self.assertGreater(replayed["left_out"], 0)
                self.assertGreater(replayed["exchanges"], replayed["left_out"])
                self.put_back()
                self.assertNotEqual(self.all_rows(), whole)
                self.assertEqual(self.run_json(0, "replay", archive)["left_out"], 0)
                self.assertEqual(self.all_rows(), whole)

    def test_rejudge_judges_the_rest_and_is_completed_by_another(self):
        rules = ["--exclude", "/x", "--now", "2036-01-01T00:00:00Z"]
        shutil.copytree(self.crawled, self.store)
        everything = self.run_json(0, "rejudge", *rules)
        whole = self.all_rows()
        for what in self.each_damage(self.crawled):
            with self.subTest(what):
                judged = self.run_json(2, "rejudge", *rules)
                self.assertGreater(judged["urls"], 0)
                self.assertLess(judged["urls"], everything["urls"])
                self.put_back()
                self.assertNotEqual(self.all_rows(), whole)
                self.assertEqual(self.run_json(0, "rejudge", *rules)["urls"], everything["urls"])
                self.assertEqual(self.all_rows(), whole)

    def test_crawl_and_ingest_refuse_the_store(self):
        html = self.file("page.html", "<title>t</title><p>words")
        for what in self.each_damage(self.crawled):
            with self.subTest(what):
                for words in (["crawl", self.urls[0], "--allow-private"],
                              ["ingest", "--html", html, "--url", self.urls[0]]):
                    done = lycosa.run(*words, "--store", self.store, timeout=60)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(f"shard {self.bad:02} (", done.stderr)
                self.put_back()
                self.assertEqual(len(lycosa.rows(self.store, "run")), 1)


if __name__ == "__main__":
    lycosa.main()
