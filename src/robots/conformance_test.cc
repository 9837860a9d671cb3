// The published vectors, whole. The class rfc9309, the differential set and the extras have no exceptions. Classes that
// are one vendor's behaviour, or on which sources contradict each other, are counted, so that a change shows.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "robots/robots.h"
#include "url/url.h"

namespace lycosa {
namespace {

using nlohmann::json;

std::filesystem::path shared_data() {
  const char* shared = std::getenv("LYCOSA_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : LYCOSA_SOURCE_DIR "/../shared") / "data";
}

json read_vectors(const char* file) {
  std::ifstream in(shared_data() / "robots" / file, std::ios::binary);
  return in ? json::parse(in) : json();
}

std::string decode_base64(const std::string& text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 255);
  }
  return out;
}

std::string body_of(const json& test) {
  return test.contains("robots_txt") ? test["robots_txt"].get<std::string>() : decode_base64(test["robots_txt_b64"]);
}

std::string target_of(const json& test) {
  const auto url = Url::parse(test["url"].get<std::string>());
  return url ? url->path_and_query() : "/";
}

RobotsDecision decide(const json& test) {
  return RobotsTxt::parse(body_of(test)).decide(test["user_agent"].get<std::string>(), target_of(test));
}

bool has_no_exceptions(const std::string& name) {
  return name == "rfc9309" || name == "differential";
}

struct Count {
  int all = 0, failed = 0;
};

std::map<std::string, Count> run(const json& vectors) {
  std::map<std::string, Count> counts;
  for (const json& test : vectors) {
    const RobotsDecision decision = decide(test);
    Count& count = counts[test["class"]];
    ++count.all;
    if (decision.allowed == test["allowed"]) continue;
    ++count.failed;
    if (has_no_exceptions(test["class"])) {
      ADD_FAILURE() << test.dump(2, ' ', true) << " gave " << (decision.rule ? decision.rule->text : "no rule");
    }
  }
  return counts;
}

// Expected failures: the class google wants no decoding of escapes and URLs as they came, a file's line cut at 16,664
// bytes, "Foo Bar" as a name, tokens that digits end, and /robots.txt not special. The class extension wants several
// names on a line, names with spaces or wildcards in them, rules before any group, unknown typing errors, HTML and
// UTF-16 as robots.txt, and prefixes of names.
TEST(RobotsVectors, AreMet) {
  const json vectors = read_vectors("vectors.json");
  if (vectors.is_null()) GTEST_SKIP() << "no vectors at " << shared_data() / "robots";
  auto counts = run(vectors);
  EXPECT_EQ(counts["rfc9309"].all, 898);
  EXPECT_EQ(counts["google"].all, 34);
  EXPECT_LE(counts["google"].failed, 9);
  EXPECT_EQ(counts["extension"].all, 277);
  EXPECT_LE(counts["extension"].failed, 32);
}

TEST(RobotsDifferential, IsMet) {
  const json vectors = read_vectors("differential.json");
  if (vectors.is_null()) GTEST_SKIP() << "no vectors at " << shared_data() / "robots";
  EXPECT_EQ(run(vectors)["differential"].all, 1723);
}

json found(const json& test) {
  const RobotsTxt robots = RobotsTxt::parse(body_of(test));
  if (test["kind"] == "sitemaps") return robots.sitemaps();
  if (test["kind"] == "crawl_delay") {
    const auto delay = robots.crawl_delay(test["user_agent"].get<std::string>());
    return delay ? json(*delay) : json();
  }
  const auto decision = decide(test);
  return decision.rule ? decision.rule->line : -1;
}

TEST(RobotsExtras, AreMet) {
  const json extras = read_vectors("extras.json");
  if (extras.is_null()) GTEST_SKIP() << "no vectors at " << shared_data() / "robots";
  EXPECT_EQ(extras.size(), 37u);
  for (const json& test : extras) EXPECT_EQ(found(test), test["expect"]) << test.dump(2, ' ', true);
}

}  // namespace
}  // namespace lycosa
