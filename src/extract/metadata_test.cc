#include "extract/metadata.h"

#include <gtest/gtest.h>

#include "html/html.h"

namespace lycosa {
namespace {

Content read(const std::string& page, const char* url = "https://example.com/dir/page") {
  return extract(html::parse(page), *Url::parse(url));
}

std::string href(const std::optional<Url>& url) { return url ? std::string(url->href()) : "none"; }

TEST(Metadata, TitleIsTheFirstTitleElement) {
  EXPECT_EQ(read("<title> A\n <b>b</b>&nbsp;c </title><title>x</title>").title, "A <b>b</b> c");
  EXPECT_EQ(read("<svg><title>icon</title></svg><p>x").title, std::nullopt);
  EXPECT_EQ(read("<svg><title>icon</title></svg><title>page</title>").title, "page");
  EXPECT_EQ(read("<title>a&#27;[31mb</title>").title->find('\x1b'), std::string::npos);
}

TEST(Metadata, DescriptionIsTheFirstThatSaysSomething) {
  EXPECT_EQ(read("<meta name=description content=' '><meta name=Description content='a  b'>").description, "a b");
  EXPECT_EQ(read("<p>x").description, std::nullopt);
}

TEST(Metadata, CanonicalCountsInTheHeadOnly) {
  const Content head = read("<head>\n<link rel='x CANONICAL' href='/c'>\n<link rel=canonical href=/d></head>");
  EXPECT_EQ(head.canonical_raw, "/c");
  EXPECT_EQ(href(head.canonical), "https://example.com/c");
  EXPECT_EQ(head.canonical_line, 2);
  const Content body = read("<body><p>a</p><link rel=canonical href=/c></body>");
  EXPECT_EQ(body.canonical_raw, std::nullopt);
  const Content bad = read("<link rel=canonical href='javascript:x'>");
  EXPECT_EQ(bad.canonical_raw, "javascript:x");
  EXPECT_EQ(bad.canonical, std::nullopt);
}

TEST(Metadata, RefreshIsAnotherPage) {
  const std::pair<const char*, const char*> cases[] = {{"0; url=/next", "https://example.com/next"},
                                                       {"5;URL='/next'", "https://example.com/next"},
                                                       {"0,next", "https://example.com/dir/next"},
                                                       {"0 url = next", "https://example.com/dir/next"},
                                                       {"30", "none"},
                                                       {"5; url=", "none"},
                                                       {"0; url=page#top", "none"},
                                                       {"x; url=/next", "none"},
                                                       {"0; url=javascript:x", "none"}};
  for (const auto& [content, target] : cases) {
    EXPECT_EQ(href(read(std::string("<meta http-equiv=Refresh content=\"") + content + "\">").meta_refresh), target) << content;
  }
}

TEST(Metadata, BaseResolvesWhatFollowsAndWhatCameBefore) {
  const Content content = read("<a href=x>x</a><base target=_top><base href=/b/><base href=/c/>");
  EXPECT_EQ(content.base, "https://example.com/b/");
  EXPECT_EQ(content.links.at(0).url.href(), "https://example.com/b/x");
  EXPECT_EQ(read("<base href='data:,x'><a href=x>x</a>").base, "https://example.com/dir/page");
}

TEST(Metadata, LanguageIsDeclaredByHtmlOrByMeta) {
  EXPECT_EQ(read("<html lang=de-AT><meta http-equiv=content-language content=en>").declared_language, "de-AT");
  EXPECT_EQ(read("<meta http-equiv=content-language content=en>").declared_language, "en");
}

TEST(Metadata, LanguageIsDetectedFromText) {
  const std::string german = "<p>Die Spinnen weben im Herbst ihre Netze zwischen den Zweigen, und am Morgen hängen die "
                             "Tropfen darin wie kleine Lampen. Wer früh aufsteht, kann sie im ersten Licht sehen.";
  EXPECT_EQ(read("<html lang=en>" + german).detected_language, "de");
  EXPECT_EQ(read("<p>123 456").detected_language, "");
}

TEST(Metadata, RobotsMetasKeepTheirLines) {
  const Content content = read("<meta name=robots content='noindex'>\n<meta name=Googlebot content=none>\n<meta name=author "
                               "content=x>");
  ASSERT_EQ(content.meta_robots.size(), 2u);
  EXPECT_EQ(content.meta_robots[0].name, "robots");
  EXPECT_EQ(content.meta_robots[0].line, 1);
  EXPECT_EQ(content.meta_robots[1].content, "none");
  EXPECT_EQ(content.meta_robots[1].line, 2);
}

TEST(Metadata, FeedsAreResolved) {
  const Content content = read("<link rel=alternate type='application/rss+xml' href=/feed><link rel='alternate' "
                               "type=application/atom+xml href=a.xml><link rel=alternate hreflang=de href=/de>");
  EXPECT_EQ(content.feeds, (std::vector<std::string>{"https://example.com/feed", "https://example.com/dir/a.xml"}));
}

}  // namespace
}  // namespace lycosa
