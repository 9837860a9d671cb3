#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "conformance/page_table.h"
#include "url/url.h"

namespace lycosa::inline url {
namespace {

std::string canonical_href(std::string_view text, const CanonicalOptions& options = {}) {
  const auto url = Url::parse(text);
  EXPECT_TRUE(url.has_value()) << text;
  return url ? std::string(canonical(*url, options).href()) : std::string();
}

using Names = std::vector<std::string>;

CanonicalOptions switched(const Names& on, const Names& off) {
  const auto options = CanonicalOptions::make(on, off);
  EXPECT_TRUE(options.has_value());
  return options ? *options : CanonicalOptions();
}

CanonicalOptions only(std::string_view name) {
  const auto options = CanonicalOptions::exactly(Names{std::string(name)});
  EXPECT_TRUE(options.has_value()) << name;
  return options ? *options : CanonicalOptions();
}

struct Case {
  const char* rule;
  const char* text;
  const char* href;
};

const std::vector<Case> kCases = {
    {"credentials", "http://u:p@a/", "http://a/"},
    {"credentials", "http://:p@a/", "http://a/"},
    {"credentials", "http://a/u@b", "http://a/u@b"},
    {"fragment", "http://a/#b", "http://a/"},
    {"fragment", "http://a/?c#", "http://a/?c"},
    {"trailing-dot", "http://a.example./x", "http://a.example/x"},
    {"trailing-dot", "http://a.example../", "http://a.example/"},
    {"trailing-dot", "http://../", "http://../"},
    {"trailing-dot", "http://a.0x4../", "http://a.0x4../"},
    {"www", "http://www.example.com/", "http://example.com/"},
    {"www", "http://www.www.com/", "http://www.com/"},
    {"www", "http://www.com/", "http://www.com/"},
    {"percent-encoding", "http://a/%7eb/%c3%a4?%41=%2f", "http://a/~b/%C3%A4?A=%2F"},
    {"percent-encoding", "http://a/%zz%", "http://a/%zz%"},
    {"session-ids", "http://a/b;jsessionid=1F/c;x=1;JSESSIONID=2?d=e", "http://a/b/c;x=1?d=e"},
    {"session-ids", "http://a/(S(lit3py55t21z5v55))/b.aspx", "http://a/b.aspx"},
    {"session-ids", "http://a/?PHPSESSID=1&b=2", "http://a/?b=2"},
    {"session-ids", "http://a/..;jsessionid=1/b", "http://a/..;jsessionid=1/b"},
    {"session-ids", "http://a/?sid=1", "http://a/?sid=1"},
    {"tracking-parameters", "http://a/?utm_source=x&b=1&UTM_Medium=y&fbclid=z", "http://a/?b=1"},
    {"tracking-parameters", "http://a/?gclid=1", "http://a/"},
    {"tracking-parameters", "http://a/?b=utm_source&c&&d=", "http://a/?b=utm_source&c&&d="},
    {"tracking-parameters", "http://a/?gclids=1", "http://a/?gclids=1"},
    {"repeated-slashes", "http://a//b///c?d=//", "http://a/b/c?d=//"},
    {"index-page", "http://a/b/index.html?c", "http://a/b/?c"},
    {"index-page", "http://a/INDEX.PHP", "http://a/"},
    {"index-page", "http://a/index.html5", "http://a/index.html5"},
    {"trailing-slash", "http://a/b/?c", "http://a/b?c"},
    {"trailing-slash", "http://a/", "http://a/"},
    {"sort-parameters", "http://a/?c=1&a=2&b=3&a=1", "http://a/?a=2&a=1&b=3&c=1"},
    {"empty-query", "http://a/?", "http://a/"},
};

TEST(Canonical, EachRuleDoesWhatItSays) {
  for (const Case& test : kCases) {
    std::vector<std::string_view> applied;
    const auto url = Url::parse(test.text);
    ASSERT_TRUE(url.has_value());
    EXPECT_EQ(canonical(*url, only(test.rule), &applied).href(), test.href) << test.rule;
    const bool changed = url->href() != test.href;
    EXPECT_EQ(applied, changed ? std::vector<std::string_view>{test.rule} : std::vector<std::string_view>{})
        << test.text;
  }
}

TEST(Canonical, EveryRuleHasACase) {
  for (const CanonicalRule& rule : canonical_rules()) {
    EXPECT_TRUE(std::any_of(kCases.begin(), kCases.end(), [&](const Case& test) { return rule.name == test.rule; }))
        << rule.name;
  }
}

TEST(Canonical, RulesThatCouldMergePagesAreOff) {
  EXPECT_EQ(canonical_href("http://www.a.example//index.html?b&a&%41"), "http://www.a.example//index.html?b&a&%41");
  EXPECT_EQ(canonical_href("http://u@a.example.:80/b;jsessionid=1?utm_x=1#c"),
            "http://a.example/b;jsessionid=1?utm_x=1");
  EXPECT_EQ(canonical_href("http://u@a.example.:80/b;jsessionid=1?utm_x=1#c",
                           switched({"session-ids", "tracking-parameters"}, {})),
            "http://a.example/b");
}

TEST(Canonical, RulesCanBeSwitched) {
  EXPECT_EQ(canonical_href("http://a/b/?#c", switched({"trailing-slash"}, {"fragment"})), "http://a/b#c");
}

TEST(Canonical, OptionsAreTheNamesOfRules) {
  EXPECT_EQ(CanonicalOptions().names(), (Names{"credentials", "fragment", "trailing-dot", "empty-query"}));
  EXPECT_EQ(switched({"www"}, {"empty-query"}).names(), (Names{"credentials", "fragment", "trailing-dot", "www"}));
  EXPECT_EQ(*CanonicalOptions::exactly(CanonicalOptions().names()), CanonicalOptions());
  const auto wrong = CanonicalOptions::make(Names{"nonsense"}, Names{});
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("sort-parameters"), std::string::npos) << wrong.error().message;
  for (const CanonicalRule& rule : canonical_rules()) {
    EXPECT_TRUE(rule.on_by_default || !rule.in_keys) << rule.name;
  }
}

TEST(Canonical, TheReferencePageHasTheRules) {
  std::vector<std::string> table = {"| rule | what it does | unless told |", "|---|---|---|"};
  for (const CanonicalRule& rule : canonical_rules()) {
    const char* unless_told = rule.in_keys ? "on, and keys need it" : rule.on_by_default ? "on" : "off";
    table.push_back("| `" + std::string(rule.name) + "` | " + std::string(rule.sentence) + " | " + unless_told + " |");
  }
  conformance::expect_table("reference/url.md", "canonical rules", table);
}

TEST(Canonical, LeavesOtherSchemesAlone) {
  EXPECT_EQ(canonical_href("ftp://u@a/b#c"), "ftp://u@a/b#c");
  EXPECT_EQ(canonical_href("mailto:a@b?#"), "mailto:a@b?#");
}

// Pieces that the rules look for, in any order: whatever comes out stays as it is.
TEST(Canonical, IsIdempotentWhateverRulesAreOn) {
  const std::vector<std::string> pieces = {"/",       "/index.html", ";jsessionid=1", "(S(a1))",     "/(S(b))/", "..",
                                           ".",       "%2e",         "%41",           "%2f",         "?",        "&",
                                           "utm_a=1", "%75tm_b",     "gclid",         "b=2",         "a=1",      "#",
                                           "//",      "%3b",         "cfid=",         "index.php/",  "%",        "~",
                                           "@",       "\xc3\xa4",    "default.asp",   "jsessionid=2"};
  const std::vector<std::string> hosts = {"a.example", "www.a.example..", "www.www.www.",
                                          "1.2.3.4",   "u:p@www.1.0x2..", "..."};
  std::mt19937 random(20260501);
  const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  for (int round = 0; round < 30000; ++round) {
    std::string text = "http://" + pick(hosts) + "/";
    for (unsigned i = random() % 9; i > 0; --i) text += pick(pieces);
    Names on;
    for (const CanonicalRule& rule : canonical_rules()) {
      if (random() % 2 == 0) on.emplace_back(rule.name);
    }
    const CanonicalOptions options = *CanonicalOptions::exactly(on);
    const auto url = Url::parse(text);
    if (!url) continue;
    const Url once = canonical(*url, options);
    EXPECT_EQ(canonical(once, options).href(), once.href()) << text;
  }
}

}  // namespace
}  // namespace lycosa::inline url
