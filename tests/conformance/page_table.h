#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "conformance/shared_data.h"

// Pages of docs/ that are made from tables in the code, whole or in parts. Each function compares the page with what it
// must hold; with LYCOSA_UPDATE_DOCS set, the page is rewritten first.
namespace lycosa::conformance {

// docs/NAME is `page`.
inline void expect_page(const std::string& name, const std::string& page) {
  const std::string path = LYCOSA_SOURCE_DIR "/docs/" + name;
  if (std::getenv("LYCOSA_UPDATE_DOCS") != nullptr) std::ofstream(path, std::ios::binary | std::ios::trunc) << page;
  EXPECT_EQ(read_file(path), page) << "run this test with LYCOSA_UPDATE_DOCS=1 to bring docs/" << name << " up to date";
}

// docs/NAME holds `text` between the line "<!-- MARK -->" and the next `end`.
inline void expect_part(const std::string& name, const std::string& mark, const std::string& text,
                        const std::string& end = "<!-- end -->") {
  std::string page = read_file(LYCOSA_SOURCE_DIR "/docs/" + name);
  const std::string line = "<!-- " + mark + " -->\n";
  const size_t found = page.find(line);
  ASSERT_NE(found, std::string::npos) << "docs/" << name << " has no mark " << mark;
  const size_t begin = found + line.size(), stop = page.find(end, begin);
  ASSERT_NE(stop, std::string::npos) << "the part " << mark << " of docs/" << name << " has no end";
  expect_page(name, page.replace(begin, stop - begin, text));
}

// docs/NAME holds these lines behind the line "<!-- MARK -->", up to the next empty one.
inline void expect_table(const std::string& name, const std::string& mark, const std::vector<std::string>& table) {
  std::string text;
  for (const std::string& row : table) text += (text.empty() ? "" : "\n") + row;
  expect_part(name, mark, text, "\n\n");
}

}  // namespace lycosa::conformance
