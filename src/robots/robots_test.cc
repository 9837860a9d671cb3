#include "robots/robots.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "conformance/page_table.h"
#include "robots/pattern.h"

namespace lycosa::inline robots {
namespace {

RobotsDecision decide(std::string_view body, std::string_view path, std::string_view agent = "lycosa") {
  return RobotsTxt::parse(body).decide(agent, path);
}

TEST(Robots, TheDecisionCarriesItsEvidence) {
  const auto decision =
      decide("# all\nUser-agent: *\nDisallow: /a\n\nUser-agent: Lycosa\r\nAllow: /a # yes\nDisallow: /a/b", "/a/b/c");
  EXPECT_FALSE(decision.allowed);
  EXPECT_EQ(decision.basis, RobotsBasis::rule);
  EXPECT_EQ(decision.group, "lycosa");
  EXPECT_EQ(decision.group_line, 5);
  ASSERT_TRUE(decision.rule.has_value());
  EXPECT_EQ(decision.rule->line, 7);
  EXPECT_EQ(decision.rule->text, "Disallow: /a/b");
  EXPECT_EQ(decision.rule->pattern, "/a/b");
  EXPECT_FALSE(decision.rule->allow);
  ASSERT_TRUE(decision.runner_up.has_value());
  EXPECT_EQ(decision.runner_up->line, 6);
  EXPECT_EQ(decision.runner_up->text, "Allow: /a # yes");
  EXPECT_EQ(decision.runner_up->pattern, "/a");
  EXPECT_TRUE(decision.runner_up->allow);
}

TEST(Robots, SaysWhyNothingDecided) {
  EXPECT_EQ(decide("", "/a").basis, RobotsBasis::no_group);
  EXPECT_EQ(decide("User-agent: other\nDisallow: /", "/a").basis, RobotsBasis::no_group);
  EXPECT_EQ(decide("User-agent: *\nDisallow: /b", "/a").basis, RobotsBasis::no_match);
  EXPECT_EQ(decide("User-agent: *\nDisallow:", "/a").basis, RobotsBasis::no_match);
  const auto decision = decide("User-agent: *\nDisallow: /", "/robots.txt");
  EXPECT_TRUE(decision.allowed);
  EXPECT_EQ(decision.basis, RobotsBasis::robots_txt);
  EXPECT_EQ(decision.group, "*");
}

TEST(Robots, MatchesAsTheStandardSays) {
  struct Case {
    const char* rules;
    const char* path;
    bool allowed;
  };
  for (const Case& test : std::vector<Case>{
           {"Disallow: /a", "/a", false},
           {"Disallow: /a", "/abc", false},
           {"Disallow: /a", "/A", true},
           {"Disallow: /a$", "/a", false},
           {"Disallow: /a$", "/ab", true},
           {"Disallow: /a$b", "/a$b", false},
           {"Disallow: /*.pdf$", "/x/y.pdf", false},
           {"Disallow: /*.pdf$", "/x/y.pdf?z", true},
           {"Disallow: /a*b*c", "/aXbYc", false},
           {"Disallow: /a*b*c", "/aXcYb", true},
           {"Disallow: *a", "/xa", false},
           {"Disallow: /a*$", "/abc", false},
           {"Disallow: /**", "/", false},
           {"Disallow: a", "/a", true},
           {"Allow: /a\nDisallow: /a", "/a", true},
           {"Disallow: /a\nAllow: /a", "/a", true},
           {"Disallow: /ab\nAllow: /a", "/abc", false},
           {"Disallow: /\nAllow: /a/*b", "/a/xb", true},
           {"Disallow: /?x=", "/?x=1", false},
           {"Disallow: /%61", "/a", false},
           {"Disallow: /a", "/%61", false},
           {"Disallow: /\xc3\xa4", "/%c3%A4", false},
           {"Disallow: /%c3%a4", "/\xc3\xa4", false},
           {"Disallow: /a%2fb", "/a/b", true},
           {"Disallow: /a%2fb", "/a%2Fb", false},
           {"Disallow: /a%3Cb", "/a<b", false},
           {"Disallow: /%2A", "/*", false},
           {"Disallow: /%2A", "/a", true},
           {"Disallow: /%24", "/$", false},
           {"Disallow: /a%", "/a%", false},
           {"Allow: /a/index.html\nDisallow: /", "/a/", true},
           {"Allow: /a/index.html\nDisallow: /", "/a/b", false},
           {"Disallow: /a/index.html", "/a/", true},
       }) {
    EXPECT_EQ(decide("User-agent: *\n" + std::string(test.rules), test.path).allowed, test.allowed)
        << test.rules << " for " << test.path;
  }
}

TEST(Robots, FindsTheGroup) {
  struct Case {
    const char* body;
    const char* agent;
    bool allowed;
  };
  constexpr const char* kSpecific = "User-agent: *\nDisallow: /\nUser-agent: Lycosa\nDisallow: /b";
  for (const Case& test : std::vector<Case>{
           {kSpecific, "lycosa", true},
           {kSpecific, "LYCOSA", true},
           {kSpecific, "lycosa/1.0 (+https://example.com/bot)", true},
           {kSpecific, "Mozilla/5.0 (compatible; Lycosa/1.0; +https://example.com/bot)", true},
           {kSpecific, "lycosa-images", false},
           {kSpecific, "lyco", false},
           {kSpecific, "", false},
           {kSpecific, "*", false},
           {"User-agent: lycosa/2.1\nDisallow: /", "lycosa", false},
           {"User-agent: lycosa 2\nDisallow: /", "lycosa", false},
           {"User-agent: bot42\nDisallow: /", "bot42", false},
           {"User-agent: a\nUser-agent: lycosa\nDisallow: /", "lycosa", false},
           {"User-agent: a\n\n# x\nUser-agent: lycosa\nDisallow: /", "a", false},
           {"User-agent: a\nDisallow:\nUser-agent: lycosa\nDisallow: /", "a", true},
           {"User-agent: a\nCrawl-delay: 1\nUser-agent: lycosa\nDisallow: /", "a", false},
           {"User-agent: lycosa\nDisallow: /x\nUser-agent: *\nAllow: /\nUser-agent: lycosa\nDisallow: /a", "lycosa",
            false},
           {"Disallow: /", "lycosa", true},
           {"User-agent: *foo\nDisallow: /", "lycosa", true},
           {"User-agent: * foo\nDisallow: /", "lycosa", false},
       }) {
    EXPECT_EQ(decide(test.body, "/a", test.agent).allowed, test.allowed) << test.body << " for " << test.agent;
  }
}

TEST(Robots, ReadsWhatFilesHold) {
  const std::string nul("User-agent: *\0\nDisallow:\0 /", 27);
  for (const std::string& body : std::vector<std::string>{
           "\xef\xbb\xbfUser-agent: *\nDisallow: /", "\xef\xbbUser-agent: *\nDisallow: /", "user-agent:*\rdisallow:/",
           "USER-AGENT: *\r\nDISALLOW: /", "useragent: *\ndissallow: /", "user agent: *\ndisalow: /",
           "User-agent *\nDisallow /", " User-agent : * # x\n\tDisallow :\t/ # y", nul}) {
    EXPECT_FALSE(decide(body, "/a").allowed) << body;
  }
}

TEST(Robots, CountsLinesAsEditorsDo) {
  EXPECT_EQ(decide("\r\n\r\n\n\rUser-agent: *\rDisallow: /", "/a").rule->line, 6);
}

TEST(Robots, ShowsALineWithoutItsControls) {
  const auto decision = decide("User-agent: *\nDisallow: /a\x1b[31m" + std::string(400, 'x') + "*\nDisallow: /a", "/a");
  EXPECT_EQ(decision.rule->line, 3);
  const auto hostile = decide("User-agent: *\nDisallow: /*a #\x1b[31m" + std::string(400, 'x'), "/a");
  EXPECT_EQ(hostile.rule->text.find('\x1b'), std::string::npos);
  EXPECT_LE(hostile.rule->text.size(), 200u);
}

TEST(Robots, LooksAt500KiBAndNotAtALineThatTheLimitCuts) {
  const std::string start = "User-agent: *\nDisallow: /a\n";
  const std::string filler(500 * 1024 - start.size() - 6, '#');
  const auto file = RobotsTxt::parse(start + filler + "\nAllow: /a/b/c\n");
  EXPECT_FALSE(file.decide("lycosa", "/a/b/c").allowed);
}

TEST(Robots, KeepsCrawlDelayAndSitemaps) {
  const auto file = RobotsTxt::parse(
      "Sitemap: http://a/1.xml\nUser-agent: *\nCrawl-delay: 1.5\nUser-agent: lycosa\nCrawl-delay: 7\nSite-map: /2.xml\n"
      "Crawl-delay: -1\nCrawl-delay: 1e9\nCrawl-delay: nan\nDisallow: /x");
  EXPECT_EQ(file.sitemaps(), (std::vector<std::string>{"http://a/1.xml", "/2.xml"}));
  EXPECT_EQ(file.crawl_delay("other"), 1.5);
  EXPECT_EQ(file.crawl_delay("lycosa/1.0"), 7);
}

TEST(Robots, TheLongestDelayOfAGroupCounts) {
  const auto file = RobotsTxt::parse(
      "User-agent: a\nCrawl-delay: 3\nCrawl-delay: 9\nCrawl-delay: 5\nUser-agent: b\nCrawl-delay: 1\nUser-agent: a\n"
      "Crawl-delay: 4\nDisallow: /");
  EXPECT_EQ(file.crawl_delay("a"), 9);
  EXPECT_EQ(file.crawl_delay("b"), 1);
}

TEST(Robots, TellsWhatOnlyYandexReads) {
  const auto file = RobotsTxt::parse(
      "User-agent: *\nHost: https://a.example\nHost: b.example\nClean-param: ref&sid /shop/\nUser-agent: x\nDisallow: "
      "/a");
  EXPECT_EQ(file.host(), "https://a.example");
  EXPECT_EQ(file.clean_params(), std::vector<std::string>{"ref&sid /shop/"});
  EXPECT_FALSE(file.decide("other", "/a").allowed) << "they part no groups";
}

// The status table of RFC 9309, section 2.3.1, cell by cell.
TEST(Robots, OutcomesMeanWhatTheStandardSays) {
  using Status = RobotsFetchStatus;
  struct Case {
    int status;
    bool broken;
    RobotsFetchStatus meaning;
    RobotsAccess access;
  };
  for (const Case& test : std::vector<Case>{{200, false, Status::success, RobotsAccess::by_rules},
                                            {204, false, Status::success, RobotsAccess::by_rules},
                                            {200, true, Status::broken, RobotsAccess::disallow_all},
                                            {301, false, Status::redirects, RobotsAccess::allow_all},
                                            {304, false, Status::unexpected, RobotsAccess::disallow_all},
                                            {400, false, Status::client_error, RobotsAccess::allow_all},
                                            {401, false, Status::client_error, RobotsAccess::allow_all},
                                            {403, false, Status::client_error, RobotsAccess::allow_all},
                                            {404, false, Status::no_file, RobotsAccess::allow_all},
                                            {404, true, Status::no_file, RobotsAccess::allow_all},
                                            {410, false, Status::no_file, RobotsAccess::allow_all},
                                            {429, false, Status::client_error, RobotsAccess::allow_all},
                                            {500, false, Status::server_error, RobotsAccess::disallow_all},
                                            {503, false, Status::server_error, RobotsAccess::disallow_all},
                                            {600, false, Status::unexpected, RobotsAccess::disallow_all},
                                            {100, false, Status::unexpected, RobotsAccess::disallow_all},
                                            {0, false, Status::no_answer, RobotsAccess::disallow_all}}) {
    EXPECT_EQ(robots_status(test.status, test.broken).status, test.meaning) << test.status;
    EXPECT_EQ(robots_status(test.status, test.broken).access, test.access) << test.status;
  }
}

TEST(Robots, TheReferencePageHasTheStatusTable) {
  std::vector<std::string> table = {"| status | when | access | what follows | section of RFC 9309 |",
                                    "|---|---|---|---|---|"};
  for (const RobotsStatusRow& row : robots_status_table()) {
    std::string line = "| `" + std::string(row.name) + "` | ";
    line += std::string(row.when) + " | `" + std::string(name(row.access)) + "` | ";
    table.push_back(line + std::string(row.rule) + " | " + std::string(row.section) + " |");
  }
  conformance::expect_table("reference/robots.md", "robots status table", table);
}

TEST(Robots, AccessesHaveNames) {
  for (const RobotsStatusRow& row : robots_status_table()) EXPECT_EQ(robots_access(name(row.access)), row.access);
  EXPECT_EQ(robots_access("nonsense"), std::nullopt);
}

// Random patterns over few letters, where nearly everything nearly matches.
TEST(RobotsPattern, ASubjectAnswersAsAPlainMatchDoes) {
  std::mt19937 random(20260415);
  const auto some = [&](std::string_view letters, size_t most) {
    std::string text = "/";
    for (size_t left = random() % most; left > 0; --left) text += letters[random() % letters.size()];
    return text;
  };
  int matched = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string path = some("aab/", round % 3 == 0 ? 300 : 70);
    robots::Subject subject(path);
    for (int i = 0; i < 20; ++i) {
      const std::string pattern = some("aab/**", 12) + (random() % 4 == 0 ? "$" : "");
      const bool plain = robots::matches(pattern, path);
      matched += plain ? 1 : 0;
      ASSERT_EQ(subject.matches(pattern), plain) << pattern << " for " << path;
    }
  }
  EXPECT_GT(matched, 5000);
}

TEST(RobotsPattern, HasLimitsThatForbidRatherThanAllow) {
  std::string stars = "/";
  for (int i = 0; i < 16; ++i) stars += "*a";
  const std::string longest = "/" + std::string(2047, 'a');
  EXPECT_EQ(robots::within_limits(stars, true), stars);
  EXPECT_EQ(robots::within_limits(stars + "*b$", false), stars);
  EXPECT_EQ(robots::within_limits(stars + "*b$", true), std::nullopt);
  EXPECT_EQ(robots::within_limits(longest, true), longest);
  EXPECT_EQ(robots::within_limits("/" + std::string(3000, '*') + "a", true), "/*a");
  EXPECT_EQ(robots::within_limits(longest + "$", false), longest);
  EXPECT_EQ(robots::within_limits(longest + "$", true), std::nullopt);
  const auto robots = RobotsTxt::parse("User-agent: *\nAllow: " + stars + "*b\nDisallow: " + stars + "*b\n");
  EXPECT_FALSE(robots.decide("lycosa", "/" + std::string(20, 'a')).allowed);
  EXPECT_TRUE(robots.decide("lycosa", "/" + std::string(3, 'a')).allowed);
}

TEST(Robots, TheFirstTenThousandRulesOfAnAgentCount) {
  std::string body = "User-agent: other\n";
  for (int i = 0; i < 10'000; ++i) body += "Disallow: /o\n";
  body += "User-agent: *\n";
  for (int i = 0; i < 9'999; ++i) body += "Disallow: /a\n";
  const auto robots = RobotsTxt::parse(body + "Disallow: /last\nDisallow: /behind\n");
  EXPECT_FALSE(robots.decide("lycosa", "/last").allowed);
  EXPECT_TRUE(robots.decide("lycosa", "/behind").allowed);
  EXPECT_FALSE(robots.decide("other", "/o").allowed);
}

// The worst for a matcher that goes back: many wildcards, and a text that nearly fits everywhere.
TEST(RobotsPattern, MatchesHostilePatternsInLinearTime) {
  std::string stars = "/";
  for (int i = 0; i < 100000; ++i) stars += "*a";
  const std::string path = "/" + std::string(1 << 20, 'a');
  EXPECT_TRUE(robots::matches(stars, path));
  EXPECT_FALSE(robots::matches(stars + "*b", path));
  const std::string nearly = "/*" + std::string(1 << 19, 'a') + "b";
  EXPECT_FALSE(robots::matches(nearly, path));
  EXPECT_TRUE(robots::matches("/*" + std::string(1 << 19, 'a') + "$", path));
}

}  // namespace
}  // namespace lycosa::inline robots
