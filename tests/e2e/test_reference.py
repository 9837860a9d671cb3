#!/usr/bin/env python3
"""The reference reports: a page, ingested with its URL and times, gives the report that it is known to have. One page is of
our own (tests/reference) and its texts are compared byte for byte, but for a last line feed; the other is part of the shared data, whose texts have
lost their lines and are compared word for word."""
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lycosa  # noqa: E402

OURS = os.path.join(lycosa.ROOT, "tests", "reference")
SHARED = os.path.join(lycosa.SHARED, "data", "reference-report")
NOW = "2026-04-12T00:00:00Z"


class Report:
    """What holds for both pages. `folder`, `page` and `root` say what it is, `comparable` what of a text is compared."""
    maxDiff = 4000
    folder = page = root = None

    @staticmethod
    def comparable(text):
        return text.removesuffix("\n")

    @classmethod
    def read(cls, name):
        with open(os.path.join(cls.folder, name), encoding="utf-8") as file:
            return file.read()

    @classmethod
    def setUpClass(cls):
        folder = lycosa.new_folder(cls.addClassCleanup)
        cls.store = os.path.join(folder, "store")
        cls.expected = json.loads(cls.read("expected.json"))
        config = os.path.join(folder, "lycosa.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write('cluster = "laksa"\nnode-pattern = "{cluster}{100+shard}"\n')
        robots = os.path.join(folder, "robots.txt")
        with open(robots, "w", encoding="utf-8") as file:
            file.write("User-agent: *\nDisallow:\n")
        for stamp in (cls.expected["first_indexed"], cls.expected["last_crawled"]):
            done = lycosa.run("ingest", "--html", os.path.join(cls.folder, cls.page), "--url", cls.expected["url"],
                              "--at", stamp.replace(" ", "T") + "Z", "--status", "200", "--robots", robots,
                              "--store", cls.store, "--config", config)
            if done.returncode != 0:
                raise AssertionError(done.stderr)
        cls.report = lycosa.inspect(cls.store, cls.expected["url"], "--now", NOW)
        cls.human = lycosa.run("inspect", cls.expected["url"], "--store", cls.store, "--now", NOW)

    def test_page_details(self):
        page, expected = self.report["page"], self.expected
        self.assertEqual(page["url"], expected["url"])
        self.assertEqual(page["last_crawled"], expected["last_crawled"].replace(" ", "T") + "Z")
        self.assertEqual(page["first_indexed"], expected["first_indexed"].replace(" ", "T") + "Z")
        for name in ("http_status", "meta_title", "meta_description", "meta_canonical"):
            self.assertEqual(page[name], expected[name], name)

    def test_texts(self):
        for name, file in self.expected["outputs"].items():
            self.assertEqual(self.comparable(self.report["page"][name]), self.comparable(self.read(file)), name)

    def test_key(self):
        key = self.report["key"]
        self.assertEqual(key["unparsed"], self.expected["unparsed_url"])
        self.assertEqual(key["cluster"], self.expected["cluster"])
        self.assertEqual(key["root"], self.root)
        self.assertEqual(key["shard"], int(key["root_hash"]) % key["shard_count"])
        self.assertEqual(key["node"], f"laksa{100 + key['shard']}")

    def test_verdict(self):
        verdict = self.report["verdict"]
        self.assertTrue(verdict["indexable"])
        self.assertEqual((verdict["status"], verdict["crawled"], verdict["robots"]), ("INDEXABLE", "CRAWLED", "ALLOWED"))
        self.assertEqual(verdict["reasons"], [])

    def test_filters(self):
        got = [{"filter": line["name"], "status": line["status"], "condition": line["condition"], "details": line["details"]}
               for line in self.report["filters"]]
        self.assertEqual(got, self.expected["filters"])

    def test_the_human_output_has_the_labels(self):
        self.assertEqual(self.human.returncode, 0, self.human.stderr)
        text = self.human.stdout
        shard = self.report["key"]["shard"]
        labels = [
            "\U0001f577\ufe0f Crawler Inspector", "Raw Queries and Responses", "1. Shard Calculation",
            f"Calculated Shard: {shard} (from laksa{100 + shard})", "2. Crawled Status Check", "3. Robots.txt Check",
            "4. Spam/Ban Check", "5. Seen Status Check", "\u2139\ufe0f Skipped - page is already crawled",
            "\U0001f4c4 INDEXABLE", "CRAWLED 1 day ago", "\U0001f916 ROBOTS ALLOWED", "Page Info Filters", "Page Details",
            *(f"{self.expected[name]} ({self.expected[name + '_age']})" for name in ("last_crawled", "first_indexed")), "HTTP Status Code", "Meta Title",
            "Meta Description", "Meta Canonical", "Boilerpipe Text", "Readable Markdown", f"{shard} (laksa)", "Root Hash",
            self.report["key"]["root_hash"], "Unparsed URL", self.expected["unparsed_url"], "Query:", "Response:",
            "download_stamp > now() - 6 MONTH", "0 months ago", "No drop reason", "ml_spam_score=0",
            self.expected["filters"][-1]["details"]]
        self.assertEqual([label for label in labels if label not in text], [])

    def test_each_text_alone(self):
        for flag, file in (("boilerpipe", "boilerpipe.txt"), ("markdown", "page.md"), ("readable", "readable.md")):
            done = lycosa.run("inspect", self.expected["url"], "--store", self.store, "--text", flag)
            self.assertEqual((done.returncode, self.comparable(done.stdout)), (0, self.comparable(self.read(file))), flag)

    def test_direct_parameters_find_the_same_page(self):
        key = self.report["key"]
        done = lycosa.run("inspect", "--shard", key["shard"], "--root-hash", key["root_hash"], "--unparsed", key["unparsed"],
                          "--store", self.store, "--json", "--now", NOW)
        direct = json.loads(done.stdout)
        self.assertEqual(direct["verdict"], self.report["verdict"])
        self.assertEqual(direct["page"], self.report["page"])

    def test_direct_parameters_that_do_not_fit_are_explained(self):
        key = self.report["key"]
        wrong = (key["shard"] + 1) % key["shard_count"]
        done = lycosa.run("inspect", "--shard", wrong, "--root-hash", key["root_hash"], "--unparsed", key["unparsed"],
                          "--store", self.store, "--now", NOW)
        self.assertIn(f"shard {wrong}", (done.stdout + done.stderr).lower())


class OurReport(Report, unittest.TestCase):
    folder, page, root = OURS, "backoff.html", "example,notes"

    def test_the_shard_is_the_expected_one(self):
        key = self.report["key"]
        self.assertEqual({name: key[name] for name in ("root_hash", "shard", "node")},
                         {name: self.expected[name] for name in ("root_hash", "shard", "node")})


@unittest.skipUnless(os.path.isdir(SHARED), f"no reference report in {lycosa.SHARED} (LYCOSA_SHARED names the folder)")
class SharedReport(Report, unittest.TestCase):
    folder, page, root = SHARED, "python-numerical-gil.html", "uk,co,bnikolic"

    @staticmethod
    def comparable(text):
        return text.split()


if __name__ == "__main__":
    lycosa.main()
