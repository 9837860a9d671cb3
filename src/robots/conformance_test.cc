// The published vectors, whole. expected_failures.txt names what is not met, and why.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "conformance/shared_data.h"
#include "conformance/suite.h"
#include "robots/robots.h"
#include "url/url.h"

namespace lycosa::inline robots {
namespace {

using nlohmann::json;

using conformance::shared_data;

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

constexpr const char* kExpectedFailures = LYCOSA_SOURCE_DIR "/src/robots/expected_failures.txt";

std::string shown(const RobotsDecision& decision) {
  return std::string(decision.allowed ? "allowed" : "disallowed") + " by " +
         (decision.rule ? decision.rule->text : "no rule");
}

// Runs the vectors, each class as a suite of its own.
void run(const std::string& file, const json& vectors, const std::string& of) {
  std::map<std::string, conformance::Suite> suites;
  for (const json& test : vectors) {
    const std::string name = "robots/" + file + ": " + test["class"].get<std::string>();
    auto suite = suites.try_emplace(name, name, of, kExpectedFailures).first;
    const RobotsDecision decision = decide(test);
    suite->second.check(test["id"].is_string() ? test["id"].get<std::string>() : test["id"].dump(),
                        decision.allowed == test["allowed"], shown(decision));
  }
  for (const auto& [name, suite] : suites) suite.finish();
}

// The class rfc9309 has no exceptions. The class google is what that vendor does beside the RFC, the class extension
// what some files want and sources do not agree on.
TEST(RobotsVectors, AreMet) {
  const json vectors = read_vectors("vectors.json");
  if (vectors.is_null()) GTEST_SKIP() << "no vectors at " << shared_data() / "robots";
  run("vectors.json", vectors, "RFC 9309 and six parsers' tests");
}

TEST(RobotsDifferential, IsMet) {
  const json vectors = read_vectors("differential.json");
  if (vectors.is_null()) GTEST_SKIP() << "no vectors at " << shared_data() / "robots";
  run("differential.json", vectors, "real files, as Google's parser and crawler-commons read them");
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
  conformance::Suite suite("robots/extras.json", "delays, sitemaps and deciding lines", kExpectedFailures);
  int number = 0;
  for (const json& test : extras) {
    const json got = found(test);
    suite.check(std::to_string(++number), got == test["expect"], got.dump());
  }
  suite.finish();
}

}  // namespace
}  // namespace lycosa::inline robots
