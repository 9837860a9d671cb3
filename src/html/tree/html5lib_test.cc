// The tree construction tests of html5lib, whole, with scripting off and on.

#include <gtest/gtest.h>

#include <vector>

#include "conformance/suite.h"
#include "html/html.h"
#include "html/test_data.h"

namespace lycosa::html {
namespace {

struct Case {
  std::string file;
  std::string data;
  std::string fragment;
  std::string expected;
  bool run_off = true;
  bool run_on = true;
};

// A file's cases. A section begins with a line that begins with «#»; data and trees may hold empty lines.
std::vector<Case> read_cases(const std::filesystem::path& path) {
  std::vector<Case> cases;
  std::istringstream lines("\n" + read_file(path));
  std::string line, section;
  std::string* into = nullptr;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (line == "#data") {
      cases.push_back({path.filename().string(), "", "", "", true, true});
      into = &cases.back().data;
      section = line;
    } else if (line == "#errors" || line == "#new-errors") {
      into = nullptr;
    } else if (line == "#document-fragment") {
      into = &cases.back().fragment;
    } else if (line == "#script-off") {
      cases.back().run_on = false;
      into = nullptr;
    } else if (line == "#script-on") {
      cases.back().run_off = false;
      into = nullptr;
    } else if (line == "#document") {
      into = &cases.back().expected;
    } else if (into != nullptr) {
      *into += line + "\n";
    }
  }
  for (Case& c : cases) {
    if (!c.data.empty()) c.data.pop_back();
    if (!c.fragment.empty()) c.fragment.pop_back();
    while (c.expected.ends_with("\n\n")) c.expected.pop_back();
  }
  return cases;
}

std::string run(const Case& c, bool scripting) {
  ParseOptions options;
  options.scripting = scripting;
  if (c.fragment.empty()) return tree_text(parse(c.data, options));
  FragmentContext context{c.fragment, Namespace::html};
  if (c.fragment.starts_with("svg ")) context = {std::string_view(c.fragment).substr(4), Namespace::svg};
  if (c.fragment.starts_with("math ")) context = {std::string_view(c.fragment).substr(5), Namespace::mathml};
  return tree_text(parse_fragment(c.data, context, options));
}

TEST(Html5libTreeConstruction, PassesEveryCase) {
  const auto folder = shared_data() / "html5lib-tests/tree-construction";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there; set LYCOSA_SHARED";
  conformance::Suite suite("html5lib-tests/tree-construction", "html5lib, with scripting off and on",
                           kExpectedFailures);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".dat") continue;
    for (const Case& c : read_cases(entry.path())) {
      for (bool scripting : {false, true}) {
        if (!(scripting ? c.run_on : c.run_off)) continue;
        const std::string tree = run(c, scripting);
        suite.check(c.file + (scripting ? " (scripting): " : ": ") + c.data, tree == c.expected, tree);
      }
    }
  }
  suite.finish();
}

}  // namespace
}  // namespace lycosa::html
