"""Where a store keeps its archive, and pipes in the place of its files, which nobody may wait for."""
import os
import shutil
import unittest

import lycosa

URL = "http://example.com/"


class StorePlaces(lycosa.Case):
    def setUp(self):
        super().setUp()
        self.page = self.file("page.html", "<title>t</title><p>words")
        self.store = self.path("store")
        self.ingest()

    def ingest(self, code=0):
        done = lycosa.run("ingest", "--html", self.page, "--url", URL, "--store", self.store, timeout=20)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def in_store(self, name):
        return os.path.join(self.store, name)

    def set_key(self, line):
        key = line.split("=")[0]
        with open(self.in_store("store.toml")) as file:
            lines = [each for each in file if not each.startswith(key)]
        with open(self.in_store("store.toml"), "w") as file:
            file.write(line + "\n" + "".join(lines))

    def put_pipe(self, path):
        if os.path.exists(path):
            os.remove(path)
        os.mkfifo(path)

    def test_the_archive_is_where_store_toml_says(self):
        wide = self.path("wide")
        self.set_key(f'archive = "{wide}"')
        shutil.rmtree(self.in_store("archive"))
        done = lycosa.run("crawl", "http://127.0.0.1:1/", "--store", self.store, "--allow-private", "--retries", "0",
                          "--end-wait", "0", "--quiet", timeout=60)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertFalse(os.path.exists(self.in_store("archive")))
        self.assertTrue(os.listdir(wide))
        self.assertEqual(lycosa.run("replay", wide, "--store", self.path("again")).returncode, 0)

    def test_hostile_values_are_errors(self):
        for line, message in (('archive = "../elsewhere"', "archive must be a path"),
                              ('archive = "a\\u0000b"', "archive must be a path"),
                              ('engine = "clickhouse"', "this lycosa has no engine clickhouse")):
            with self.subTest(line):
                self.set_key(line)
                self.assertIn(message, self.ingest(2))
                done = lycosa.run("stats", "--store", self.store)
                self.assertEqual(done.returncode, 2)
                self.assertIn(message, done.stderr)
                self.set_key(line.split("=")[0] + '= "' + {"a": "archive", "e": "sqlite"}[line[0]] + '"')

    def test_no_pipe_is_waited_for(self):
        shard = lycosa.inspect(self.store, URL)["key"]["shard"]
        for name, verbs in ((f"shards/{shard:02}.db", ("ingest", "stats", "urls", "inspect")),
                            ("writer.lock", ("ingest",)), ("lycosa.toml", ("stats", "urls", "inspect")),
                            ("store.toml", ("ingest", "stats", "urls", "inspect"))):
            path = self.in_store(name)
            before = path + ".before"
            if os.path.exists(path):
                os.rename(path, before)
            self.put_pipe(path)
            for verb in verbs:
                with self.subTest(verb, pipe=name):
                    if verb == "ingest":
                        self.assertIn(" is not a file", self.ingest(2))
                        continue
                    words = [verb, URL] if verb == "inspect" else [verb]
                    done = lycosa.run(*words, "--store", self.store, timeout=20)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(" is not a file", done.stderr + done.stdout)
            os.remove(path)
            if os.path.exists(before):
                os.rename(before, path)
        self.ingest()


if __name__ == "__main__":
    lycosa.main()
