"""A store of which a shard is lost: what replay and rejudge do with the others, and what the same command completes once the
shard is back; that a crawl makes good by itself what a crawl or an ingest had to leave out."""
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402
from loopback import Answer, Site, link, page, redirect  # noqa: E402

HOSTS = [f"{name}.test" for name in ("anna", "bert", "carl", "dora", "emil", "fritz", "gerd", "hans")]
SHARDS = 4
TABLES = ("page_info", "page_text", "page_history", "robots", "link", "seen", "discovery")


class Damage(lycosa.Case):
    """A store of which one shard, `bad`, is lost in several ways."""

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


class DamagedShard(Damage):
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

    def test_ingest_writes_what_is_not_of_the_lost_shard(self):
        shards = {url: lycosa.inspect(self.crawled, url)["key"]["shard"] for url in self.urls}
        lost = next(url for url in self.urls if shards[url] == self.bad)
        sound = next(url for url in self.urls if shards[url] != self.bad)
        html = self.file("page.html", f'<title>t</title><p>words <a href="{lost}new">new</a>')
        for what in self.each_damage(self.crawled):
            with self.subTest(what):
                for url in (lost, sound):
                    done = lycosa.run("ingest", "--html", html, "--url", url, "--store", self.store, timeout=60)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(f"shard {self.bad:02} (", done.stderr)
                self.put_back()
                self.assertEqual([row["kind"] for row in lycosa.rows(self.store, "run")], ["crawl", "ingest"])
                new = f"own_unparsed LIKE '%/new %' AND side = 'in'"
                self.assertEqual(lycosa.rows(self.store, "link", new), [])
                lycosa.crawl(self.store, flags=["--max-pages", "1", "--fresh-settings", "--retries", "0"])
                self.assertEqual(len(lycosa.rows(self.store, "link", new)), 1)


class Crawl(Damage):
    """What a crawl finds for a lost shard is found again by the first crawl that has it."""

    def setUp(self):
        super().setUp()
        self.site = Site({})
        self.addCleanup(self.site.close)
        self.seeds = [f"http://{host}:{self.site.port}/" for host in HOSTS]
        self.flags = [word for host in HOSTS for word in ("--resolve", f"{host}:{self.site.port}:127.0.0.1")]
        self.flags += ["--shards", SHARDS, "--scope", "any"]
        links = "".join(link(url + "x") for url in self.seeds)
        maps = "".join(url + "from-map\n" for url in self.seeds)
        hops = {f"/hop{n}": redirect(url + "y") for n, url in enumerate(self.seeds)}
        nofollow = "".join(f'<a rel=nofollow href="{url}n">n</a>' for url in self.seeds)
        self.site.pages.update({
            "/": page("Home", links + nofollow + "".join(link(path) for path in hops)), "/x": page("X"), "/y": page("Y"),
            "/from-map": page("M"), "/n": page("N"), "/map.txt": Answer(200, maps, type="text/plain"), **hops,
            "/robots.txt": Answer(200, "Sitemap: /map.txt\n", type="text/plain")})

    def state(self):
        """What the crawls come to, apart from when and in which order they found it."""
        seen = sorted((row["src_unparsed"], row["state"], row["reason"], row["role"]) for row in lycosa.rows(self.store, "seen"))
        ends = sorted((row["own_unparsed"], row["side"], row["other_unparsed"], row["how"]) for row in lycosa.rows(self.store, "link"))
        return seen, ends

    def crawl(self, *seeds, code=0):
        done = lycosa.run("crawl", *seeds, "--store", self.store, "--json", *lycosa.crawl_flags(self.flags), timeout=120)
        self.assertEqual(done.returncode, code, done.stderr)
        return json.loads(done.stdout), done.stderr

    def bad_shard(self):
        """A shard that holds one of the hosts, and is not that of the runs."""
        shards = [lycosa.inspect(self.store, url)["key"]["shard"] for url in self.seeds]
        return next(shard for shard in shards if shard != 0), shards

    def test_goes_on_with_the_others_and_makes_good(self):
        self.crawl(*self.seeds)
        whole = self.state()
        self.bad, shards = self.bad_shard()
        lost = [url for url, shard in zip(self.seeds, shards) if shard == self.bad]
        shutil.rmtree(self.store)
        # A store in which nothing is known yet, without one shard.
        lycosa.crawl(self.store, "http://127.0.0.1:9/", flags=["--shards", SHARDS, "--retries", "0"])
        before = shutil.copytree(self.store, self.path("before"))
        for what in self.each_damage(before):
            with self.subTest(what):
                summary, said = self.crawl(*self.seeds, code=2)
                self.assertIn(f"shard {self.bad:02} (", said)
                left_out = summary["left_out"]
                self.assertEqual([each["shard"] for each in left_out], [self.bad])
                self.assertEqual(left_out[0]["urls"], len(lost) * 5)
                self.assertEqual(summary["seeds"]["without_answer"]["shard.unreachable"], len(lost))
                self.assertTrue(os.path.exists(self.shard().replace(".db", ".missed")))
                self.put_back()
                summary, _ = self.crawl()
                self.assertEqual(summary["left_out"], [])
                self.assertFalse(os.path.exists(self.shard().replace(".db", ".missed")))
                seen, ends = self.state()
                there = [row for row in seen if not row[0].startswith("[127.0.0.1]")]
                self.assertEqual((there, ends), whole)


if __name__ == "__main__":
    lycosa.main()
