#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/pages_for_tests.h"
#include "pipeline/pipeline.h"

namespace lycosa::inline pipeline {
namespace {

Exchange robots(int status, std::string body = "", std::string url = "https://www.example.com/robots.txt") {
  Exchange exchange;
  exchange.purpose = Purpose::robots;
  exchange.url = std::move(url);
  exchange.stamp = kStamp;
  exchange.status = status;
  exchange.protocol = "http/1.1";
  exchange.body = std::move(body);
  return exchange;
}

Exchange failing(Exchange exchange, Reason why) {
  exchange.failure = why;
  return exchange;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct RobotsCase {
  const char* claim;
  std::vector<Exchange> hops;
  Fields expected;
};

TEST(ProcessRobots, SaysWhatTheAnswerMeansAndForHowLong) {
  const std::string rules = "User-agent: *\nDisallow: /private\n";
  const std::string day_later = "1775929028", retry = "1775842928";
  Exchange gzip = robots(200, "not gzip");
  gzip.headers = {{"Content-Encoding", "gzip"}};
  const std::vector<RobotsCase> cases = {
      {"rules",
       {robots(200, rules)},
       {{"host", "com,example,www s443"},
        {"fetch_stamp_ms", "1775842628123"},
        {"ver", "1775842628123"},
        {"http_code", "200"},
        {"outcome", "answered"},
        {"access", "by_rules"},
        {"body", rules},
        {"flags", ""},
        {"redirects", "null"},
        {"expires_stamp", day_later}}},
      {"missing",
       {robots(404, "nothing here")},
       {{"access", "allow_all"}, {"body", ""}, {"http_code", "404"}, {"expires_stamp", day_later}}},
      {"forbidden", {robots(403)}, {{"access", "allow_all"}}},
      {"a server error",
       {robots(503)},
       {{"access", "disallow_all"}, {"outcome", "answered"}, {"expires_stamp", retry}}},
      {"no answer",
       {failing(robots(0), Reason::network_connect_timeout)},
       {{"access", "disallow_all"},
        {"http_code", "null"},
        {"outcome", "network.connect_timeout"},
        {"expires_stamp", retry}}},
      {"a body that broke off may lack the rule that forbids",
       {failing(robots(200, rules), Reason::network_reset)},
       {{"access", "disallow_all"},
        {"outcome", "network.reset"},
        {"http_code", "200"},
        {"body", ""},
        {"expires_stamp", retry}}},
      {"a body that cannot be decoded",
       {gzip},
       {{"access", "disallow_all"}, {"outcome", "http.bad_encoding"}, {"expires_stamp", retry}}},
      {"redirected",
       {robots(301), robots(200, rules, "https://other.example/robots.txt")},
       {{"host", "com,example,www s443"},
        {"http_code", "200"},
        {"access", "by_rules"},
        {"body", rules},
        {"redirects", "https://www.example.com/robots.txt\nhttps://other.example/robots.txt"}}},
      {"redirected for ever",
       {robots(301), robots(302), robots(301), robots(301), robots(301), robots(301)},
       {{"access", "allow_all"}}},
      {"another port", {robots(200, rules, "http://127.0.0.1:8080/robots.txt")}, {{"host", "[127.0.0.1] h8080"}}},
  };
  for (const RobotsCase& c : cases) {
    SCOPED_TRACE(c.claim);
    const auto found = fields(process_robots(c.hops, std::nullopt, PipelineOptions{}));
    for (const auto& [column, value] : c.expected) EXPECT_EQ(found.at(column), value) << column;
  }
}

TEST(ProcessRobots, AnUnreachableFileIsAskedForEverMoreRarely) {
  PipelineOptions options;
  options.robots_retry_ms = 300'000;
  options.robots_lifetime_ms = 1'000'000;
  const auto wait_after = [&](int64_t last) {
    return robots_wait_ms(process_robots({robots(503)}, std::nullopt, options, last));
  };
  EXPECT_EQ(wait_after(0), 300'000);
  EXPECT_EQ(wait_after(300'000), 600'000);
  EXPECT_EQ(wait_after(600'000), 1'000'000);
  EXPECT_EQ(wait_after(INT64_MAX), 1'000'000);
  EXPECT_EQ(robots_wait_ms(process_robots({robots(200)}, std::nullopt, options, 600'000)), 0);
}

TEST(ProcessRobots, KeepsTheFirst500KiB) {
  const RobotsRow row =
      process_robots({robots(200, std::string(600 << 10, '#'))}, ArchivePlace{"a.warc.gz", 7}, PipelineOptions{});
  EXPECT_EQ(row.body.size(), 500u << 10);
  EXPECT_EQ(row.flags, "truncated");
  EXPECT_EQ(row.access, "by_rules");
  EXPECT_EQ(row.archive_file, "a.warc.gz");
  EXPECT_EQ(row.archive_offset, 7);
}

TEST(ProcessRobots, TheRootHashIsTheFirstHostsOwn) {
  const RobotsRow row = process_robots({robots(301), robots(200, "", "https://other.example/robots.txt")}, std::nullopt,
                                       PipelineOptions{});
  EXPECT_EQ(row.root_hash, root_hash("com,example"));
}

}  // namespace
}  // namespace lycosa::inline pipeline
