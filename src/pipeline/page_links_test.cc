#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/pages_for_tests.h"
#include "pipeline/pipeline.h"

namespace lycosa::inline pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(PageLinks, FindsTheCanonicalInPageOrHeader) {
  const std::string element = "\n<link rel=canonical href='/other#x'>";
  expect_cases({
      {"element",
       html_page(article(element)),
       {{"meta_canonical", "com,example,www!/other s443"},
        {"meta_canonical_raw", "/other#x"},
        {"meta_canonical_source", "link element, line 4"}},
       {}},
      {"itself",
       html_page(article("<link rel=canonical href='page#top'>")),
       {{"meta_canonical", kKey}, {"meta_canonical_raw", "page#top"}},
       {}},
      {"header",
       html_page(article(), {{"Link", "</a.css>; rel=preload, <https://www.example.com/h>; rel=\"canonical\""}}),
       {{"meta_canonical", "com,example,www!/h s443"}, {"meta_canonical_source", "Link header"}},
       {}},
      {"element before header",
       html_page(article(element), {{"Link", "</h>; rel=canonical"}}),
       {{"meta_canonical", "com,example,www!/other s443"}},
       {}},
      {"a usable header before a useless element",
       html_page(article("<link rel=canonical href='mailto:a@b.example'>"), {{"Link", "</h>; rel=canonical"}}),
       {{"meta_canonical", "com,example,www!/h s443"}},
       {}},
      {"one that is useless is kept as it stands",
       html_page(article("<link rel=canonical href='mailto:a@b.example'>")),
       {{"meta_canonical", "null"}, {"meta_canonical_raw", "mailto:a@b.example"}},
       {}},
      {"a header in bytes of no known encoding",
       html_page(article(), {{"Link", "</caf\xe9>; rel=canonical"}}),
       {{"meta_canonical", "com,example,www!/caf%E9 s443"}},
       {}},
      {"other relations and contexts do not count",
       html_page(article(),
                 {{"Link", "</a>; rel=next; rel=canonical, </b>; anchor=\"/c\"; rel=canonical"}, {"Link", "<>"}}),
       {{"meta_canonical_raw", "null"}},
       {}},
      {"of a file that is not HTML",
       answer(200, {{"Content-Type", "application/pdf"}, {"Link", "</doc>; rel=\"nofollow canonical\""}}, "%PDF"),
       {{"meta_canonical", "com,example,www!/doc s443"}},
       {}},
  });
  EXPECT_THAT(targets(process(html_page(article(element)))), ElementsAre("canonical com,example,www!/other s443"));
  EXPECT_THAT(targets(process(html_page(article("<link rel=canonical href=page>")))), IsEmpty());
}

TEST(PageLinks, MergesLinksByTarget) {
  const Record record = process(html_page(article("",
                                                  "<a href='/a'></a>\n<a href='/a#x' rel='nofollow'>Second</a>"
                                                  "<a href='/b' rel='Nofollow UGC'>b</a>\n<a href='page'>self</a>"
                                                  "<a href='mailto:a@b.example'>m</a><a href='https://[bad'>i</a>")));
  EXPECT_THAT(targets(record),
              ElementsAre("link com,example,www!/a s443", "link com,example,www!/b s443 (rel=nofollow)"));
  ASSERT_EQ(record.out_links.size(), 3u);
  expect_fields(record.out_links[0], {{"other_unparsed", "com,example,www!/a s443"},
                                      {"anchor", "Second"},
                                      {"rel", ""},
                                      {"how", "link"},
                                      {"count", "2"},
                                      {"side", "out"},
                                      {"own_unparsed", kKey},
                                      {"ver", "1775842628123"}});
  expect_fields(record.out_links[1], {{"rel", "nofollow ugc"}, {"count", "1"}});
  expect_fields(record.out_links[2], {{"other_unparsed", kKey}});
  expect_fields(*record.info, {{"links_found", "6"}, {"links_not_http", "1"}, {"links_invalid", "1"}});

  const std::vector<LinkRow> incoming = in_links(record);
  ASSERT_EQ(incoming.size(), 3u);
  expect_fields(incoming[0], {{"side", "in"}, {"own_unparsed", "com,example,www!/a s443"}, {"other_unparsed", kKey}});
}

TEST(PageLinks, OneLinkThatMayBeFollowedIsEnough) {
  const Record record = process(
      html_page(article("", "<a href=/a rel=nofollow>n</a><a href=/a rel=next>f</a><a href=/a rel=nofollow>n</a>")));
  EXPECT_THAT(targets(record), ElementsAre("link com,example,www!/a s443"));
  expect_fields(record.out_links[0], {{"rel", "next"}, {"count", "3"}, {"anchor", "n"}});
}

TEST(PageLinks, APageThatAsksForNofollowKeepsItsLinks) {
  const std::string head = "\n<meta name=robots content=nofollow><link rel=canonical href=/c>";
  const Record record = process(html_page(article(head, "<a href=/a>a</a><a href=/c>c</a>")));
  ASSERT_EQ(record.discovered.size(), 2u);
  EXPECT_TRUE(record.discovered[0].nofollow);
  EXPECT_THAT(record.discovered[0].nofollow_evidence, HasSubstr("line 4"));
  // The canonical is named otherwise than by a link, and so may be looked at.
  EXPECT_FALSE(record.discovered[1].nofollow);
  EXPECT_EQ(record.discovered[1].how, Discovery::canonical);
  EXPECT_EQ(record.out_links.size(), 2u);
}

TEST(PageLinks, ALinkedCanonicalWasFoundByTheLink) {
  const Record record = process(html_page(article("<link rel=canonical href=/c>", "<a href=/c>c</a>")));
  EXPECT_THAT(targets(record), ElementsAre("link com,example,www!/c s443"));
  expect_fields(record.out_links[0], {{"how", "link"}, {"anchor", "c"}});
}

TEST(PageLinks, CapsLinksAndKeepsTheCanonical) {
  PipelineOptions options;
  options.max_links = 2;
  const Exchange exchange = html_page(
      article("<link rel=canonical href=/c>", "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a><a href=/1>1</a>"));
  const Record record = process_page(exchange, std::nullopt, options);
  EXPECT_THAT(targets(record), ElementsAre("link com,example,www!/1 s443", "link com,example,www!/2 s443",
                                           "canonical com,example,www!/c s443"));
  EXPECT_EQ(record.info->flags, "links_capped");
  EXPECT_EQ(record.info->links_found, 4);
  EXPECT_EQ(record.out_links[0].count, 2);
}

TEST(PageLinks, ARefreshAtOnceLeadsToItsTargetAsARedirect) {
  const std::string head = "\n<meta http-equiv=refresh content='0; url=/new'><link rel=canonical href=/new>";
  const Record record = process(html_page(article(head, "<a href=/a>a</a><a href=/new rel=nofollow>new</a>")));
  EXPECT_THAT(targets(record), ElementsAre("link com,example,www!/a s443", "redirect com,example,www!/new s443"));
  expect_fields(record.out_links[1],
                {{"how", "redirect"}, {"rel", "refresh"}, {"line", "4"}, {"count", "1"}, {"anchor", "new"}});
  const std::string nofollow = "<meta name=robots content=nofollow>";
  EXPECT_THAT(targets(process(html_page(article(nofollow, head)))), ElementsAre("redirect com,example,www!/new s443"));
}

TEST(PageLinks, ALaterRefreshIsALink) {
  const std::string later = "\n<meta http-equiv=refresh content='9; url=/new'>";
  for (const std::string& head :
       {later, std::string("\n<noscript><meta http-equiv=refresh content='0; url=/new'></noscript>")}) {
    const Record record = process(html_page(article(head)));
    EXPECT_THAT(targets(record), ElementsAre("link com,example,www!/new s443"));
    expect_fields(record.out_links[0], {{"how", "link"}, {"rel", "refresh"}, {"line", "4"}});
  }
  const Record record = process(html_page(article("<meta name=robots content=nofollow>", later)));
  ASSERT_EQ(record.discovered.size(), 1u);
  EXPECT_TRUE(record.discovered[0].nofollow);
}

TEST(PageLinks, LongTargetsAreCountedAndNotKept) {
  std::string body;
  for (int i = 0; i < 100; ++i) body += "<a href=/" + std::string(20000, 'b') + std::to_string(i) + ">x</a>";
  const Record record = process(html_page(article(body)));
  EXPECT_THAT(record.out_links, IsEmpty());
  EXPECT_EQ(record.info->links_invalid, 100);
}

}  // namespace
}  // namespace lycosa::inline pipeline
