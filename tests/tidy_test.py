#!/usr/bin/env python3
""".ci/tidy picks the files that changed, in repositories of a few files and with a clang-tidy that dislikes one word."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIDY = """#!/bin/sh
for path; do :; done
if grep -q bad "$path"; then echo "$path: bad"; exit 1; fi
"""


class Tidy(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="lycosa-tidy-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("bin/clang-tidy-14", TIDY)
        os.chmod(os.path.join(self.folder, "bin/clang-tidy-14"), 0o755)
        os.makedirs(os.path.join(self.folder, "tree/.ci"))
        shutil.copy(os.path.join(ROOT, ".ci", "tidy"), os.path.join(self.folder, "tree/.ci/tidy"))
        for name in "abc":
            self.write(f"tree/src/{name}.cc", "good")
        self.write("tree/src/b.h", "good")
        self.write("tree/build/compile_commands.json", json.dumps(
            [{"file": os.path.join(self.folder, "tree/src", name + ".cc")} for name in "abc"]))

    def write(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example", *arguments], cwd=os.path.join(self.folder, "tree"),
                       check=True, capture_output=True)

    def commit(self):
        self.git("add", "src")
        self.git("commit", "-qm", "a commit")

    def tidy(self, *arguments, seconds="60"):
        done = subprocess.run([os.path.join(self.folder, "tree/.ci/tidy"), os.path.join(self.folder, "tree/build"), *arguments],
                              capture_output=True, text=True, check=False, timeout=60,
                              env={**os.environ, "LYCOSA_TIDY_SECONDS": seconds, "GIT_CEILING_DIRECTORIES": self.folder,
                                   "PATH": os.path.join(self.folder, "bin") + ":" + os.environ["PATH"]})
        return done.returncode, done.stdout

    def test_without_history_it_checks_nothing_and_says_so(self):
        code, said = self.tidy()
        self.assertEqual(code, 0)
        self.assertIn("no history", said)
        self.git("init", "-q", "-b", "main")
        self.commit()
        code, said = self.tidy()
        self.assertEqual(code, 0)
        self.assertIn("no history", said)

    def test_on_main_it_checks_the_last_commit_and_what_is_not_committed(self):
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.write("tree/src/b.h", "changed")
        self.commit()
        self.assertEqual(self.tidy(), (0, "tidy: 1 files checked, 0 with findings\n"))
        self.write("tree/src/c.cc", "bad")
        code, said = self.tidy()
        self.assertEqual(code, 1)
        self.assertIn("c.cc: bad", said)
        self.assertIn("2 files checked, 1 with findings", said)

    def test_on_a_branch_it_checks_all_that_differs_from_main(self):
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.git("checkout", "-qb", "topic")
        for name in "ab":
            self.write(f"tree/src/{name}.cc", "changed")
            self.commit()
        self.assertIn("2 files checked", self.tidy()[1])
        self.assertIn("3 files checked", self.tidy("--all")[1])

    def test_what_is_not_reached_in_time_is_named(self):
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.write("tree/src/c.cc", "changed")
        self.commit()
        self.write("tree/src/a.cc", "bad")
        code, said = self.tidy(seconds="0")
        self.assertEqual(code, 0)
        self.assertIn("not reached within 0 s: src/a.cc src/c.cc", said)


if __name__ == "__main__":
    unittest.main()
