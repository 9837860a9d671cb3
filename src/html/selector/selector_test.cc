#include "html/selector.h"

#include <gtest/gtest.h>

#include "html/html.h"

namespace lycosa::html {
namespace {

constexpr const char* kPage =
    "<body><div id=a class='one two'><p id=b>x<span id=c lang=en-GB>y</span></p><p id=d class=two></p></div>"
    "<ul id=e><li id=f><a id=g href='https://example.com/x.PDF'>1</a><li id=h class='Three'><x-card "
    "id=i></x-card></ul>";

std::string ids(const std::string& selector) {
  const Document d = parse(kPage);
  const auto compiled = Selector::compile(selector);
  if (!compiled) return compiled.error().message;
  std::string found;
  for (NodeId n : compiled->select(d, d.body())) {
    found += d.attribute(n, "id").value_or("?");
    EXPECT_TRUE(compiled->matches(d, n)) << selector;
  }
  return found;
}

TEST(Selector, SelectsInDocumentOrder) {
  struct Case {
    const char* selector;
    const char* found;
  };
  for (const Case& c : {Case{"p", "bd"},
                        Case{"*", "abcdefghi"},
                        Case{"P.two", "d"},
                        Case{".two", "ad"},
                        Case{".tw", ""},
                        Case{".one.two", "a"},
                        Case{"#g", "g"},
                        Case{"div p span", "c"},
                        Case{"div span", "c"},
                        Case{"div > span", ""},
                        Case{"div>p>span", "c"},
                        Case{"body li a", "g"},
                        Case{"p + p", "d"},
                        Case{"p ~ p", "d"},
                        Case{"li + li x-card", "i"},
                        Case{"div ~ ul > li", "fh"},
                        Case{"ul, #a ,p", "abde"},
                        Case{"[href]", "g"},
                        Case{"[HREF$='.pdf' i]", "g"},
                        Case{"[href$='.pdf']", ""},
                        Case{"[href^=\"https://\"]", "g"},
                        Case{"[href*=example]", "g"},
                        Case{"[lang|=en]", "c"},
                        Case{"[lang|=e]", ""},
                        Case{"[class~=one]", "a"},
                        Case{"[id=h]", "h"},
                        Case{"[class*='']", ""},
                        Case{"p:not(.two)", "b"},
                        Case{":not(p, div, li, ul)", "cgi"},
                        Case{":not(:not(a))", "g"},
                        Case{"#\\67", "g"},
                        Case{"[id=\\67 ]", "g"},
                        Case{".three", ""}}) {
    EXPECT_EQ(ids(c.selector), c.found) << c.selector;
  }
}

TEST(Selector, LooksAboveTheElementThatIsSearched) {
  const Document d = parse(kPage);
  const auto selector = Selector::compile("body > div + ul li");
  ASSERT_TRUE(selector);
  const NodeId list = Selector::compile("ul")->select(d, d.root()).at(0);
  const std::vector<NodeId> found = selector->select(d, list);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], d.first_child(list));
  EXPECT_FALSE(selector->matches(d, list));
}

TEST(Selector, SaysWhereItsTextGoesWrong) {
  for (const char* bad : {"",       " ",    ",",  "a,",  "a >",  "> a",    "a::before",
                          ":hover", "[",    "[a", "[a=", "[a=b", "[a!=b]", ":not(",
                          ":not()", "a b)", "#",  ".",   "a..b", "[a='b]", "\\"}) {
    const auto selector = Selector::compile(bad);
    ASSERT_FALSE(selector) << bad;
    EXPECT_NE(selector.error().message.find("at byte"), std::string::npos) << selector.error().message;
  }
  std::string many = "a";
  for (int i = 0; i < 64; ++i) many += " a";
  EXPECT_FALSE(Selector::compile(many));
}

TEST(Selector, TakesLinearTimeWhateverItsCombinators) {
  std::string html;
  for (int i = 0; i < 400; ++i) html += "<div>";
  for (int i = 0; i < 20000; ++i) html += "<i></i>";
  const Document d = parse(html);
  std::string text = "p";
  for (int i = 0; i < 30; ++i) text += " div ~ div";
  EXPECT_TRUE(Selector::compile(text)->select(d, d.root()).empty());
}

}  // namespace
}  // namespace lycosa::html
