// A mebibyte of the worst: twice the input takes twice the steps, not four times.
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "robots/directives.h"
#include "robots/pattern.h"
#include "robots/robots.h"
#include "url/url.h"

namespace {
uint64_t steps = 0;
}

// The compiler puts a call to this at every branch of what is counted.
extern "C" void __sanitizer_cov_trace_pc() {
  ++steps;
}

namespace lycosa {
namespace {

constexpr size_t kBytes = size_t{1} << 20;
// A byte, all passes over it together.
constexpr size_t kMostSteps = 400;

std::string many(std::string_view unit, size_t bytes) {
  std::string text;
  text.reserve(bytes + unit.size());
  while (text.size() < bytes) text += unit;
  return text;
}

uint64_t steps_of(const std::function<void()>& work) {
  work();  // what is made once is not counted
  steps = 0;
  work();
  return steps;
}

// `run` with half the bytes and with all of them.
void expect_linear(const std::string& name, const std::function<void(size_t bytes)>& run) {
  const uint64_t half = steps_of([&] { run(kBytes / 2); });
  const uint64_t whole = steps_of([&] { run(kBytes); });
  EXPECT_LE(whole, half * 5 / 2 + 10000) << name << ": " << half << " steps for half of it, " << whole << " for all";
  EXPECT_LE(whole, uint64_t{kMostSteps} * kBytes) << name;
}

// An input is `head`, `unit` over and over, and `tail`.
struct Worst {
  const char* head;
  std::string unit;
  const char* tail;
};

TEST(Steps, AreCounted) {
  EXPECT_GT(steps_of([] { static_cast<void>(Url::parse("http://a.example/b?c#d")); }), 10u);
}

TEST(Steps, OfUrlsAreLinear) {
  std::vector<std::string> names;
  for (const CanonicalRule& rule : canonical_rules()) names.emplace_back(rule.name);
  const CanonicalOptions all = *CanonicalOptions::exactly(names);
  const auto base = Url::parse("https://user:pass@a.example:81/b/c?d#e");
  for (const Worst& worst : std::vector<Worst>{{"http://", "a.", "a/"},
                                               {"http://", "@", "a/"},
                                               {"http://", "a:b@", "a/"},
                                               {"http://", "\xc3\xa4", "/"},
                                               {"http://", "xn--a.", "a/"},
                                               {"http://", "%41", "/"},
                                               {"http://[", "1:", "]/"},
                                               {"http://[", "[", "]/"},
                                               {"http://", "1.", "1/"},
                                               {"http://", "0", "/"},
                                               {"http://", ".", "/"},
                                               {"http://a:", "0", "80/"},
                                               {"http://a/", "../", ""},
                                               {"http://a/", "a/../", ""},
                                               {"http://a/", "a/", "../../.."},
                                               {"http://a/", "%2e%2E/", ""},
                                               {"http://a/", "\\", ""},
                                               {"http://a/", "\t", ""},
                                               {"http://a/", " ", ""},
                                               {"http://a/", "\xff", ""},
                                               {"http://a/", ";jsessionid=1", ""},
                                               {"http://a/", ";jsessionid", ""},
                                               {"http://a/", "(S(a))/", ""},
                                               {"http://a/", "/index.html", ""},
                                               {"http://a/", "%2", ""},
                                               {"http://a/?", "&", ""},
                                               {"http://a/?", "utm_a=1&", ""},
                                               {"http://a/?", "b=1&a=2&", ""},
                                               {"http://a/#", "\xe2\x82", ""},
                                               {"http://www.", "www.", "a/"},
                                               {"x:", " ", "?"},
                                               {"x:", "/..", ""},
                                               {"file:", "/C|/..", ""},
                                               {"", "a:", ""},
                                               {"", "../", ""},
                                               {"", "?", ""},
                                               {"//", "/", ""}}) {
    expect_linear("URL " + std::string(worst.head) + worst.unit, [&](size_t bytes) {
      const std::string text = worst.head + many(worst.unit, bytes) + worst.tail;
      const auto url = Url::parse(text, &*base);
      if (!url || !url->is_http()) return;
      const UrlKey key = key_of(canonical(*url, all));
      static_cast<void>(parse_unparsed(key.unparsed));
      static_cast<void>(url->host_fits_dns());
    });
  }
}

TEST(Steps, OfUnparsedUrlsAreLinear) {
  for (const Worst& worst : std::vector<Worst>{{"", "a,", "!/ s443"},
                                               {"", "~41", "!/ s443"},
                                               {"", "~", "!/ s443"},
                                               {"[", ":", "]!/ s443"},
                                               {"com!", "/..", " s443"},
                                               {"com!/", " s", ""},
                                               {"com!/", "!", " s443"},
                                               {"com!/ s", "4", ""},
                                               {"", "!", ""},
                                               {"", "\xff", ""}}) {
    expect_linear("unparsed " + std::string(worst.head) + worst.unit, [&](size_t bytes) {
      const std::string text = worst.head + many(worst.unit, bytes) + worst.tail;
      static_cast<void>(parse_unparsed(text));
      static_cast<void>(root_of_unparsed(text));
      static_cast<void>(origin_of(text));
    });
  }
}

TEST(Steps, OfRobotsFilesAreLinear) {
  for (const Worst& worst : std::vector<Worst>{{"", "User-agent: a\n", "Crawl-delay: 1"},
                                               {"", "User-agent: a\nCrawl-delay: 1\n", ""},
                                               {"", "User-agent: a\nDisallow: /\n", ""},
                                               {"User-agent: *\n", "Disallow: /*a\n", ""},
                                               {"User-agent: *\n", "Allow: /index.html\n", ""},
                                               {"User-agent: *\n", "Crawl-delay: 1\n", ""},
                                               {"User-agent: *\n", "Clean-param: a\n", ""},
                                               {"User-agent: *\nDisallow: ", "*a", ""},
                                               {"User-agent: *\nDisallow: ", "%", ""},
                                               {"", "\r", ""},
                                               {"", ":", ""},
                                               {"", " ", "a"},
                                               {"", "user", ""}}) {
    // The first 500 KiB count, so that is what is halved.
    expect_linear("robots.txt " + std::string(worst.head) + worst.unit, [&](size_t bytes) {
      const auto file = RobotsTxt::parse(worst.head + many(worst.unit, bytes * 480 / 1024) + worst.tail);
      static_cast<void>(file.decide("lycosa", "/aaaaaaaa"));
      static_cast<void>(file.crawl_delay("lycosa"));
    });
  }
  // Many agents, then many delays for all of them.
  expect_linear("robots.txt with delays", [](size_t bytes) {
    static_cast<void>(RobotsTxt::parse(many("User-agent: a\n", bytes / 5) + many("Crawl-delay: 1\n", bytes / 5)));
  });
}

// As many rules as a file can hold, all of which nearly match a path of the greatest length.
TEST(Steps, OfADecisionAreFewForEachByteOfTheFile) {
  const std::string path = "/" + std::string(2000, 'a');
  for (const char* rule : {"/*aab", "/*aaaaaaaaaaaaaab", "/*baaa", "/*b", "/*a*a*a*a*a*b", "/aaaaaaaab", "/*a$"}) {
    const auto file = RobotsTxt::parse("User-agent: *\n" + many("Allow: " + std::string(rule) + "\n", 500 * 1024));
    EXPECT_LE(steps_of([&] { static_cast<void>(file.decide("lycosa", path)); }), uint64_t{100} * 500 * 1024) << rule;
  }
}

TEST(Steps, OfRobotsPatternsAreLinear) {
  struct Pair {
    std::string pattern_unit;
    const char* pattern_tail;
    std::string path_unit;
  };
  for (const Pair& worst : std::vector<Pair>{{"*a", "", "a"},
                                             {"*a", "*b", "a"},
                                             {"*ab", "$", "a"},
                                             {"*aaaaaaaaaaaaaab", "", "a"},
                                             {"*aaaaaaaaaaaaaaaaaaaaab", "", "a"},
                                             {"a", "b", "a"},
                                             {"*", "b", "a"},
                                             {"*/", "$", "/"}}) {
    expect_linear("pattern " + worst.pattern_unit, [&](size_t bytes) {
      const std::string pattern = "/*" + many(worst.pattern_unit, bytes / 2) + worst.pattern_tail;
      const std::string path = "/" + many(worst.path_unit, bytes / 2);
      static_cast<void>(robots::matches(robots::normalize_pattern(pattern), robots::normalize_path(path)));
    });
  }
}

TEST(Steps, OfDirectivesAreLinear) {
  for (const char* unit : {",", "a,", "a b ", "a:", "noindex,", "googlebot: ", "unavailable_after: 1 Jan, ",
                           "max-snippet:1,", "unavailable_after:", "\xff", "max-image-preview:"}) {
    expect_linear("directives " + std::string(unit), [&](size_t bytes) {
      const std::string text = many(unit, bytes);
      const std::vector<DirectiveSource> sources = {{DirectiveSource::Kind::meta, "robots", text, 1},
                                                    x_robots_tag(text)};
      static_cast<void>(read_directives(sources, "lycosa"));
    });
  }
}

}  // namespace
}  // namespace lycosa
