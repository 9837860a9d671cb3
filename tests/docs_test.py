#!/usr/bin/env python3
"""The documents say what is so: links lead somewhere, commands and flags exist, the module table is the build file's."""
import os
import re
import subprocess
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.environ.get("LYCOSA_BIN") or os.path.join(ROOT, "build", "release", "lycosa")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def documents():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in ("build", ".git", "crawl", "node_modules")]
        for name in names:
            if name.endswith(".md"):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def without_code(text):
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def help_of(*verb):
    return subprocess.run([BIN, *verb, "--help"], capture_output=True, text=True, check=True).stdout


class Documents(unittest.TestCase):
    def test_relative_links_lead_to_files(self):
        broken = []
        for document in documents():
            for target in re.findall(r"\]\(([^)\s]+)\)", without_code(read(document))):
                path = target.partition("#")[0]
                if re.match(r"[a-z][a-z0-9+.-]*:", target) or not path:
                    continue
                if not os.path.exists(os.path.join(ROOT, os.path.dirname(document), path)):
                    broken.append(f"{document}: {target}")
        self.assertEqual(broken, [])

    def test_make_targets_that_are_named_exist(self):
        targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
        named = {(document, target) for document in documents() for target in re.findall(r"`(?:[A-Z_]+=\S+ )?make ([a-z]+)", read(document))}
        self.assertEqual({(document, target) for document, target in named if target not in targets}, set())

    def test_commands_and_flags_in_the_readme_exist(self):
        verbs, wrong = {}, []
        text = read("README.md")
        commands = re.findall(r"^(?:\$ )?lycosa ([a-z]+)([^\n]*)", text, re.M) + re.findall(r"`lycosa ([a-z]+)([^`\n]*)`", text)
        self.assertTrue(commands)
        program = help_of()
        for verb, rest in commands:
            if not re.search(rf"^\s+{verb}\s", program, re.M):
                wrong.append(f"lycosa {verb}")
                continue
            verbs.setdefault(verb, help_of(verb))
            wrong += [f"lycosa {verb} {flag}" for flag in re.findall(r"(?<=\s)--[a-z-]+", rest) if flag not in verbs[verb]]
        self.assertEqual(wrong, [])

    def test_no_help_has_two_blank_lines_together(self):
        verbs = re.findall(r"^  ([a-z]+) ", help_of().partition("Subcommands:")[2].partition("Topics")[0], re.M)
        self.assertIn("replay", verbs)
        self.assertEqual([verb for verb in verbs if "\n\n\n" in help_of(verb)], [])

    def test_the_module_table_is_the_build_files(self):
        declared = [(name, kind.lower()) for name, kind in re.findall(r"^lycosa_module\((\w+) (\w+)", read("src/CMakeLists.txt"), re.M)]
        shown = re.findall(r"^\| `(\w+)` \| (\w+) \|", read("docs/architecture.md"), re.M)
        self.assertEqual(shown, declared)

    def test_pages_of_the_reference_are_what_help_prints(self):
        program = help_of()
        topics = re.findall(r"^  ([a-z-]+)", program.partition("Topics of lycosa help:")[2], re.M)
        self.assertTrue(topics)
        for topic in topics:
            page = subprocess.run([BIN, "help", topic], capture_output=True, text=True, check=True).stdout
            path = os.path.join(ROOT, "docs", "reference", topic + ".md")
            if os.environ.get("LYCOSA_UPDATE_DOCS") == "1":
                with open(path, "w", encoding="utf-8") as file:
                    file.write(page)
            self.assertEqual(read(path), page, f"LYCOSA_UPDATE_DOCS=1 writes docs/reference/{topic}.md again")

    def test_pages_made_from_tables_are_compared_by_a_test(self):
        """Which a page says with a mark such as <!-- routes -->, or in words; the test must name the page and rewrite it."""
        tests = {}
        for folder, _, names in os.walk(os.path.join(ROOT, "src")):
            for name in names:
                if name.endswith("_test.cc"):
                    path = os.path.join(folder, name)
                    tests[os.path.relpath(path, ROOT)] = read(path)
        made = [document for document in documents() if document.startswith("docs")
                and re.search(r"^<!-- [a-z ]+ -->$|LYCOSA_UPDATE_DOCS", read(document), re.M)]
        self.assertGreaterEqual(len(made), 5)
        # conformance.md is filled by every suite, through tests/conformance/suite.h.
        unchecked = [document for document in made if document != "docs/conformance.md"
                     and not any(os.path.relpath(document, "docs") in text and re.search("LYCOSA_UPDATE_DOCS|expect_(page|part|table)", text)
                                 for text in tests.values())]
        self.assertEqual(unchecked, [])

    def test_every_decision_is_in_their_list(self):
        folder = os.path.join(ROOT, "docs", "decisions")
        listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", read("docs/decisions/README.md")))
        self.assertEqual(listed, {name for name in os.listdir(folder) if re.match(r"\d{4}-", name)})

    def test_packages_are_each_named_once(self):
        names = [line for line in read("packages.txt").split("\n") if line and not line.startswith("#")]
        self.assertEqual(sorted(set(names)), sorted(names))


if __name__ == "__main__":
    unittest.main()
