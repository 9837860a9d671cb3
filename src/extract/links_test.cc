#include "extract/links.h"

#include <gtest/gtest.h>

#include "extract/metadata/metadata.h"
#include "html/html.h"

namespace lycosa::inline extract {
namespace {

Content read(const std::string& page) {
  return extract_content(html::parse(page), *Url::parse("https://example.com/dir/page"));
}

TEST(Links, AreThoseOfAnchorsAndAreasInOrder) {
  const Content content = read(
      "<a href=a>one\n <b>two</b></a>\n<map><area href=/m alt='the map'></map><a href='//other.example/'><img "
      "alt=pic></a>"
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
  EXPECT_TRUE(
      read("<!-- <a href=x>x</a> --><script>'<a href=x>'</script><template><a href=x>x</a></template>").links.empty());
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
  const Content content =
      read("<a href=x>" + std::string(5000, 'x') + "</a><a href=y>" + std::string(100000, ' ') + "y</a>");
  EXPECT_EQ(content.links[0].anchor.size(), 1000u);
  EXPECT_LE(content.links[1].anchor.size(), 1000u);
}

TEST(Links, EndWhereAnotherBeginsInThem) {
  const Content content = read("<table><tr><td><a href=x>one<table><tr><td><a href=y>two</a></table>three</a></table>");
  ASSERT_EQ(content.links.size(), 2u);
  EXPECT_EQ(content.links[0].anchor, "one");
  EXPECT_EQ(content.links[1].anchor, "two");
}

TEST(Links, AreFoundInDrawings) {
  EXPECT_EQ(read("<svg><a href=x><text>t</text></a><title><a href=y>y</a></title></svg>").links.size(), 1u);
}

TEST(Links, AreAsManyAsThePageHas) {
  static constexpr size_t kMany = 300'000;
  const auto read_all = [](const std::string& page) {
    const html::Document document = html::parse(page);
    const Url url = *Url::parse("https://example.com/");
    References references(document, document_base(document, url));
    Content content;
    const std::vector<html::NodeId> anchors = read_metadata(document, url, references, content);
    EXPECT_EQ(anchors.size(), kMany);
    read_links(document, anchors, references, {}, content);
    return content;
  };
  std::string page;
  for (size_t i = 0; i < kMany; ++i) page += "<a href=x>y</a>";
  EXPECT_EQ(read_all(page).links.size(), kMany);
  // A long base would make much of little: what does not fit counts as invalid.
  page.insert(0, "<base href='/" + std::string(2000, 'b') + "/'>");
  const Content content = read_all(page);
  size_t bytes = 0;
  for (const ExtractedLink& link : content.links) bytes += link.url.href().size();
  EXPECT_LE(bytes, (size_t{4} << 20) + 4 * page.size());
  EXPECT_EQ(content.links.size() + content.links_invalid, kMany);
}

// "rel url line", by links.
std::string shown(const Content& content) {
  std::string out;
  for (const ExtractedLink& link : content.links) {
    out += link.rel + " " + std::string(link.url.pathname()) + " " + std::to_string(link.line) +
           (link.nofollow ? " nofollow" : "") + (link.anchor.empty() ? "" : " " + link.anchor) + "; ";
  }
  return out;
}

TEST(Links, AreThoseOfFramesToo) {
  EXPECT_EQ(shown(read("<html><frameset cols='*,*'><frame src=menu title=Menu>\n<frame src=/main name=main><frame>"
                       "<noframes><body>\nNo frames &amp; <a href='/t&amp;x' rel=nofollow>Text</a><a href=mailto:x>"
                       "</a></body></noframes></frameset></html>")),
            "frame /dir/menu 1 Menu; frame /main 2; nofollow /t&x 3 nofollow Text; ");
  const Content content = read(
      "<p>text <a href=a>a</a> <iframe src='//other.example/x' title='A film'>no <a href=y>y</a></iframe>"
      "<iframe srcdoc='<a href=z>' src=z></iframe><iframe src=about:blank></iframe><iframe src='http://[bad'>");
  EXPECT_EQ(shown(content), " /dir/a 1 a; iframe /x 1 A film; ");
  EXPECT_EQ(content.links_not_http, 1u);
  EXPECT_EQ(content.links_invalid, 1u);
}

TEST(Links, AreThoseToTheNextPageAndToOtherLanguages) {
  EXPECT_EQ(shown(read("<link rel=NEXT href=2><link rel=prev href=0 title=back>\n<link rel=previous href=00>"
                       "<link rel='alternate' hreflang=de href=/de><link rel='alternate nofollow' hreflang=fr href=/fr>"
                       "<link rel=alternate type=application/rss+xml href=/feed><link rel=stylesheet href=/css>"
                       "<link rel='alternate' hreflang href=/none><link rel=next>")),
            "next /dir/2 1; prev /dir/0 1 back; previous /dir/00 2; alternate /de 2; alternate nofollow /fr 2 "
            "nofollow; ");
}

TEST(Links, PartWordsAtBlocks) {
  EXPECT_EQ(read("<a href=x><h3>Head</h3><p>text</p>a<br>b</a>").links[0].anchor, "Head text a b");
}

}  // namespace
}  // namespace lycosa::inline extract
