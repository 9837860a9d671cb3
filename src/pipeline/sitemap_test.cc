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

struct Case {
  const char* claim;
  std::string body;
  std::vector<std::string> locations;
  bool is_index = false;
  const char* told = "";  // a part of what is said to be wrong
};

// What is wrong with a sitemap, whether or not it was read on.
std::string told(const Sitemap& sitemap) {
  if (!sitemap.error.empty() || !sitemap.fault) return sitemap.error;
  return "line " + std::to_string(sitemap.fault->line) + ": " + sitemap.fault->what;
}

bool is_index(const Sitemap& sitemap) {
  return !sitemap.entries.empty() && sitemap.entries.front().role == Role::sitemap;
}

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

TEST(Sitemap, ReadsEveryFormAndTellsWhatIsWrong) {
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
       "<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/&none;/&eacute;</loc></url></urlset>",
       {"http://a/1", "http://a/&none;/\u00e9"},
       false,
       "line 1: "},
      {"what was read before a fault stays",
       "<urlset><url><loc>http://a/1</loc></url></oops>",
       {"http://a/1"},
       false,
       "tag mismatch"},
      {"a location cut in its text is not kept",
       "<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/2",
       {"http://a/1"},
       false,
       "line 1"},
      {"a location cut in its end tag is",
       "<urlset><url><loc>http://a/1</lo",
       {"http://a/1"},
       false,
       "line 1: the file ends"},
      {"HTML", "<html><body>404</body></html>", {}, false, "root element is <html>"},
      {"words", "this is not a sitemap", {}, false, "neither XML nor"},
      {"nothing", " \n", {}, false, "empty"},
      {"a legacy encoding",
       "<?xml version='1.0' encoding='windows-1251'?><urlset><url><loc>http://a/\xe0</loc></url></urlset>",
       {"http://a/\u0430"}},
      {"UTF-16", std::string("\xff\xfe<\0f\0e\0e\0d\0/\0>\0", 16), {}},
      {"bytes that are not UTF-8 in text", "http://a/\xe0\n", {"http://a/\u00e0"}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.claim);
    const Sitemap sitemap = read_sitemap(c.body);
    EXPECT_EQ(locations(sitemap), c.locations);
    EXPECT_EQ(is_index(sitemap), c.is_index);
    EXPECT_EQ(sitemap.cut, "");
    if (*c.told == '\0') {
      EXPECT_EQ(told(sitemap), "");
    } else {
      EXPECT_THAT(told(sitemap), HasSubstr(c.told));
    }
  }
}

// Each has one fault, and one page behind it.
TEST(Sitemap, ReadsOnBehindWhatIsWrong) {
  const auto wrong = [](const std::string& inside) {
    return "<?xml version='1.0'?>\n<urlset>\n<url><loc>http://a/1</loc></url>\n" + inside +
           "<url><loc>http://a/2?b=c&amp;d</loc></url></urlset>";
  };
  const struct {
    const char* claim;
    std::string body, told;
    std::vector<std::string> between;
  } cases[] = {
      {"an & in a query",
       wrong("<url><loc>http://a/x?k=boat&page=2</loc></url>"),
       "line 4: an &",
       {"http://a/x?k=boat&page=2"}},
      {"an & before a name and a semicolon",
       wrong("<url><loc>http://a/?x&y;z</loc></url>"),
       "line 4: an &",
       {"http://a/?x&y;z"}},
      {"an & before a space", wrong("<url><title>a & b</title></url>"), "line 4: an &", {}},
      {"a number that is no character",
       wrong("<url><loc>http://a/&#0;</loc></url>"),
       "line 4: an &",
       {"http://a/&#0;"}},
      {"a reference of HTML", wrong("<url><loc>http://a/&Acirc;&copy;</loc></url>"), "", {"http://a/\u00c2\u00a9"}},
      {"a control character",
       wrong("<url><loc>http://a/\b</loc></url>"),
       "line 4: a control character",
       {"http://a/\ufffd"}},
      {"an element that is not closed",
       wrong("<url><loc>http://a/x<lastmod>2026</lastmod></url>"),
       "line 4: ",
       {"http://a/x"}},
      {"an entry that is not closed", wrong("<url><loc>http://a/x</loc>"), "line 4: ", {"http://a/x"}},
      {"an end tag too many", wrong("</url></urlset><url><loc>http://a/x</loc></url>"), "line 4: ", {"http://a/x"}},
      {"an attribute without quotes", wrong("<url id=1><loc>http://a/x</loc></url>"), "line 4: ", {"http://a/x"}},
      {"a tag that breaks off", wrong("<url><loc <loc>http://a/x</loc></url>"), "line 4: a tag", {"http://a/x"}},
      {"a < of its own", wrong("<url><title>a < b</title></url>"), "line 4: a <", {}},
      {"urlset in urlset", wrong("<urlset><url><loc>http://a/x</loc></url></urlset>"), "", {"http://a/x"}},
      {"a declaration further down",
       wrong("<?xml version='1.0'?><url><loc>http://a/x</loc></url>"),
       "",
       {"http://a/x"}},
      {"two files in one", wrong("</urlset><urlset><url><loc>http://a/x</loc></url>"), "", {"http://a/x"}},
      {"capitals", wrong("<URL><LOC>http://a/x</LOC></URL>"), "", {"http://a/x"}},
      {"a comment and CDATA",
       wrong("<!-- <url>& --><url><loc><![CDATA[http://a/x?b&c]]></loc></url>"),
       "",
       {"http://a/x?b&c"}},
      {"noise before", "<br />\n<b>Notice</b>: no variable & no page<br>\n" + wrong(""), "line 2: an &", {}},
      {"text before", "Warning: something\n" + wrong(""), "", {}},
      {"text before a root with a prefix",
       "Warning\n<s:urlset><s:url><s:loc>http://a/1</s:loc></s:url><s:url><s:loc>http://a/2?b=c&amp;d</s:loc></s:url>"
       "</s:urlset>",
       "",
       {}},
      {"a byte that is not UTF-8", wrong("<url><title>caf\xe9</title></url>"), "", {}},
      {"an encoding that it is not in", "<?xml version='1.0' encoding='utf-16'?>" + wrong(""), "", {}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.claim);
    const Sitemap sitemap = read_sitemap(c.body);
    std::vector<std::string> expected = c.between;
    expected.insert(expected.begin(), "http://a/1");
    expected.push_back("http://a/2?b=c&d");
    EXPECT_EQ(locations(sitemap), expected);
    EXPECT_EQ(sitemap.error, "");
    if (c.told.empty()) {
      EXPECT_EQ(told(sitemap), "");
    } else {
      EXPECT_THAT(told(sitemap), testing::StartsWith(c.told));
    }
  }
}

TEST(Sitemap, AUrlsetCanNameSitemaps) {
  const Sitemap mixed =
      read_sitemap("<urlset><sitemap><loc>http://a/s.xml</loc></sitemap><url><loc>http://a/1</loc></url></urlset>");
  ASSERT_THAT(locations(mixed), ElementsAre("http://a/s.xml", "http://a/1"));
  EXPECT_EQ(mixed.entries[0].role, Role::sitemap);
  EXPECT_EQ(mixed.entries[1].role, Role::page);
}

TEST(Sitemap, NothingThatTheFileDeclaresIsUsed) {
  const Sitemap sitemap = read_sitemap(
      "<!DOCTYPE urlset [<!ENTITY t 'x'> <!ENTITY f SYSTEM 'file:///etc/passwd'>]>\n"
      "<urlset><url><loc>http://a/&t;</loc></url><url><loc>&f;</loc></url><url><loc>http://a/2</loc></url></urlset>");
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/2"));
  EXPECT_THAT(told(sitemap), HasSubstr("DOCTYPE"));
  EXPECT_EQ(told(read_sitemap("<!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"http://r.example/x.dtd\">"
                              "<rss><channel><item><link>http://a/1</link></item></channel></rss>")),
            "");
}

TEST(Sitemap, AFileOfManyMegabytesIsReadToItsEnd) {
  std::string body = "<urlset>";
  for (int i = 0; i < 20000; ++i) {
    body += "<url><loc>http://a/" + std::to_string(i) + "</loc><title>" + std::string(800, 'x') + "</title></url>\n";
  }
  EXPECT_EQ(read_sitemap(body + "</urlset>").entries.size(), 20000u);
}

TEST(Sitemap, LimitsCutAndSaySo) {
  const std::string xml = "<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/2</loc></url></urlset>";
  SitemapLimits one;
  one.max_urls = 1;
  Sitemap sitemap = read_sitemap(xml, one);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_NE(sitemap.cut, "");
  EXPECT_EQ(sitemap.error, "");

  sitemap = read_sitemap("http://a/1\nhttp://a/2\n", one);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_NE(sitemap.cut, "");

  SitemapLimits short_body;
  short_body.max_bytes = xml.find("/2</loc>") + 1;
  sitemap = read_sitemap(xml, short_body);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_NE(sitemap.cut, "");
  EXPECT_EQ(sitemap.error, "");

  short_body.max_bytes = 15;
  sitemap = read_sitemap("http://a/1\nhttp://a/2\n", short_body);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1"));
  EXPECT_NE(sitemap.cut, "");
}

TEST(Sitemap, HostileXmlIsBoundedInDepthAndMemory) {
  std::string deep = "<urlset>";
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_THAT(read_sitemap(deep).error, HasSubstr("65536 of its elements are open"));

  std::string names = "<urlset><url><loc>http://a/1</loc></url><a";
  for (int i = 0; i < 400000; ++i) names += " a" + std::to_string(i) + "=''";
  names += "/><url><loc>http://a/2</loc></url></urlset>";
  const Sitemap sitemap = read_sitemap(names);
  EXPECT_THAT(locations(sitemap), ElementsAre("http://a/1", "http://a/2"));
  EXPECT_THAT(told(sitemap), HasSubstr("a tag of more than 8192 bytes"));

  std::string elements = "<urlset><url><loc>http://a/1</loc></url>";
  for (int i = 0; i < 100000; ++i) elements += "<name-number-" + std::to_string(i) + "/>";
  const Sitemap many = read_sitemap(elements + "</urlset>");
  EXPECT_THAT(locations(many), ElementsAre("http://a/1"));
  EXPECT_THAT(many.error, HasSubstr("bytes of names"));

  const Sitemap huge = read_sitemap("<urlset><url><loc>http://a/" + std::string(1u << 20, 'x') +
                                    "</loc></url><url><loc>http://a/2</loc></url></urlset>");
  EXPECT_THAT(locations(huge), ElementsAre("http://a/2"));
  EXPECT_THAT(told(huge), HasSubstr("line 1: a location of more than"));

  // A reader that ran out leaves the next one its whole allowance.
  EXPECT_THAT(locations(read_sitemap("<urlset><url><loc>http://a/1</loc></url></urlset>")), ElementsAre("http://a/1"));
}

std::filesystem::path sitemap_data() {
  return conformance::shared_data() / "sitemaps";
}

// The vectors are what another reader gives under options of its own; these differ from ours by intent.
const std::map<std::string, const char*> kExceptions = {
    {"s001", "that reader refuses a file with a DOCTYPE; we read what does not depend on it"},
    {"s020", "that reader refuses a file that breaks off; we keep what stands before"},
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
    const Sitemap sitemap = read_sitemap_body(decode_body(exchange, {}), {});
    std::set<std::string> expected;
    const auto& expect = vector["expect"];
    if (expect.contains("entries")) {
      for (const auto& entry : expect["entries"]) expected.insert(entry["loc"].get<std::string>());
    }
    const std::vector<std::string> all = locations(sitemap);
    const std::set<std::string> found(all.begin(), all.end());
    const bool error = expect.value("error", false);
    const bool agrees =
        error ? !sitemap.error.empty() : found == expected && is_index(sitemap) == expect.value("index", false);
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
