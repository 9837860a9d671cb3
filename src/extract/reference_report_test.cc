#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <sstream>

#include "conformance/shared_data.h"
#include "extract/extract.h"

namespace lycosa::inline extract {
namespace {

std::vector<std::string> tokens(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

Content content_of(const std::string& file, const char* url) {
  return extract_content(html::parse(conformance::read_file(file)), *Url::parse(url));
}

// The page of our own: its texts are compared byte for byte.
class OurReport : public ::testing::Test {
 protected:
  std::string expected(const char* name) const { return conformance::read_file(folder_ + name); }

  std::string folder_ = LYCOSA_SOURCE_DIR "/tests/reference/";
  Content content_ = content_of(folder_ + "backoff.html", "https://notes.example/queues/backoff");
};

TEST_F(OurReport, TextsAreTheExpectedOnes) {
  EXPECT_EQ(content_.boilerpipe_text, expected("boilerpipe.txt"));
  EXPECT_EQ(content_.markdown + "\n", expected("page.md"));
  EXPECT_EQ(content_.readable_markdown + "\n", expected("readable.md"));
}

TEST_F(OurReport, MetadataIsThePages) {
  EXPECT_EQ(content_.title, "Retries that make nothing worse | Notes on Queues");
  EXPECT_EQ(content_.description,
            "Why clients that retry in step bring a server down again, and how a random wait keeps them apart.");
  EXPECT_EQ(content_.canonical_raw, "https://notes.example/queues/backoff#top");
  EXPECT_EQ(content_.declared_language, "en");
  EXPECT_EQ(content_.detected_language, "en");
}

// The page of the shared data: its texts lost their lines, and so are compared as lists of tokens.
class SharedReport : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (conformance::shared_data() / "reference-report/").string();
    const std::string page = folder_ + "python-numerical-gil.html";
    if (!std::filesystem::exists(page))
      GTEST_SKIP() << folder_ << " is not there; set LYCOSA_SHARED to the folder of shared data";
    content_ = content_of(page, "https://bnikolic.co.uk/blog/python-numerical-gil");
  }
  std::vector<std::string> expected(const char* name) const { return tokens(conformance::read_file(folder_ + name)); }

  std::string folder_;
  Content content_;
};

TEST_F(SharedReport, BoilerpipeTextHasAll703Tokens) {
  EXPECT_EQ(tokens(content_.boilerpipe_text), expected("boilerpipe.txt"));
  EXPECT_EQ(tokens(content_.boilerpipe_text).size(), 703u);
}

TEST_F(SharedReport, MarkdownHasAll587Tokens) {
  EXPECT_EQ(tokens(content_.markdown), expected("page.md"));
  EXPECT_EQ(tokens(content_.markdown).size(), 587u);
}

TEST_F(SharedReport, ReadableMarkdownIsTheArticle) {
  EXPECT_EQ(tokens(content_.readable_markdown), expected("readable.md"));
}

TEST_F(SharedReport, MetadataIsThePages) {
  EXPECT_EQ(content_.title, "B. Nikolic: Python Global Interpreter Lock (GIL) + numerical data processing");
  EXPECT_EQ(content_.description, std::nullopt);
  EXPECT_EQ(content_.canonical_raw, std::nullopt);
  EXPECT_EQ(content_.declared_language, "en");
  EXPECT_EQ(content_.detected_language, "en");
}

}  // namespace
}  // namespace lycosa::inline extract
