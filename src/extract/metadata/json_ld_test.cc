#include "extract/metadata/json_ld.h"

#include <gtest/gtest.h>

#include "extract/metadata/json_tree.h"

namespace lycosa::inline extract {
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
  EXPECT_EQ(value(R"({"@type":"Article","comment":[{"@type":"Article","author":"x"}]})", MetadataField::authors),
            "none");
  EXPECT_EQ(
      value(R"({"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"x"}]})", MetadataField::title),
      "none");
}

TEST(JsonLd, ReadsWhatStandsBeforeAFault) {
  EXPECT_EQ(value("{\"@type\":\"Article\",\"headline\":\"A\nB\",\"x\":oops", MetadataField::title), "A B");
  EXPECT_EQ(value("<!-- {\"@type\":\"Article\",\"headline\":\"A\"} -->", MetadataField::title), "A");
  EXPECT_EQ(value("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A\"}//]]>", MetadataField::title), "A");
}

std::string first_text(std::string_view json) {
  const JsonTree tree(json);
  for (uint32_t node = 0; node < tree.size(); ++node) {
    if (tree.kind(node) == JsonTree::Kind::text) return std::string(tree.text(node));
  }
  return "none";
}

TEST(JsonTree, DecodesStrings) {
  const std::pair<const char*, const char*> cases[] = {
      {R"(["plain"])", "plain"},
      {R"(["\"\\\/\b\f\n\r\t"])", "\"\\/\b\f\n\r\t"},
      {R"(["caf\u00e9 \ud83d\ude00"])", "caf\xc3\xa9 \xf0\x9f\x98\x80"},
      {"[\"a\nb\x01\"]", "a b "},
      {R"(["\ud83d"])", "none"},
      {R"(["\ude00"])", "none"},
      {R"(["\u12g4"])", "none"},
      {R"(["\x"])", "none"},
      {R"(["open)", "none"},
      {R"(["\)", "none"},
      {R"(["\u00)", "none"}};
  for (const auto& [json, text] : cases) EXPECT_EQ(first_text(json), text) << json;
  EXPECT_EQ(first_text("[\"" + std::string(10'000, 'x') + "\"]").size(), 8192u);
  EXPECT_EQ(first_text("[\"\\n" + std::string(10'000, 'x') + "\"]").size(), 8192u);
}

// How many values are read, up to the fault.
TEST(JsonTree, ReadsUpToAFault) {
  const std::pair<const char*, size_t> cases[] = {{"[]", 1},
                                                  {"{}", 1},
                                                  {"[1,2]", 3},
                                                  {"[1,]", 2},
                                                  {"[,1]", 1},
                                                  {"[1 2]", 2},
                                                  {"{\"a\":1}", 2},
                                                  {"{\"a\" 1}", 1},
                                                  {"{a:1}", 1},
                                                  {"{\"a\":1,}", 2},
                                                  {"{\"a\":}", 1},
                                                  {"{\"a\"", 1},
                                                  {"[true,false,null]", 4},
                                                  {"[tru]", 1},
                                                  {"[nul", 1},
                                                  {"[-]", 1},
                                                  {"[-1.5e+3,2]", 3},
                                                  {"[1.]", 1},
                                                  {"[01]", 2},
                                                  {"[1e]", 1},
                                                  {"[[],[]]", 3},
                                                  {"[}", 1},
                                                  {"[1}", 2},
                                                  {"{]", 1},
                                                  {"[1,/* two */3]", 3},
                                                  {"[1,// two\n3]", 3},
                                                  {"[1,/* 3]", 2},
                                                  {"[1,/3]", 2},
                                                  {"[1] x [2]", 2},
                                                  {"", 0},
                                                  {"x", 0},
                                                  {"[\"a\":1]", 2},
                                                  {"[1,\x01 2]", 3}};
  for (const auto& [json, values] : cases) EXPECT_EQ(JsonTree(json).size(), values) << json;
}

TEST(JsonTree, KnowsNamesAndPlaces) {
  const JsonTree tree(R"({"a":{"b":[1,"two"]},"c\u0021":"three"})");
  const uint32_t a = tree.member(0, "a");
  ASSERT_NE(a, JsonTree::kNone);
  const uint32_t b = tree.member(a, "b");
  ASSERT_NE(b, JsonTree::kNone);
  EXPECT_EQ(tree.text(tree.first_child(b)), "1");
  EXPECT_EQ(tree.text(tree.next_sibling(tree.first_child(b))), "two");
  EXPECT_EQ(tree.parent(b), a);
  EXPECT_EQ(tree.key(tree.next_sibling(a)), "c!");
  EXPECT_EQ(tree.member(0, "b"), JsonTree::kNone);
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
}  // namespace lycosa::inline extract
