#include "extract/links.h"

#include <gtest/gtest.h>

#include "html/html.h"

namespace lycosa {
namespace {

Content read(const std::string& page) { return extract(html::parse(page), *Url::parse("https://example.com/dir/page")); }

TEST(Links, AreThoseOfAnchorsAndAreasInOrder) {
  const Content content = read(
      "<a href=a>one\n <b>two</b></a>\n<map><area href=/m alt='the map'></map><a href='//other.example/'><img alt=pic></a>"
      "<a href=d aria-label=label></a>");
  ASSERT_EQ(content.links.size(), 4u);
  const std::pair<const char*, const char*> expected[] = {{"https://example.com/dir/a", "one two"},
                                                          {"https://example.com/m", "the map"},
                                                          {"https://other.example/", "pic"},
                                                          {"https://example.com/dir/d", "label"}};
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(content.links[i].url.href(), expected[i].first);
    EXPECT_EQ(content.links[i].anchor, expected[i].second);
  }
  EXPECT_EQ(content.links[0].line, 1);
  EXPECT_EQ(content.links[1].line, 3);
}

TEST(Links, AreNotInCommentsScriptsOrTemplates) {
  EXPECT_TRUE(read("<!-- <a href=x>x</a> --><script>'<a href=x>'</script><template><a href=x>x</a></template>").links.empty());
}

TEST(Links, AreFoundWhereTheyAreHiddenToo) {
  EXPECT_EQ(read("<div hidden><a href=x>x</a></div><noscript><a href=y>y</a></noscript>").links.size(), 2u);
}

TEST(Links, CountWhatCannotBeFollowed) {
  const Content content =
      read("<a href=mailto:a@b.example>m</a><a href='javascript:x'>j</a><a href='http://[bad'>b</a><a name=x>n</a>");
  EXPECT_TRUE(content.links.empty());
  EXPECT_EQ(content.links_not_http, 2u);
  EXPECT_EQ(content.links_invalid, 1u);
}

TEST(Links, ReadRel) {
  const Content content = read("<a href=x rel=' NoFollow  ugc '>x</a><a href=y rel=nofollower>y</a>");
  EXPECT_EQ(content.links[0].rel, "nofollow ugc");
  EXPECT_TRUE(content.links[0].nofollow);
  EXPECT_FALSE(content.links[1].nofollow);
}

TEST(Links, HaveBoundedAnchors) {
  const Content content = read("<a href=x>" + std::string(5000, 'x') + "</a><a href=y>" + std::string(100000, ' ') + "y</a>");
  EXPECT_EQ(content.links[0].anchor.size(), 1000u);
  EXPECT_LE(content.links[1].anchor.size(), 1000u);
}

TEST(Links, PartWordsAtBlocks) { EXPECT_EQ(read("<a href=x><h3>Head</h3><p>text</p>a<br>b</a>").links[0].anchor, "Head text a b"); }

}  // namespace
}  // namespace lycosa
