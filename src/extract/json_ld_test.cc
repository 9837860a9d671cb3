#include "extract/json_ld.h"

#include <gtest/gtest.h>

#include "extract/json_tree.h"

namespace lycosa {
namespace {

std::string value(std::string_view script, MetadataField field) {
  for (const JsonLdFact& fact : read_json_ld(script)) {
    if (fact.field == field) return fact.value;
  }
  return "none";
}

TEST(JsonLd, ReadsAnArticle) {
  const char* script = R"({"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Site"},
    {"@type":["NewsArticle","X"],"headline":"Head","author":[{"@type":"Person","name":"A"},{"@id":"#b"}],
     "datePublished":"2021-03-04","keywords":["k","l"],"image":{"url":"/i.png"},"publisher":{"name":"P"}},
    {"@type":"Person","@id":"#b","name":"B"}]})";
  EXPECT_EQ(value(script, MetadataField::title), "Head");
  EXPECT_EQ(value(script, MetadataField::published), "2021-03-04");
  EXPECT_EQ(value(script, MetadataField::image), "/i.png");
  EXPECT_EQ(value(script, MetadataField::site_name), "Site");
  std::string authors;
  for (const JsonLdFact& fact : read_json_ld(script)) {
    if (fact.field == MetadataField::authors) authors += fact.value + " " + fact.name + ";";
  }
  EXPECT_EQ(authors, "A NewsArticle.author;B NewsArticle.author;");
}

TEST(JsonLd, PassesOverWhatIsNotThePage) {
  EXPECT_EQ(value(R"({"@type":"Article","comment":[{"@type":"Article","author":"x"}]})", MetadataField::authors), "none");
  EXPECT_EQ(value(R"({"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"x"}]})", MetadataField::title), "none");
}

TEST(JsonLd, ReadsWhatStandsBeforeAFault) {
  EXPECT_EQ(value("{\"@type\":\"Article\",\"headline\":\"A\nB\",\"x\":oops", MetadataField::title), "A B");
  EXPECT_EQ(value("<!-- {\"@type\":\"Article\",\"headline\":\"A\"} -->", MetadataField::title), "A");
  EXPECT_EQ(value("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A\"}//]]>", MetadataField::title), "A");
}

TEST(JsonLd, IsBounded) {
  EXPECT_TRUE(read_json_ld("").empty());
  EXPECT_TRUE(read_json_ld("null \xff\xfe").empty());
  EXPECT_LE(JsonTree(std::string(1'000'000, '[')).size(), 65u);
  std::string wide = "[";
  for (int i = 0; i < 300'000; ++i) wide += "1,";
  EXPECT_LE(JsonTree(wide).size(), 50'000u);
  std::string authors = R"({"@type":"Article","author":[)";
  for (int i = 0; i < 10'000; ++i) authors += "\"a\",";
  EXPECT_LE(read_json_ld(authors).size(), 500u);
}

}  // namespace
}  // namespace lycosa
