"""What a verb does when its surroundings are broken: a full or closed standard output, settings that are no TOML."""
import os
import re
import subprocess
import unittest

import lycosa

# How each verb is called so that it writes something; {page}, {robots}, {store}, {archive} and {new} are paths.
VERBS = {
    "crawl": "crawl http://127.0.0.1:1/ --store {new} --allow-private --retries 0 --end-wait 0 --quiet",
    "extract": "extract {page}",
    "html": "html {page}",
    "ingest": "ingest --html {page} --url http://example.com/again --store {new}",
    "hosts": "hosts --store {store}",
    "inspect": "inspect http://example.com/ --store {store}",
    "limits": "limits",
    "rejudge": "rejudge --store {store}",
    "replay": "replay {archive} --store {new}",
    "requeue": "requeue --state crawled --store {store}",
    "robots": "robots {robots} --url /y",
    "serve": "serve --help",
    "stats": "stats --store {store}",
    "url": "url http://a.example/",
    "urls": "urls --store {store}",
    "version": "version",
}
# Forms that write in a way of their own.
MORE = [
    "extract {page} --json",
    "inspect http://example.com/ --store {store} --json",
    "limits --json",
    "stats --store {store} --json",
    "urls --store {store} --csv",
    "urls --store {store} --json",
    "url http://a.example/ --json",
    "--help",
    "urls --help",
]


def decisive_facts(report):
    return report["url"], report["verdict"]


class Surroundings(lycosa.Case):
    def setUp(self):
        super().setUp()
        page = self.file("page.html", "<title>t</title><p>words <a href=/b>b</a>" + "<p>more of them" * 100)
        self.places = {
            "page": page,
            "robots": self.file("robots.txt", "User-agent: *\nDisallow: /x\n"),
            "store": self.path("store"),
            "archive": self.path("store/archive"),
        }
        done = lycosa.run("ingest", "--html", page, "--url", "http://example.com/", "--store", self.places["store"])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.made = 0

    def words(self, command):
        self.made += 1
        return command.format(**self.places, new=self.path(f"new{self.made}")).split()

    def run_into(self, command, stdout):
        return subprocess.run([lycosa.BIN, *self.words(command)], stdin=subprocess.DEVNULL, stdout=stdout,
                              stderr=subprocess.PIPE, timeout=120, check=False, text=True)

    def test_every_verb_is_tried(self):
        listed = re.findall(r"^  ([a-z]+) ", lycosa.run("--help").stdout.partition("ubcommands:")[2].partition("Topics")[0], re.MULTILINE)
        self.assertGreater(len(listed), 5)
        self.assertEqual(sorted(set(listed) - {"help"}), sorted(VERBS),
                         "a verb needs an entry in VERBS of this file, so that it is tried with a full standard output")

    def test_a_full_standard_output_is_an_error(self):
        for command in [*VERBS.values(), *MORE]:
            with self.subTest(command):
                usual = lycosa.run(*self.words(command))
                self.assertNotEqual(usual.stdout, "", f"it should write something; {usual.stderr}")
                with open("/dev/full", "w") as full:
                    done = self.run_into(command, full)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("lycosa: the output could not be written whole: No space left on device", done.stderr)

    def test_a_closed_pipe_is_quiet(self):
        for command in [*VERBS.values(), *MORE]:
            with self.subTest(command):
                reading, writing = os.pipe()
                os.close(reading)
                try:
                    done = self.run_into(command, writing)
                finally:
                    os.close(writing)
                self.assertNotIn("output", done.stderr)
                self.assertNotIn("Broken pipe", done.stderr)
                self.assertGreaterEqual(done.returncode, 0)

    def test_a_closed_standard_output_harms_no_file(self):
        before = lycosa.inspect(self.places["store"], "http://example.com/", "--now", "2030-01-01T00:00:00Z")
        for command in VERBS.values():
            with self.subTest(command):
                done = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&- <&-', lycosa.BIN, *self.words(command)],
                                      stderr=subprocess.PIPE, timeout=120, check=False, text=True)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("Bad file descriptor", done.stderr)
        after = lycosa.inspect(self.places["store"], "http://example.com/", "--now", "2030-01-01T00:00:00Z")
        self.assertEqual(decisive_facts(after), decisive_facts(before))

    def test_settings_that_are_no_toml_are_an_error_with_their_line(self):
        for text in "[{x", "[ {a", "\n\n[[{x", "a = [{x", "a" + ".a" * 100000 + " = 1", "\0", "[" * 100000:
            config = self.file("config.toml", text)
            line = text.count("\n") + 1
            for command in f"limits --config {config}", f"crawl http://127.0.0.1:1/ --store {{new}} --config {config}":
                with self.subTest(command, text=text[:10]):
                    done = lycosa.run(*self.words(command))
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(f"config.toml:{line}: ", done.stderr)
            with open(os.path.join(self.places["store"], "store.toml"), "w") as file:
                file.write(text)
            for verb in "stats", "urls", "inspect", "ingest":
                with self.subTest(verb, text=text[:10]):
                    done = lycosa.run(*self.words(VERBS[verb].replace("{new}", "{store}")))
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(f"store.toml:{line}: ", done.stderr)


if __name__ == "__main__":
    lycosa.main()
