#include "frontier/scope.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace lycosa::inline frontier {
namespace {

Url url(const std::string& text) {
  return canonical(*Url::parse(text), CanonicalOptions());
}

bool has(const Scope& scope, const std::string& text) {
  return scope.has(url(text), root_of(url(text)));
}

TEST(Scope, KnowsTheFoldersOfTheSeedsAndNoOthers) {
  Scope scope("prefix");
  for (const char* seed : {"http://a.example/docs/new/x", "http://a.example/docs/old/", "http://b.example/x/y/z"}) {
    scope.add(url(seed));
  }
  EXPECT_TRUE(has(scope, "http://a.example/docs/new/deep/page"));
  EXPECT_TRUE(has(scope, "http://a.example/docs/old/"));
  EXPECT_FALSE(has(scope, "http://a.example/docs/older/"));
  EXPECT_FALSE(has(scope, "http://a.example/docs/"));
  EXPECT_FALSE(has(scope, "http://a.example/x/y/"));
  EXPECT_TRUE(has(scope, "http://b.example/x/y/"));
}

// The one look-up that Scope makes must say what a look at every seed's folder would.
TEST(Scope, OneLookUpSaysWhatAllFoldersWould) {
  std::mt19937 random(7);
  const auto path = [&] {
    std::string text = "/";
    for (size_t i = random() % 6; i > 0; --i) text += "ab-/"[random() % 4];
    return text;
  };
  for (int round = 0; round < 200; ++round) {
    Scope scope("prefix");
    std::vector<std::string> folders;
    for (size_t i = random() % 8; i > 0; --i) {
      const Url seed = url("http://a.example" + path());
      folders.emplace_back(seed.pathname().substr(0, seed.pathname().rfind('/') + 1));
      scope.add(seed);
    }
    for (int i = 0; i < 50; ++i) {
      const Url asked = url("http://a.example" + path());
      const bool want = std::any_of(folders.begin(), folders.end(),
                                    [&](const std::string& folder) { return asked.pathname().starts_with(folder); });
      EXPECT_EQ(scope.has(asked, ""), want) << asked.href();
    }
  }
}

}  // namespace
}  // namespace lycosa::inline frontier
