#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "extract/extract.h"

namespace lycosa::inline extract {
namespace {

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string shared_folder() {
  const char* chosen = std::getenv("LYCOSA_SHARED");
  return chosen ? chosen : LYCOSA_SOURCE_DIR "/../shared";
}

std::vector<std::string> tokens(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// The outputs of a report are compared as lists of tokens: it shows them on one line each.
class ReferenceReport : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = shared_folder() + "/data/reference-report/";
    const auto page = read_file(folder_ + "python-numerical-gil.html");
    if (!page) GTEST_SKIP() << folder_ << " is not there; set LYCOSA_SHARED to the folder of shared data";
    content_ = extract_content(html::parse(*page), *Url::parse("https://bnikolic.co.uk/blog/python-numerical-gil"));
  }
  std::vector<std::string> expected(const char* name) const { return tokens(*read_file(folder_ + name)); }

  std::string folder_;
  Content content_;
};

TEST_F(ReferenceReport, BoilerpipeTextHasAll703Tokens) {
  EXPECT_EQ(tokens(content_.boilerpipe_text), expected("boilerpipe.txt"));
  EXPECT_EQ(tokens(content_.boilerpipe_text).size(), 703u);
}

TEST_F(ReferenceReport, MarkdownHasAll587Tokens) {
  EXPECT_EQ(tokens(content_.markdown), expected("page.md"));
  EXPECT_EQ(tokens(content_.markdown).size(), 587u);
}

TEST_F(ReferenceReport, ReadableMarkdownIsTheArticle) {
  EXPECT_EQ(tokens(content_.readable_markdown), expected("readable.md"));
}

TEST_F(ReferenceReport, MetadataIsThePages) {
  EXPECT_EQ(content_.title, "B. Nikolic: Python Global Interpreter Lock (GIL) + numerical data processing");
  EXPECT_EQ(content_.description, std::nullopt);
  EXPECT_EQ(content_.canonical_raw, std::nullopt);
  EXPECT_EQ(content_.declared_language, "en");
  EXPECT_EQ(content_.detected_language, "en");
}

}  // namespace
}  // namespace lycosa::inline extract
