#!/usr/bin/env python3
"""The module rule. Half of it CMake enforces, and here is proof that it does: small projects that break it and must not
configure or compile. The other half CMake cannot see, and is read from the sources: relative includes, and I/O, clocks,
threads or the environment in PURE modules, and the namespaces.

The rule of names: every file of src/MODULE opens `namespace lycosa::inline MODULE`, so that two modules never define the
same type for the linker (in html and cli, whose words are common ones, `namespace lycosa::html` and `lycosa::cli`). Within one
namespace no type is defined twice, and no two modules have a type of one name in their public headers, where a user would
find both as `lycosa::NAME`."""
import itertools
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SRC = os.path.join(ROOT, "src")

# What a PURE module must not contain: headers, and calls found in code (comments and strings left out).
IMPURE_HEADERS = {
    "fstream", "filesystem", "iostream", "thread", "shared_mutex", "condition_variable", "future", "semaphore",
    "latch", "barrier", "stop_token", "chrono", "ctime", "time.h", "random", "csignal", "signal.h", "unistd.h", "fcntl.h",
    "netdb.h", "poll.h", "dirent.h", "pthread.h", "curl/curl.h", "ares.h", "sqlite3.h",
}
IMPURE_HEADER_FOLDERS = ("sys/", "arpa/", "netinet/", "boost/asio")
IMPURE_CODE = [
    (r"\b(?:system|steady|high_resolution|utc|file)_clock\b", "reads a clock"),
    (r"(?<![\w.>:])(?:std::)?(?:time|clock|gettimeofday|clock_gettime|timespec_get|localtime\w*|mktime|sleep|usleep|nanosleep)\s*\(",
     "reads a clock"),
    (r"(?<![\w.>:])(?:std::)?(?:secure_)?(?:getenv|setenv|putenv)\s*\(", "reads the environment"),
    (r"(?<![\w.>:])(?:std::)?(?:fopen|fread|fwrite|freopen|tmpfile|printf|fprintf|puts|fputs|putchar|perror|scanf)\s*\(", "does I/O"),
    (r"\bstd::(?:cout|cerr|clog|cin)\b", "does I/O"),
    (r"(?<![\w.>:])::?(?:open|read|write|socket|connect|bind|listen|accept|send|recv)\s*\(", "does I/O"),
    (r"\bstd::(?:j?thread|mutex|async|condition_variable)\b", "uses threads"),
    (r"(?<![\w.>:])(?:std::)?(?:rand|srand|random_device|exit|_exit|quick_exit)\s*\(", "is not a function of its arguments, or ends the process"),
]


def declarations():
    """The words of each lycosa_module(), in the order of src/CMakeLists.txt."""
    return [words.split() for words in re.findall(r"^lycosa_module\(([^)]*)\)", read(os.path.join(SRC, "CMakeLists.txt")), re.M)]


def listed(words, key):
    """What stands after `key`, up to the next key."""
    if key not in words:
        return []
    return list(itertools.takewhile(lambda word: word not in ("USES", "LIBS", "PUBLIC"), words[words.index(key) + 1:]))


def modules():
    """(name, kind, used modules) for every module."""
    return [(words[0], words[1], listed(words, "USES")) for words in declarations()]


def public_headers():
    """(module, path) of what other modules may include."""
    for words in declarations():
        for header in [f"{words[0]}.h"] + listed(words, "PUBLIC"):
            path = os.path.join(SRC, words[0], header)
            if os.path.exists(path):
                yield words[0], path


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def sources(folder):
    for where, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith((".h", ".cc", ".inc")):
                yield os.path.join(where, name)


def is_of_tests(path):
    """Whether a source is a test or what tests share; those may use tests/conformance and read fixtures from disk."""
    return "test" in os.path.basename(path)


RAW_STRING = r'R"([^\s()\\]{0,16})\(.*?\)\1"'


def code_of(text):
    """The text without comments and literals; every line stays where it was."""
    pattern = re.compile(RAW_STRING + r"""|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'""", re.S)
    return pattern.sub(lambda match: '""' + "\n" * match.group().count("\n"), text)


def includes(text):
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1), match.group(2)


def impurities(text):
    """(line, what is wrong) for every line of a PURE module's source that breaks the rule."""
    for number, _, header in includes(text):
        if header in IMPURE_HEADERS or header.startswith(IMPURE_HEADER_FOLDERS):
            yield number, f"includes <{header}>"
    code = code_of(text)
    for pattern, what in IMPURE_CODE:
        for match in re.finditer(pattern, code):
            yield code.count("\n", 0, match.start()) + 1, f"{match.group().strip()} {what}"


# ---- names: which namespace a type lives in

PLAIN_NAMESPACES = ("html", "cli")  # lycosa::html and lycosa::cli; every other module's names are seen as lycosa's too

OPENING = re.compile(r"\b(?:inline\s+)?namespace\b(?P<namespace>[^;{}=()]*)\{"
                     r"|\b(?:class|struct|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[[^\]]*\]\]\s*|alignas\([^)]*\)\s*)*"
                     r"(?P<type>[A-Za-z_]\w*(?:::\w+)*)\s*(?:final\s*)?(?::[^;{}()]*)?\{"
                     r"|(?P<open>\{)|(?P<close>\})")


def own_namespace(module):
    """What every file of the module opens first."""
    return f"lycosa::{module}" if module in PLAIN_NAMESPACES else f"lycosa::inline {module}"


def defined_types(text):
    """(line, namespaces around it as a tuple, name) for every type that is defined at the level of a namespace."""
    code, scopes = code_of(text), []
    for match in OPENING.finditer(code):
        if match["close"]:
            if scopes:
                scopes.pop()
        elif match["namespace"] is not None:
            scopes.append(" ".join(match["namespace"].split()) or "(anonymous)")
        else:
            if match["type"] and None not in scopes:
                yield code.count("\n", 0, match.start()) + 1, tuple(scopes), match["type"]
            scopes.append(None)


def outermost_namespaces(text):
    """(line, name) of each namespace of the file that stands in no other scope."""
    code, depth = code_of(text), 0
    for match in OPENING.finditer(code):
        if match["namespace"] is not None and depth == 0:
            yield code.count("\n", 0, match.start()) + 1, " ".join(match["namespace"].split())
        depth += -1 if match["close"] else 1


def types_defined_twice(files):
    """What is wrong with the types of `files`, (path, text) each: "NAMESPACE::NAME: path:line, path:line"."""
    places = {}
    for path, text in files:
        for line, scopes, name in defined_types(text):
            if "(anonymous)" not in scopes and scopes:
                places.setdefault("::".join(scopes).replace("inline ", "") + "::" + name, []).append(f"{path}:{line}")
    return [f"{name}: {', '.join(where)}" for name, where in sorted(places.items()) if len(where) > 1]


class Sources(unittest.TestCase):
    def test_every_folder_is_a_declared_module(self):
        folders = {name for name in os.listdir(SRC) if os.path.isdir(os.path.join(SRC, name))}
        declared = {name for name, _, _ in modules()}
        self.assertLessEqual(folders, declared, "folders of src/ that src/CMakeLists.txt does not declare")
        self.assertLessEqual(declared, folders, "modules without a folder")

    def test_no_include_is_relative(self):
        wrong = []
        names = {name for name, _, _ in modules()}
        for path in sources(SRC):
            known = names | {"conformance"} if is_of_tests(path) else names
            for number, quote, header in includes(read(path)):
                parts = header.split("/")
                if ".." in parts or "." in parts or (quote == '"' and parts[0] not in known):
                    wrong.append(f"{os.path.relpath(path, ROOT)}:{number}: {header}")
        self.assertEqual(wrong, [], "includes of ours are written module/header.h, from the module's name on")

    def test_headers_are_included_only_from_used_modules(self):
        """CMake hides private headers; this also names an include that works only through another module's uses."""
        wrong = []
        uses = {name: set(used) | {name} for name, _, used in modules()}
        for name in uses:
            for path in sources(os.path.join(SRC, name)):
                for number, quote, header in includes(read(path)):
                    if quote == '"' and header.split("/")[0] not in uses[name] and not is_of_tests(path):
                        wrong.append(f"{os.path.relpath(path, ROOT)}:{number}: {header}")
        self.assertEqual(wrong, [], "a module includes only from modules after its USES in src/CMakeLists.txt")

    def test_headers_guard_themselves(self):
        wrong = [os.path.relpath(path, ROOT) for path in sources(SRC)
                 if path.endswith(".h") and "#pragma once" not in read(path)]
        self.assertEqual(wrong, [])

    def test_pure_modules_do_no_io_and_read_no_clock(self):
        wrong = []
        for name, kind, _ in modules():
            if kind != "PURE":
                continue
            for path in sources(os.path.join(SRC, name)):
                if is_of_tests(path):
                    continue
                wrong += [f"{os.path.relpath(path, ROOT)}:{number}: {what}" for number, what in impurities(read(path))]
        self.assertEqual(wrong, [])

    def test_the_purity_check_sees_what_it_is_for(self):
        for line in ("#include <fstream>", "# include <sys/socket.h>", "auto t = std::chrono::system_clock::now();",
                     "return time(nullptr);", "x = std::getenv(\"HOME\");", "std::cout << 1;", "printf(\"x\");",
                     "std::mutex lock;", "int s = ::socket(1, 2, 3);"):
            self.assertTrue(list(impurities(line)), line)
        for line in ("// time(nullptr) is not called", "auto s = \"std::cout\";", "parse_time(text)", "t.time();",
                     "format::printf_like(x)", "#include <string>", "const char* r = R\"x(getenv(\"A\"))x\";"):
            self.assertEqual(list(impurities(line)), [], line)

    def test_every_file_is_in_the_namespace_of_its_module(self):
        wrong = []
        for module, _, _ in modules():
            for path in sources(os.path.join(SRC, module)):
                for line, name in outermost_namespaces(read(path)):
                    # Types of libraries may be announced in the libraries' own namespaces.
                    if name.startswith("lycosa") and not f"{name}::".startswith(f"{own_namespace(module)}::"):
                        wrong.append(f"{os.path.relpath(path, ROOT)}:{line}: {name}, not {own_namespace(module)}")
        self.assertEqual(wrong, [])

    def test_no_type_is_defined_twice_in_a_namespace(self):
        files = [(os.path.relpath(path, ROOT), read(path)) for path in sources(SRC)]
        self.assertGreater(sum(1 for _, text in files for _ in defined_types(text)), 300, "the check finds no types")
        self.assertEqual(types_defined_twice(files), [])

    def test_public_types_have_names_of_their_own(self):
        places = {}
        for module, path in public_headers():
            for line, scopes, name in defined_types(read(path)):
                if scopes == (own_namespace(module),) and module not in PLAIN_NAMESPACES:
                    places.setdefault(name, []).append(f"{os.path.relpath(path, ROOT)}:{line}")
        self.assertEqual({name: where for name, where in places.items() if len(where) > 1}, {})

    def test_the_check_of_types_sees_what_it_is_for(self):
        one = "namespace lycosa::inline a {\nstruct Same {\n  struct Inner { int x; };\n};\n}\n"
        twice = [
            "namespace lycosa::inline a {\nclass Same final : public Base<int> {\n};\n}",
            "namespace lycosa::inline a {\nint f() { return 1; }\nstruct [[nodiscard]] Same\n{\n};\n}",
            "namespace lycosa {\ninline namespace a {\nenum class Same : int { x };\n}\n}",
            "// struct Same {\nnamespace lycosa::inline a {\nconst char* s = \"}\";\nunion Same { int x; };\n}",
        ]
        for text in twice:
            self.assertEqual(len(types_defined_twice([("one.h", one), ("two.cc", text)])), 1, text)
        once = [
            "namespace lycosa::inline b {\nstruct Same {};\n}",
            "namespace lycosa::inline a {\nnamespace {\nstruct Same {};\n}\n}",
            "namespace lycosa::inline a {\nstruct Same;\nSame f(struct Same* s) { return *s; }\n}",
            "namespace lycosa::inline a {\nstruct Other { struct Same {}; };\n}",
            "namespace lycosa::inline a {\nvoid f() { struct Same {}; }\n}",
        ]
        for text in once:
            self.assertEqual(types_defined_twice([("one.h", one), ("two.cc", text)]), [], text)

    def test_no_rules_by_default(self):
        """A store's rules make its keys. A parameter with default rules would let a caller forget which store it asks."""
        default = re.compile(r"\bCanonicalOptions\s*&?\s*\w+\s*=\s*(?:\{|CanonicalOptions\s*[({])[^;]*?[,)]")
        found = [os.path.relpath(path, ROOT) for path in sources(SRC)
                 if not is_of_tests(path) and default.search(code_of(read(path)))]
        self.assertEqual(found, [], "a parameter has rules by default")
        self.assertTrue(default.search("Url canonical(const Url& url, const CanonicalOptions& options = {}, int* n);"))
        self.assertTrue(default.search("f(CanonicalOptions rules = CanonicalOptions());"))
        self.assertFalse(default.search("const CanonicalOptions& options = x.rules;"))

    def test_files_stay_small(self):
        """A file is one thing. Tables that a tool made and tests may be longer."""
        long = [f"{os.path.relpath(path, ROOT)} ({lines})" for path in sources(SRC)
                if (lines := read(path).count("\n")) > 600 and not path.endswith("_test.cc")
                and "// Generated by tools/" not in read(path)[:200]]
        self.assertEqual(long, [], "more than 600 lines")


class Build(unittest.TestCase):
    """cmake/module.cmake itself, on projects of two modules."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="lycosa-modules-")
        self.addCleanup(shutil.rmtree, self.folder)

    def project(self, declarations, files):
        lists = ("cmake_minimum_required(VERSION 3.25)\nproject(rule LANGUAGES CXX)\nset(CMAKE_CXX_STANDARD 20)\n"
                 "add_library(lycosa_warnings INTERFACE)\n"
                 f"include({ROOT}/cmake/module.cmake)\n" + declarations)
        for path, text in {"CMakeLists.txt": lists, **files}.items():
            path = os.path.join(self.folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

    def cmake(self, *arguments):
        return subprocess.run(["cmake", *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)

    def configure(self):
        return self.cmake("-S", ".", "-B", "build", "-G", "Ninja")

    LOW = {"src/low/low.h": "#pragma once\nint low();\n", "src/low/low.cc": '#include "low/low.h"\nint low() { return 1; }\n',
           "src/low/secret.h": "#pragma once\nconstexpr int kSecret = 2;\n"}

    def high(self, include):
        return {"src/high/high.cc": f'#include "{include}"\nint high() {{ return 0; }}\n'}

    def assert_refused(self, declarations, files, why):
        self.project(declarations, files)
        done = self.configure()
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn(why, " ".join(done.stdout.split()))

    def test_a_module_may_use_one_above_it(self):
        self.project("lycosa_module(low PURE)\nlycosa_module(high EFFECT USES low)\n", {**self.LOW, **self.high("low/low.h")})
        self.assertEqual(self.configure().returncode, 0)
        built = self.cmake("--build", "build")
        self.assertEqual(built.returncode, 0, built.stdout)

    def test_using_a_module_below_fails_at_configure_time(self):
        self.assert_refused("lycosa_module(high EFFECT USES low)\nlycosa_module(low PURE)\n",
                            {**self.LOW, **self.high("low/low.h")}, "which is not declared above it")

    def test_a_pure_module_using_an_effect_fails_at_configure_time(self):
        self.assert_refused("lycosa_module(low EFFECT)\nlycosa_module(high PURE USES low)\n",
                            {**self.LOW, **self.high("low/low.h")}, "is PURE and cannot use low, which is EFFECT")

    def test_a_kind_that_does_not_exist_fails_at_configure_time(self):
        self.assert_refused("lycosa_module(low CLEAN)\n", self.LOW, "it must be PURE, EFFECT or FACE")

    def test_a_header_that_is_not_public_does_not_compile_elsewhere(self):
        declarations = "lycosa_module(low PURE{})\nlycosa_module(high EFFECT USES low)\n"
        files = {**self.LOW, **self.high("low/secret.h")}
        self.project(declarations.format(""), files)
        self.assertEqual(self.configure().returncode, 0)
        built = self.cmake("--build", "build")
        self.assertNotEqual(built.returncode, 0)
        self.assertIn("low/secret.h", built.stdout)
        # The same header, once it is public.
        self.project(declarations.format(" PUBLIC secret.h"), files)
        built = self.cmake("--build", "build")
        self.assertEqual(built.returncode, 0, built.stdout)

    def test_a_header_of_a_module_that_is_not_used_does_not_compile(self):
        self.project("lycosa_module(low PURE)\nlycosa_module(high EFFECT)\n", {**self.LOW, **self.high("low/low.h")})
        self.assertEqual(self.configure().returncode, 0)
        built = self.cmake("--build", "build")
        self.assertNotEqual(built.returncode, 0)
        self.assertIn("low/low.h", built.stdout)


if __name__ == "__main__":
    unittest.main()
