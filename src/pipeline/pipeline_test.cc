#include "pipeline/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "pipeline/pages_for_tests.h"

namespace lycosa::inline pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ProcessPage, KeepsOnlyHistoryOfWhatGaveNoAnswer) {
  expect_cases({
      {"a refused connection",
       no_answer(Reason::network_connect_refused, "connect to port 443 failed"),
       {},
       {{"src_unparsed", kKey},
        {"outcome", "network.connect_refused"},
        {"verdict", "NOT_CRAWLED"},
        {"reason", "network.connect_refused"},
        {"download_http_code", "null"},
        {"detail", "connect to port 443 failed"},
        {"event_stamp_ms", "1775842628123"},
        {"ver", "1775842628123"}}},
      {"a private address",
       no_answer(Reason::ban_private_address, "10.0.0.1"),
       {},
       {{"reason", "ban.private_address"}}},
  });
}

TEST(ProcessPage, TellsHowEveryStatusCounts) {
  const Header html = {"Content-Type", "text/html"};
  expect_cases({
      {"a missing page is counted and not read",
       answer(404, {html}, article()),
       {{"download_http_code", "404"},
        {"download_stamp", "1775842628"},
        {"download_type", "text/html"},
        {"download_ms", "42"},
        {"first_crawled_stamp", "1775842628"},
        {"meta_title", "null"},
        {"ml_spam_score", "null"},
        {"fh_dont_index", "0"},
        {"history_drop_reason", "null"},
        {"protocol", "http/1.1"}},
       {{"outcome", "answered"}, {"download_http_code", "404"}}},
      {"gone", answer(410, {html}), {{"download_http_code", "410"}}, {}},
      {"too many requests", answer(429, {}), {{"download_http_code", "429"}}, {}},
      {"a server error", answer(503, {}), {{"download_http_code", "503"}}, {}},
      {"no content", answer(204, {}), {{"download_http_code", "204"}}, {}},
      {"multiple choices are no redirect", answer(300, {{"Location", "/a"}}), {{"redirect_target", "null"}}, {}},
      {"an error can say noindex too",
       answer(404, {{"X-Robots-Tag", "noindex"}}),
       {{"fh_dont_index", "1"}, {"fh_dont_index_reason", "directive.noindex_header"}},
       {}},
  });
  EXPECT_TRUE(process(answer(404, {html}, article("", "<a href=/x>x</a>"))).out_links.empty());
  EXPECT_FALSE(process(answer(404, {html})).replace_links);
}

TEST(ProcessPage, ResolvesRedirects) {
  expect_cases({
      {"relative",
       answer(301, {{"Location", "../new#part"}}),
       {{"redirect_raw", "../new#part"},
        {"redirect_target", "com,example,www!/new s443"},
        {"history_drop_reason", "null"}},
       {}},
      {"to another host",
       answer(308, {{"location", "http://other.example/"}}),
       {{"redirect_target", "example,other!/ h80"}},
       {}},
      {"to itself",
       answer(302, {{"Location", "page#top"}}),
       {{"redirect_target", kKey},
        {"history_drop_reason", "redirect.loop"},
        {"history_drop_evidence", "Location: page#top"}},
       {{"history_drop_reason", "redirect.loop"}}},
      {"nowhere",
       answer(307, {}),
       {{"redirect_raw", "null"},
        {"history_drop_reason", "redirect.bad_target"},
        {"history_drop_evidence", "no Location header"}},
       {}},
      {"to another scheme",
       answer(303, {{"Location", "mailto:a@b.example"}}),
       {{"redirect_target", "null"}, {"history_drop_reason", "redirect.bad_target"}},
       {}},
      {"to no URL",
       answer(301, {{"Location", "https://[bad/"}}),
       {{"redirect_raw", "https://[bad/"}, {"history_drop_reason", "redirect.bad_target"}},
       {}},
      {"in bytes of no known encoding",
       answer(301, {{"Location", "/caf\xe9?w=\xd6\xd0"}}),
       {{"redirect_raw", "/caf\xef\xbf\xbd?w=\xef\xbf\xbd\xef\xbf\xbd"},
        {"redirect_target", "com,example,www!/caf%E9?w=%D6%D0 s443"}},
       {}},
  });
  const Record record = process(answer(301, {{"Location", "/new"}}));
  EXPECT_THAT(targets(record), ElementsAre("redirect com,example,www!/new s443"));
  ASSERT_EQ(record.out_links.size(), 1u);
  EXPECT_EQ(record.out_links[0].how, "redirect");
  EXPECT_EQ(record.out_links[0].own, record.key);
  EXPECT_TRUE(record.replace_links);
  EXPECT_THAT(targets(process(answer(302, {{"Location", ""}}))), IsEmpty());
}

TEST(ProcessPage, ReadsContentOfEverySuccess) {
  const Header html = {"Content-Type", "text/html"};
  for (const int status : {201, 202, 203, 226, 299}) {
    const Record record = process(answer(status, {html}, article("", "<a href=/x>x</a>")));
    EXPECT_TRUE(record.text) << status;
    EXPECT_TRUE(record.replace_links) << status;
    EXPECT_THAT(targets(record), ElementsAre("link com,example,www!/x s443")) << status;
    expect_fields(*record.info, {{"meta_title", "The wolf spider"}, {"history_drop_reason", "null"}});
  }
  for (const int status : {204, 205, 206, 304, 999}) {
    const Record record = process(answer(status, {html}, article("", "<a href=/x>x</a>")));
    EXPECT_FALSE(record.text) << status;
    EXPECT_FALSE(record.replace_links) << status;
    EXPECT_THAT(record.out_links, IsEmpty()) << status;
  }
}

TEST(ProcessPage, ARefreshAtOnceIsARedirect) {
  const std::string next = "\n<meta http-equiv=refresh content='0; url=/new'>";
  const std::string target = "com,example,www!/new s443";
  const Header refresh = {"Refresh", "1;url=/new"};
  expect_cases({
      {"of a page with text",
       html_page(article(next)),
       {{"history_drop_reason", "redirect.redirected"},
        {"history_drop_evidence", "meta refresh, 0 s, line 4, to https://www.example.com/new"},
        {"redirect_target", target},
        {"redirect_raw", "0; url=/new"},
        {"meta_title", "The wolf spider"}},
       {{"history_drop_reason", "redirect.redirected"}}},
      {"of a page without",
       html_page("<!doctype html>" + next),
       {{"history_drop_reason", "redirect.redirected"}, {"redirect_target", target}},
       {}},
      {"in the header",
       html_page(article(), {refresh}),
       {{"history_drop_evidence", "Refresh header, 1 s, to https://www.example.com/new"},
        {"redirect_target", target},
        {"redirect_raw", "1;url=/new"}},
       {}},
      {"in the header of a page without a body",
       html_page("", {refresh}),
       {{"history_drop_reason", "redirect.redirected"}},
       {}},
      {"in the header of a file",
       answer(200, {{"Content-Type", "image/png"}, refresh}, "x"),
       {{"history_drop_reason", "redirect.redirected"}},
       {}},
      {"in bytes of no known encoding",
       html_page(article(), {{"Refresh", "0;url=/caf\xe9"}}),
       {{"redirect_target", "com,example,www!/caf%E9 s443"}},
       {}},
      {"the header comes first",
       html_page(article(next), {{"Refresh", "0; other"}}),
       {{"redirect_target", "com,example,www!/dir/other s443"}},
       {}},
      {"even when it leads nowhere else",
       html_page(article(next), {{"Refresh", "30"}}),
       {{"redirect_target", "null"}, {"history_drop_reason", "null"}},
       {}},
      {"unless browsers pass it over",
       html_page(article(next), {{"Refresh", "soon"}}),
       {{"redirect_target", target}},
       {}},
      {"not to the page itself",
       html_page(article("<meta http-equiv=refresh content='0; url=#top'>"), {{"Refresh", "0; page#x"}}),
       {{"redirect_target", "null"}, {"history_drop_reason", "null"}},
       {}},
      {"not later",
       html_page(article("<meta http-equiv=refresh content='4; url=/new'>")),
       {{"redirect_target", "null"}, {"history_drop_reason", "null"}},
       {}},
      {"not for browsers without scripts alone",
       html_page(article("<noscript><meta http-equiv=refresh content='0; url=/new'></noscript>")),
       {{"redirect_target", "null"}, {"history_drop_reason", "null"}},
       {}},
      {"not of an error", answer(404, {refresh}), {{"redirect_target", "null"}}, {}},
      {"a Location counts before it",
       answer(302, {refresh, {"Location", "/moved"}}),
       {{"redirect_target", "com,example,www!/moved s443"}},
       {}},
      {"an answer that cannot be read is worse",
       html_page("x", {refresh, {"Content-Encoding", "gzip"}}),
       {{"history_drop_reason", "http.bad_encoding"}, {"redirect_target", target}},
       {}},
  });
}

TEST(ProcessPage, ReadsAPage) {
  const std::string body = article("<meta name=description content=' Its  eyes '><meta name=robots content=index>");
  const Record record = process(html_page(body));
  ASSERT_TRUE(record.info);
  expect_fields(*record.info, {{"src_unparsed", kKey},
                               {"ver", "1775842628123"},
                               {"download_http_code", "200"},
                               {"download_type", "text/html"},
                               {"download_size", std::to_string(body.size())},
                               {"wire_size", std::to_string(body.size())},
                               {"charset", "UTF-8"},
                               {"meta_title", "The wolf spider"},
                               {"meta_canonical", "null"},
                               {"meta_canonical_raw", "null"},
                               {"meta_lang", "en"},
                               {"fh_dont_index", "0"},
                               {"fh_dont_index_reason", "null"},
                               {"history_drop_reason", "null"},
                               {"first_indexed_stamp", "null"},
                               {"flags", ""},
                               {"parse_errors", "null"},
                               {"archive_file", "null"}});
  EXPECT_EQ(record.info->ml_spam_score, 0.0);
  EXPECT_GT(record.info->words, 30);
  EXPECT_TRUE(record.info->content_hash && *record.info->content_hash > 0);
  EXPECT_TRUE(record.info->similarity_hash);
  ASSERT_TRUE(record.text);
  EXPECT_EQ(record.text->key, record.key);
  EXPECT_EQ(record.text->ver, record.info->ver);
  EXPECT_THAT(record.text->markdown, HasSubstr("A wolf spider hunts alone"));
  expect_fields(record.history, {{"outcome", "answered"}, {"detail", "null"}});
  EXPECT_EQ(record.history.content_hash, record.info->content_hash);
  EXPECT_EQ(record.history.similarity_hash, record.info->similarity_hash);
  EXPECT_TRUE(record.replace_links);
}

TEST(ProcessPage, ReadsSitemapsAndSaysHowFar) {
  const Header xml = {"Content-Type", "text/xml"}, html = {"Content-Type", "text/html"};
  const std::string urlset =
      "<urlset><url><loc>http://good.example/a</loc></url><url><loc>mailto:x</loc></url></urlset>";
  const auto named = [](Exchange exchange) {
    exchange.purpose = Purpose::sitemap;
    return exchange;
  };
  Exchange broken_off = named(answer(200, {xml}, urlset));
  broken_off.failure = Reason::network_reset;
  expect_cases({
      {"found by its looks",
       answer(200, {xml}, urlset),
       {{"sitemap_urls", "1"},
        {"sitemap_skipped", "1"},
        {"sitemap_fault", "null"},
        {"sitemap_end", "null"},
        {"history_drop_reason", "content.sitemap"},
        {"history_drop_evidence", "1 URL was taken, 1 location skipped"}},
       {}},
      {"named as one, of any type",
       named(answer(200, {html}, urlset)),
       {{"history_drop_reason", "content.sitemap"}},
       {}},
      {"other XML",
       answer(200, {xml}, "<svg/>"),
       {{"sitemap_urls", "null"}, {"history_drop_reason", "content.mime_rejected"}},
       {}},
      {"a page that was named as one",
       named(answer(200, {html}, article())),
       {{"sitemap_urls", "0"}, {"meta_title", "The wolf spider"}, {"history_drop_reason", "null"}},
       {}},
      {"none there",
       named(answer(404, {html}, "")),
       {{"sitemap_urls", "0"}, {"sitemap_end", "it answered HTTP 404"}},
       {}},
      {"elsewhere",
       named(answer(301, {{"Location", "/b"}}, "")),
       {{"sitemap_urls", "null"}, {"sitemap_end", "null"}},
       {}},
      {"broken off",
       broken_off,
       {{"sitemap_urls", "1"}, {"sitemap_end", "the answer broke off (network.reset)"}, {"flags", "truncated"}},
       {}},
  });
}

TEST(ProcessPage, SaysWhyAPageIsNotRead) {
  const Header html = {"Content-Type", "text/html"};
  std::string deep = "<html><body>";
  for (int i = 0; i < 100000; ++i) deep += "<div>";
  expect_cases({
      {"not HTML",
       answer(200, {{"Content-Type", "Application/PDF"}}, "%PDF-1.4"),
       {{"download_type", "application/pdf"},
        {"history_drop_reason", "content.mime_rejected"},
        {"history_drop_evidence", "Content-Type: application/pdf"},
        {"ml_spam_score", "null"},
        {"fh_dont_index", "0"}},
       {{"history_drop_reason", "content.mime_rejected"}}},
      {"plain text",
       answer(200, {{"Content-Type", "text/plain"}}, "words"),
       {{"history_drop_reason", "content.mime_rejected"}},
       {}},
      {"no type and no HTML",
       answer(200, {}, "words"),
       {{"download_type", ""},
        {"history_drop_reason", "content.mime_rejected"},
        {"history_drop_evidence", "no Content-Type"}},
       {}},
      {"no type, and HTML by its looks",
       answer(200, {}, " \n" + article()),
       {{"download_type", "text/html"}, {"flags", "type_sniffed"}, {"meta_title", "The wolf spider"}},
       {}},
      {"XHTML",
       answer(200, {{"Content-Type", "application/xhtml+xml"}}, article()),
       {{"meta_title", "The wolf spider"}},
       {}},
      {"empty",
       answer(200, {html}, ""),
       {{"history_drop_reason", "content.empty"}, {"content_hash", "null"}, {"ml_spam_score", "null"}},
       {{"detail", "0 bytes"}}},
      {"nothing but white space", answer(200, {html}, " \n\t"), {{"history_drop_reason", "content.empty"}}, {}},
      {"an encoding that nobody knows",
       answer(200, {html, {"Content-Encoding", "rot13"}}, article()),
       {{"history_drop_reason", "http.bad_encoding"}, {"meta_title", "null"}},
       {}},
      {"gzip that is none",
       answer(200, {html, {"Content-Encoding", "gzip"}}, "abc"),
       {{"history_drop_reason", "http.bad_encoding"}},
       {}},
  });
  EXPECT_EQ(process(answer(200, {html}, deep)).info->flags, "depth_limited");

  EXPECT_EQ(process(answer(200, {html}, "<!doctype html><p a=1 a=2>\x01</p></b>")).info->parse_errors,
            "control-character-in-input-stream 1, duplicate-attribute 1, unexpected-end-tag 1");

  PipelineOptions large;
  large.decode.max_bytes = 200u << 20;
  const Record refused = process_page(answer(200, {html}, std::string(129u << 20, 'a')), std::nullopt, large);
  EXPECT_EQ(refused.info->history_drop_reason, "content.parse_failed");
  EXPECT_FALSE(refused.text);
  EXPECT_FALSE(refused.replace_links);
}

TEST(ProcessPage, HalfAPageIsReadAndNeverIndexable) {
  Exchange broken = html_page(article().substr(0, 200));
  broken.failure = Reason::network_reset;
  broken.failure_detail = "the connection was closed at byte 200";
  Exchange cut = html_page(article());
  cut.truncated = true;
  Exchange broken_error = answer(404, {{"Content-Type", "text/html"}}, "<p>");
  broken_error.failure = Reason::network_time_budget;
  expect_cases({
      {"broken off by the network",
       broken,
       {{"meta_title", "The wolf spider"}, {"flags", "truncated"}, {"history_drop_reason", "network.reset"}},
       {{"outcome", "network.reset"},

        {"download_http_code", "200"},
        {"detail", "the connection was closed at byte 200"}}},
      {"cut by a limit", cut, {{"flags", "truncated"}, {"history_drop_reason", "null"}}, {}},
      {"an error is an error without its body",
       broken_error,
       {{"flags", "truncated"}, {"history_drop_reason", "null"}},
       {{"outcome", "network.time_budget"}}},
  });
  EXPECT_FALSE(process(broken).replace_links);
  EXPECT_TRUE(process(cut).replace_links);
}

TEST(ProcessPage, JudgesPagesThatAreMissingOrNeedScripts) {
  expect_cases({
      {"a page that says it is not there",
       html_page("<title>Page not found</title><h1>Page not found</h1><p>Try our search."),
       {{"history_drop_reason", "content.soft_404"}, {"needs_js_score", "0.300000"}},
       {}},
      {"a page that a script is to make",
       html_page("<title>App</title><div id=root></div><script src=/app.js></script>"),
       {{"history_drop_reason", "content.needs_js"},
        {"history_drop_evidence",
         "1.05 of 0.60: few_words=0.00 (+0.30) no_content=0.00 (+0.25) scripts=1.00 (+0.10) empty_app_root=1.00 "
         "(+0.40)"},
        {"needs_js_evidence",
         "few_words=0.00 (+0.30) no_content=0.00 (+0.25) scripts=1.00 (+0.10) empty_app_root=1.00 (+0.40)"}},
       {}},
      {"a page to read",
       html_page(article("", "<a href=/x>more of it</a>")),
       {{"history_drop_reason", "null"}, {"soft_404_score", "0.341250"}, {"needs_js_score", "0.240000"}},
       {}},
      {"a missing page that was answered as one is not scored",
       answer(404, {{"Content-Type", "text/html"}}, "<title>Page not found</title>"),
       {{"soft_404_score", "null"}, {"needs_js_score", "null"}, {"link_density", "null"}},
       {}},
  });
  EXPECT_NEAR(*process(html_page(article("", "<a href=/x>more of it</a>"))).info->link_density, 0.06, 0.01);
}

TEST(ProcessPage, HonoursDirectives) {
  const std::string meta = "\n<meta name=robots content='noindex, nofollow'>";
  expect_cases({
      {"noindex in the page",
       html_page(article(meta)),
       {{"fh_dont_index", "1"},
        {"fh_dont_index_reason", "directive.noindex_meta"},
        {"directives", "noindex, nofollow (meta robots, line 4)"}},
       {}},
      {"noindex in the header",
       html_page(article(), {{"X-Robots-Tag", "noindex"}}),
       {{"fh_dont_index", "1"},
        {"fh_dont_index_reason", "directive.noindex_header"},
        {"directives", "noindex (X-Robots-Tag)"}},
       {}},
      {"noindex for us by name",
       html_page(article("<meta name=lycosa content=noindex>")),
       {{"fh_dont_index", "1"}},
       {}},
      {"noindex for another",
       html_page(article(), {{"X-Robots-Tag", "otherbot: noindex"}}),
       {{"fh_dont_index", "0"}, {"directives", "noindex (X-Robots-Tag for otherbot)"}},
       {}},
      {"a time that is past",
       html_page(article(), {{"X-Robots-Tag", "unavailable_after: 2026-01-01"}}),
       {{"fh_dont_index", "1"},
        {"fh_dont_index_reason", "directive.unavailable_after"},
        {"unavailable_after_stamp", "1767225600"}},
       {}},
      {"a time to come",
       html_page(article(), {{"X-Robots-Tag", "unavailable_after: 2027-01-01"}}),
       {{"fh_dont_index", "0"}, {"unavailable_after_stamp", "1798761600"}},
       {}},
  });
}

TEST(ProcessPage, WhatIsStoredOfDirectivesSaysWhoMustNotFollow) {
  const auto nofollow = [](const std::string& head, std::vector<Header> headers, std::string_view agent = "lycosa") {
    return stored_nofollow(*process(html_page(article(head), std::move(headers))).info, agent);
  };
  EXPECT_EQ(nofollow("", {}), "");
  EXPECT_EQ(nofollow("<meta name=robots content=noindex>", {{"X-Robots-Tag", "noarchive"}}), "");
  EXPECT_THAT(nofollow("<meta name=robots content='noindex, nofollow'>", {}), HasSubstr("nofollow"));
  EXPECT_THAT(nofollow("<meta name=robots content=index>", {{"X-Robots-Tag", "none"}}), HasSubstr("none"));
  EXPECT_THAT(nofollow("<meta name=Lycosa content=nofollow>", {}), HasSubstr("nofollow"));
  EXPECT_EQ(nofollow("<meta name=otherbot content=nofollow>", {}), "");
  EXPECT_EQ(nofollow("", {{"X-Robots-Tag", "otherbot: nofollow"}}), "");
  EXPECT_THAT(nofollow("", {{"X-Robots-Tag", "otherbot: nofollow"}}, "otherbot"), HasSubstr("nofollow"));
}

TEST(ProcessPage, NotesThePlaceInTheArchive) {
  const Record record = process_page(html_page(article()), ArchivePlace{"a.warc.gz", 512}, PipelineOptions{});
  expect_fields(*record.info, {{"archive_file", "a.warc.gz"}, {"archive_offset", "512"}});
  expect_fields(record.history, {{"archive_file", "a.warc.gz"}, {"archive_offset", "512"}});
}

TEST(ProcessPage, TheSameExchangeGivesTheSameRecord) {
  const std::vector<Exchange> exchanges = {
      html_page(article("<link rel=canonical href=/c>", "<a href=/a>a</a><a href=/b>b</a>")),
      answer(301, {{"Location", "/new"}}), no_answer(Reason::network_reset, "x")};
  for (const Exchange& exchange : exchanges) EXPECT_EQ(dump(process(exchange)), dump(process(exchange)));
}

TEST(ProcessPage, AUrlThatIsNoPageGivesNoRows) {
  for (const char* url : {"", "nonsense", "ftp://a.example/", "mailto:a@b.example"}) {
    Exchange exchange = html_page(article());
    exchange.url = url;
    const Record record = process(exchange);
    EXPECT_EQ(record.key.unparsed, "") << url;
    EXPECT_FALSE(record.info) << url;
    EXPECT_EQ(record.history.outcome, "input.bad_url") << url;
  }
}

TEST(ProcessPage, HostileBytesLeaveRowsThatCanBeStored) {
  const std::string bad("\xff\xfe\x00\xc3\x28 \xed\xa0\x80", 9);
  const std::string long_title(100000, 'x');
  std::vector<Exchange> exchanges = {
      html_page("<title>" + bad + "</title><meta name=description content='" + bad + "'><a href='/" + bad + "'>" + bad +
                "</a>"),
      html_page("<title>" + long_title + "</title><link rel=canonical href='/" + long_title + "'>"),
      html_page("<html lang='" + bad + "'><meta name=robots content='" + bad + "'>" + bad),
      answer(200, {{"Content-Type", bad}, {"Link", "<" + bad + ">; rel=canonical"}, {"X-Robots-Tag", bad}}, bad),
      answer(301, {{"Location", bad}}),
      answer(301, {{"Location", "/" + long_title}}),
      answer(503, {{"Retry-After", bad}}),
      answer(999, {{bad, bad}}),
      answer(200, {{"Content-Type", "text/html"}, {"Link", std::string(60000, '<')}}, "<p>"),
      answer(200, {{"Content-Type", "text/html"}, {"Link", "<a>;" + std::string(60000, ';') + "rel=\""}}, "<p>"),
      no_answer(Reason::network_reset, bad),
  };
  exchanges[0].headers = {{"Content-Type", "text/html; charset=" + bad}};
  for (size_t i = 0; i < exchanges.size(); ++i) {
    SCOPED_TRACE(i);
    const Record record = process(exchanges[i]);
    const std::string all = dump(record);
    EXPECT_TRUE(is_valid_utf8(all));
    EXPECT_EQ(all.find('\0'), std::string::npos);
    if (record.info) {
      EXPECT_LE(record.info->meta_title.value_or("").size(), 4096u);
      EXPECT_LE(record.info->meta_canonical_raw.value_or("").size(), 4096u);
    }
  }
}

}  // namespace
}  // namespace lycosa::inline pipeline
