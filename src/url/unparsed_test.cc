#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "url/url.h"

namespace lycosa::inline url {
namespace {

struct Case {
  const char* url;
  const char* unparsed;
  const char* root;
};

const std::vector<Case> kCases = {
    {"https://bnikolic.co.uk/blog/python-numerical-gil", "uk,co,bnikolic!/blog/python-numerical-gil s443",
     "uk,co,bnikolic"},
    {"http://www.example.com:8080/?a=b", "com,example,www!/?a=b h8080", "com,example"},
    {"http://user.github.io/", "io,github,user!/ h80", "io,github,user"},
    {"http://github.io/", "io,github!/ h80", "io,github"},
    {"https://127.0.0.1/", "[127.0.0.1]!/ s443", "[127.0.0.1]"},
    {"http://[2001:DB8::1]/", "[2001:db8::1]!/ h80", "[2001:db8::1]"},
    {"http://localhost:8080/", "localhost!/ h8080", "localhost"},
    {"http://a.b.unknown-suffix/", "unknown-suffix,b,a!/ h80", "unknown-suffix,b"},
    {"http://a!b,c$.com/x!y,z", "com,a~21b~2cc~24!/x!y,z h80", "com,a~21b~2cc~24"},
    {"https://www.b\xc3\xbc"
     "cher.de/%C3%BC?\xc3\xbc",
     "de,xn--bcher-kva,www!/%C3%BC?%C3%BC s443", "de,xn--bcher-kva"},
    {"http://a..b/", "b,,a!/ h80", "b,,a"},
    {"http://under_score.example.com/", "com,example,under_score!/ h80", "com,example"},
    {"http://com/", "com!/ h80", "com"},
    {"http://co.uk/", "uk,co!/ h80", "uk,co"},
};

TEST(UnparsedUrl, IsWrittenAndReadBack) {
  for (const Case& test : kCases) {
    const auto url = Url::parse(test.url);
    ASSERT_TRUE(url.has_value()) << test.url;
    EXPECT_EQ(unparse(*url), test.unparsed);
    const auto back = parse_unparsed(test.unparsed);
    ASSERT_TRUE(back.has_value()) << back.error().message;
    EXPECT_EQ(*back, *url);
  }
}

TEST(UnparsedUrl, HasARoot) {
  for (const Case& test : kCases) {
    const auto url = Url::parse(test.url);
    EXPECT_EQ(root_of(*url), test.root);
    EXPECT_EQ(root_of_unparsed(test.unparsed), test.root);
    EXPECT_EQ(key_of(*url).root_hash, root_hash(test.root));
    EXPECT_EQ(key_of(*url).unparsed, test.unparsed);
  }
}

TEST(UnparsedUrl, NamesItsHostAndOrigin) {
  EXPECT_EQ(unparsed_host("uk,co,bnikolic!/blog!x s443"), "uk,co,bnikolic");
  EXPECT_EQ(origin_of("uk,co,bnikolic!/blog!x s443"), "uk,co,bnikolic s443");
  EXPECT_EQ(origin_of("[::1]!/ h8080"), "[::1] h8080");
}

// bitAnd(sipHash64(root), 9223372036854775807) of ClickHouse: SipHash-2-4 as its reference code computes it.
TEST(RootHash, IsSipHashWithoutItsTopBit) {
  struct Vector {
    const char* root;
    uint64_t hash;
  };
  for (const Vector& test : std::vector<Vector>{{"uk,co,bnikolic", 8197881993659394446u},
                                                {"", 2202906307356721367u},
                                                {"com,example", 8701447662732377390u},
                                                {"[127.0.0.1]", 4091514379466600321u},
                                                {"[::1]", 3712975324622661400u},
                                                {"io,github,user", 3433150146757995123u},
                                                {"de,xn--bcher-kva", 4975056019739682u}}) {
    EXPECT_EQ(root_hash(test.root), test.hash) << test.root;
  }
  EXPECT_EQ(shard_of(8197881993659394446u, 16), 14u);
}

TEST(UnparsedUrl, NamesTheOffsetOfAFault) {
  struct Fault {
    const char* text;
    int offset;
  };
  for (const Fault& test : std::vector<Fault>{{"", 0},
                                              {"com", 3},
                                              {"com!", 4},
                                              {"com!x s80", 4},
                                              {"com!/", 5},
                                              {"com!/ ", 6},
                                              {"com!/ x80", 6},
                                              {"com!/ s", 7},
                                              {"com!/ s44x", 9},
                                              {"com!/ s443443", 12},
                                              {"com!/ s0443", 7},
                                              {"com!/a b s443", 7},
                                              {"Com!/ s443", 0},
                                              {"com,a.b!/ s443", 5},
                                              {"com,~2!/ s443", 4},
                                              {"com,~2G!/ s443", 4},
                                              {"com,~61!/ s443", 4},
                                              {"com,~2e!/ s443", 4},
                                              {"com!/a/../b s443", 5},
                                              {"com!/a#b s443", 6},
                                              {"[1.2.3]!/ s443", 5},
                                              {"[::1!/ s443", 4},
                                              {"[::01]!/ s443", 3}}) {
    const auto url = parse_unparsed(test.text);
    ASSERT_FALSE(url.has_value()) << test.text;
    EXPECT_NE(url.error().message.find("offset " + std::to_string(test.offset) + ":"), std::string::npos)
        << test.text << ": " << url.error().message;
  }
}

TEST(UnparsedUrl, SortsAHostsPagesBeforeItsSubdomains) {
  const std::vector<std::string> sorted = {"https://a.com/",   "https://a.com/z",  "https://a.com/~",
                                           "https://a-b.com/", "https://x.a.com/", "https://y.x.a.com/"};
  std::vector<std::string> keys;
  for (const std::string& text : {sorted[0], sorted[1], sorted[2], sorted[4], sorted[5]}) {
    keys.push_back(unparse(*Url::parse(text)));
  }
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

// URLs made of what the codec has to tell apart.
class Generator {
 public:
  std::string next() {
    std::string text = random_() % 2 == 0 ? "https://" : "http://";
    text += host();
    if (random_() % 3 == 0) text += ":" + std::to_string(random_() % 65536);
    for (unsigned i = random_() % 5; i > 0; --i) text += "/" + some(kPath, random_() % 6);
    if (random_() % 3 == 0) text += "?" + some(kPath, random_() % 8);
    if (random_() % 8 == 0) text += "#" + some(kPath, random_() % 3);
    return text;
  }
  std::string garbage() { return some(kGarbage, random_() % 24); }

 private:
  static constexpr std::string_view kHost = "abcxyz0189-_!$&'()*+,;=~.";
  static constexpr std::string_view kPath = "ab%20/!, ~?&=;:@.#\\[]\"<>^`{|}\xc3\xa9";
  static constexpr std::string_view kGarbage = "com,a~21!/?# sh0443[]:.%\xff";

  std::string host() {
    switch (random_() % 12) {
      case 0:
        return std::to_string(random_());
      case 1:
        return "[::" + some("0123456789abcdef", 1 + random_() % 4) + "]";
      case 2:
        return "b\xc3\xbc" + some(kHost, random_() % 4) + ".de";
      case 3:
        return "xn--" + some(kHost, 3) + ".com";
      default:
        return some(kHost, 1 + random_() % 12);
    }
  }
  std::string some(std::string_view from, unsigned count) {
    std::string out;
    for (; count > 0; --count) out += from[random_() % from.size()];
    return out;
  }

  std::mt19937 random_{20260412};
};

#ifdef __OPTIMIZE__
constexpr int kUrls = 1'000'000;
#else
constexpr int kUrls = 100'000;
#endif

TEST(UnparsedUrl, IsABijectionOnCanonicalUrls) {
  Generator generator;
  int parsed = 0;
  for (int i = 0; i < kUrls; ++i) {
    const std::string text = generator.next();
    auto url = Url::parse(text);
    if (!url) continue;
    ++parsed;
    const Url end = canonical(*std::move(url), CanonicalOptions());
    const UrlKey key = key_of(end);
    const auto back = parse_unparsed(key.unparsed);
    ASSERT_TRUE(back.has_value()) << text << ": " << back.error().message;
    ASSERT_EQ(*back, end) << text;
    ASSERT_TRUE(canonical(end, CanonicalOptions()) == end) << text;
    ASSERT_EQ(key.root_hash, root_hash(root_of_unparsed(key.unparsed))) << text;
    const auto again = Url::parse(end.href());
    ASSERT_TRUE(again.has_value() && *again == end) << text;
  }
  EXPECT_GT(parsed, kUrls / 2);
}

TEST(UnparsedUrl, IsTheOnlyFormThatIsRead) {
  Generator generator;
  for (int i = 0; i < kUrls; ++i) {
    std::string text = generator.garbage();
    if (const auto url = parse_unparsed(text)) {
      ASSERT_EQ(unparse(*url), text);
    }
  }
}

}  // namespace
}  // namespace lycosa::inline url
