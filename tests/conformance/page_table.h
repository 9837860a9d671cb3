#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

// A table of a page in docs/ that is made from a table in the code.
namespace lycosa::conformance {

// The page `docs/NAME` holds, behind the line "<!-- MARK -->", exactly these lines up to the next empty one. With
// LYCOSA_UPDATE_DOCS set they are put there.
inline void expect_table(const std::string& name, const std::string& mark, const std::vector<std::string>& table) {
  const std::string path = LYCOSA_SOURCE_DIR "/docs/" + name;
  std::vector<std::string> before, shown, after;
  {
    std::ifstream in(path, std::ios::binary);
    ASSERT_TRUE(in) << path << " is missing";
    std::vector<std::string>* part = &before;
    for (std::string line; std::getline(in, line);) {
      if (part == &shown && line.empty()) part = &after;
      part->push_back(line);
      if (part == &before && line == "<!-- " + mark + " -->") part = &shown;
    }
  }
  ASSERT_FALSE(before.empty() || before.back() != "<!-- " + mark + " -->") << path << " has no mark " << mark;
  if (std::getenv("LYCOSA_UPDATE_DOCS") != nullptr) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    for (const auto* part : std::vector<const std::vector<std::string>*>{&before, &table, &after}) {
      for (const std::string& line : *part) out << line << "\n";
    }
    shown = table;
  }
  EXPECT_EQ(shown, table) << "run this test with LYCOSA_UPDATE_DOCS=1 to bring docs/" << name << " up to date";
}

}  // namespace lycosa::conformance
