#include "pipeline/sitemap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/shared_data.h"

namespace lycosa::inline pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Case {
  const char* claim;
  std::string body;
  std::vector<std::string> locations;
  bool is_index = false;
  const char* error = "";  // a part of it
};

std::vector<std::string> locations(const Sitemap& sitemap) {
  std::vector<std::string> all;
  for (const SitemapEntry& entry : sitemap.entries) all.push_back(entry.location);
  return all;
}

// "2026-04-10T17:37:08Z 0.5", with "-" for what an entry does not say.
std::string told(const SitemapEntry& entry) {
  const std::string lastmod = entry.lastmod ? rfc3339(*entry.lastmod) : "-";
  return lastmod + " " + (entry.priority ? std::to_string(*entry.priority).substr(0, 3) : "-");
}

TEST(Sitemap, SaysWhenEntriesChangedAndHowMuchTheyMatter) {
  const auto url = [](const std::string& inside) {
    return "<urlset><url>" + inside + "</url><url><loc>http://a/2</loc></url></urlset>";
  };
  const struct {
    std::string body, first;
  } cases[] = {
      {url("<loc>http://a/1</loc><lastmod>2026-04-10T19:37:08+02:00</lastmod><priority>0.5</priority>"),
       "2026-04-10T17:37:08Z 0.5"},
      {url("<priority> 1.0 </priority><lastmod>\n2026-04-10 </lastmod><loc>http://a/1</loc>"),
       "2026-04-10T00:00:00Z 1.0"},
      {url("<loc>http://a/1</loc><lastmod>2026-04</lastmod>"), "2026-04-01T00:00:00Z -"},
      {url("<loc>http://a/1</loc><lastmod>2026</lastmod>"), "2026-01-01T00:00:00Z -"},
      {url("<loc>http://a/1</loc><lastmod>yesterday</lastmod><priority>high</priority>"), "- -"},
      {url("<loc>http://a/1</loc><lastmod/><priority>1.5</priority>"), "- -"},
      {url("<loc>http://a/1</loc><priority>-0.1</priority>"), "- -"},
      {url("<loc>http://a/1</loc><priority>nan</priority>"), "- -"},
      {url("<loc>http://a/1</loc><x:lastmod xmlns:x='y'>2026</x:lastmod>"), "- -"},
      {"<sitemapindex><sitemap><loc>http://a/1</loc><lastmod>2026-04-10</lastmod><priority>1</priority></sitemap>"
       "<sitemap><loc>http://a/2</loc></sitemap></sitemapindex>",
       "2026-04-10T00:00:00Z -"},
      {"<rss><channel><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate><item><link>http://a/1</link>"
       "<pubDate>Fri, 10 Apr 2026 17:37:08 +0000</pubDate></item><item><link>http://a/2</link></item></channel></rss>",
       "2026-04-10T17:37:08Z -"},
      {"<feed><updated>2020-01-01T00:00:00Z</updated><entry><link href='http://a/1'/><updated>2026-04-10T17:37:08Z"
       "</updated></entry><entry><link href='http://a/2'/></entry></feed>",
       "2026-04-10T17:37:08Z -"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.body);
    const Sitemap sitemap = read_sitemap(c.body);
    ASSERT_EQ(sitemap.entries.size(), 2u);
    EXPECT_EQ(told(sitemap.entries[0]), c.first);
    EXPECT_EQ(told(sitemap.entries[1]), "- -");
  }
}

TEST(Sitemap, ReadsEveryFormAndStopsWhereItMust) {
  const Case cases[] = {
      {"urlset",
       "<urlset><url><loc> http://a/1 </loc></url><url><loc>http://a/2?x=1&amp;y</loc></url></urlset>",
       {"http://a/1", "http://a/2?x=1&y"}},
      {"index", "<sitemapindex><sitemap><loc>http://a/s.xml</loc></sitemap></sitemapindex>", {"http://a/s.xml"}, true},
      {"text", "http://a/1\r\nhttp://a/2\n\n# no URL\nHTTPS://a/3", {"http://a/1", "http://a/2", "HTTPS://a/3"}},
      {"text with BOM", "\xef\xbb\xbfhttp://a/1\n", {"http://a/1"}},
      {"rss",
       "<rss><channel><link>http://a/</link><item><link>http://a/1</link><guid>http://a/g</guid></item>"
       "<item><guid>http://a/g2</guid></item><item><guid>7bd204c6</guid></item></channel></rss>",
       {"http://a/1", "http://a/g2"}},
      {"atom",
       "<feed><link href='http://a/'/><entry><link rel='self' href='http://a/s'/><link "
       "href='http://a/1'/></entry></feed>",
       {"http://a/1"}},
      {"image locations are not pages",
       "<urlset "
       "xmlns:image='i'><url><loc>http://a/1</loc><image:image><image:loc>http://a/i.png</image:loc></image:image></"
       "url>"
       "</urlset>",
       {"http://a/1"}},
      {"a prefix of the root's own",
       "<s:urlset xmlns:s='x'><s:url><s:loc>http://a/1</s:loc></s:url></s:urlset>",
       {"http://a/1"}},
      {"DOCTYPE",
       "<!DOCTYPE urlset [<!ENTITY t 'x'>]><urlset><url><loc>http://a/&t;</loc></url></urlset>",
       {},
       false,
       "DOCTYPE"},
      {"an entity that nobody declared",
       "<urlset><url><loc>http://a/1</loc></url><url><loc>&nbsp;</loc></url></urlset>",
       {"http://a/1"},
       false,
       "line 1: "},
      {"what was read before a fault stays",
       "<urlset><url><loc>http://a/1</loc></url></oops>",
       {"http://a/1"},
       false,
       "mismatched"},
      {"a location cut in its text is not kept",
       "<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/2",
       {"http://a/1"},
       false,
       "line 1"},
      {"a location cut in its end tag is", "<urlset><url><loc>http://a/1</lo", {"http://a/1"}, false, "unclosed"},
      {"HTML", "<html><body>404</body></html>", {}, false, "root element is <html>"},
      {"words", "this is not a sitemap", {}, false, "neither XML nor"},
      {"nothing", " \n", {}, false, "empty"},
      {"a legacy encoding",
       "<?xml version='1.0' encoding='windows-1251'?><urlset><url><loc>http://a/\xe0</loc></url></urlset>",
       {"http://a/\xef\xbf\xbd"}},
      {"UTF-16", std::string("\xff\xfe<\0f\0e\0e\0d\0/\0>\0", 16), {}},
      {"bytes that are not UTF-8 in text", "http://a/\xe0\n", {"http://a/\xef\xbf\xbd"}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.claim);
    const Sitemap sitemap = read_sitemap(c.body);
    EXPECT_EQ(locations(sitemap), c.locations);
    EXPECT_EQ(sitemap.is_index, c.is_index);
    EXPECT_FALSE(sitemap.truncated);
    if (*c.error == '\0') {
      EXPECT_EQ(sitemap.error, "");
    } else {
      EXPECT_THAT(sitemap.error, HasSubstr(c.error));
    }
  }
}

TEST(Sitemap, LimitsCutAndSaySo) {
  const std::string xml = "<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/2</loc></url></urlset>";
  SitemapLimits one;
  one.max_urls = 1;
  Sitemap sitemap = read_sitemap(xml, one);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_TRUE(sitemap.truncated);
  EXPECT_EQ(sitemap.error, "");

  sitemap = read_sitemap("http://a/1\nhttp://a/2\n", one);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_TRUE(sitemap.truncated);

  SitemapLimits short_body;
  short_body.max_bytes = xml.find("/2</loc>") + 1;
  sitemap = read_sitemap(xml, short_body);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_TRUE(sitemap.truncated);
  EXPECT_EQ(sitemap.error, "");

  short_body.max_bytes = 15;
  sitemap = read_sitemap("http://a/1\nhttp://a/2\n", short_body);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_TRUE(sitemap.truncated);
}

TEST(Sitemap, HostileXmlIsBoundedInDepthAndMemory) {
  std::string deep = "<urlset>";
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_THAT(read_sitemap(deep).error, HasSubstr("nested more than 256 deep"));

  std::string names = "<urlset><url><loc>http://a/1</loc></url><a";
  for (int i = 0; i < 400000; ++i) names += " a" + std::to_string(i) + "=''";
  names += "/></urlset>";
  const Sitemap sitemap = read_sitemap(names);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_THAT(sitemap.error, HasSubstr("out of memory"));

  // A reader that ran out leaves the next one its whole allowance.
  EXPECT_THAT(locations(read_sitemap("<urlset><url><loc>http://a/1</loc></url></urlset>")), ElementsAre("http://a/1"));
}

std::filesystem::path sitemap_data() {
  return conformance::shared_data() / "sitemaps";
}

// The vectors are what another reader gives under options of its own; these differ from ours by intent.
const std::map<std::string, const char*> kExceptions = {
    {"s002", "that reader was told to allow a DOCTYPE; we never do"},
    {"s006", "that reader was told to insist on the namespace; we read what is clearly a sitemap"},
    {"s007", "that reader was told to insist on the namespace; we read what is clearly a sitemap"},
    {"s011", "a URL filter of that reader's rewrote the locations; ours stay as they stand"},
    {"s019", "a URL filter of that reader's rewrote the locations; ours stay as they stand"},
    {"s038", "that reader drops URLs outside the sitemap's directory; the crawl's scope decides that here"},
    {"s057", "that reader drops URLs outside the sitemap's directory; the crawl's scope decides that here"},
};

TEST(Sitemap, AgreesWithThePublishedVectors) {
  const std::string text = conformance::read_file(sitemap_data() / "vectors.json");
  if (text.empty())
    GTEST_SKIP() << sitemap_data() << "/vectors.json is not there; LYCOSA_SHARED names the folder above data";
  size_t compared = 0, excepted = 0;
  for (const auto& vector : nlohmann::json::parse(text)) {
    const std::string id = vector["id"];
    SCOPED_TRACE(id + " " + vector["test"].get<std::string>());
    Exchange exchange;
    exchange.status = 200;
    exchange.body = vector.contains("file") ? conformance::read_file(sitemap_data() / vector["file"].get<std::string>())
                                            : vector.value("body", std::string());
    ASSERT_FALSE(vector.contains("body_b64"));
    const Sitemap sitemap = process_sitemap(exchange, DecodeLimits{});
    std::set<std::string> expected;
    const auto& expect = vector["expect"];
    if (expect.contains("entries")) {
      for (const auto& entry : expect["entries"]) expected.insert(entry["loc"].get<std::string>());
    }
    const std::vector<std::string> all = locations(sitemap);
    const std::set<std::string> found(all.begin(), all.end());
    const bool error = expect.value("error", false);
    const bool agrees =
        error ? !sitemap.error.empty() : found == expected && sitemap.is_index == expect.value("index", false);
    if (kExceptions.contains(id)) {
      EXPECT_FALSE(agrees) << "no exception any more: " << kExceptions.at(id);
      ++excepted;
      continue;
    }
    EXPECT_TRUE(agrees) << sitemap.error << "\n"
                        << testing::PrintToString(found) << "\n"
                        << testing::PrintToString(expected);
    ++compared;
  }
  EXPECT_EQ(excepted, kExceptions.size());
  RecordProperty("compared", static_cast<int>(compared));
}

}  // namespace
}  // namespace lycosa::inline pipeline
