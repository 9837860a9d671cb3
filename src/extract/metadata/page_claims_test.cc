#include "extract/metadata/page_claims.h"

#include <gtest/gtest.h>

#include "extract/word_hash.h"
#include "html/html.h"

namespace lycosa::inline extract {
namespace {

std::vector<uint32_t> words(std::string_view text) {
  std::vector<uint32_t> hashes;
  WordHasher hasher(hashes);
  hasher.add(text);
  hasher.end_word();
  return hashes;
}

TEST(PageClaims, KnowTheWordsOfTheTitle) {
  const PageClaims claims(html::parse(""), "How Wolf Spiders hunt - Example");
  EXPECT_FLOAT_EQ(claims.shares(words("wolf spiders, hunt")).in_title, 1);
  EXPECT_FLOAT_EQ(claims.shares(words("wolf bees")).in_title, 0.5f);
  EXPECT_FLOAT_EQ(claims.shares(words("wolf bees")).of_title, 0.2f);
  EXPECT_FLOAT_EQ(claims.shares({}).in_title, 0);
}

TEST(PageClaims, KnowTheSentencesOfDescriptionAndStructuredData) {
  const PageClaims claims(html::parse(R"(<meta name=description content="They run down what they eat.">
      <script type="application/ld+json">{"@type":"NewsArticle","articleBody":
      "Most spiders wait in a web.\n<b>These</b> do not wait; caf\u00e9 \"owners\" know them well."}</script>)"),
                          "");
  EXPECT_FLOAT_EQ(claims.shares(words("run down what they eat")).said, 1);
  EXPECT_FLOAT_EQ(claims.shares(words("a web. These do not wait; café \"owners\" know")).said, 1);
  EXPECT_FLOAT_EQ(claims.shares(words("buy one now and save")).said, 0);
  EXPECT_FLOAT_EQ(claims.shares(words("wait")).said, 0);
}

TEST(PageClaims, ReadTheKindOfPage) {
  const auto kinds = [](const char* page) { return PageClaims(html::parse(page), "").kinds(); };
  const PageKinds article = kinds(R"(<script type=application/ld+json>{"@type": "NewsArticle"}</script>)");
  EXPECT_NE(article, 0u);
  EXPECT_EQ(article, kinds(R"(<script type=application/ld+json>{"@type":["BlogPosting"]}</script>)"));
  EXPECT_NE(article, kinds(R"(<script type=application/ld+json>{"@type":"Product"}</script>)"));
  EXPECT_NE(kinds("<meta property=og:type content=article>"), kinds("<meta property=og:type content=og:product>"));
  EXPECT_EQ(kinds("<p>article"), 0u);
}

TEST(PageClaims, TakeBrokenStructuredDataAsItComes) {
  for (const char* json : {"{", "\"", "\"\\", "\"@type\":\"", "{\"a\":\"\\u00\"}", "\"@type\" \"\\ud83d\""}) {
    const PageClaims claims(html::parse(std::string("<script type=application/ld+json>") + json + "</script>"), "");
    EXPECT_FLOAT_EQ(claims.shares(words("some words of a page")).said, 0) << json;
  }
}

}  // namespace
}  // namespace lycosa::inline extract
