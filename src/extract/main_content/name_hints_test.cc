#include "extract/main_content/name_hints.h"

#include <gtest/gtest.h>

namespace lycosa::inline extract {
namespace {

NameHints bits(std::initializer_list<NameHint> hints) {
  NameHints all = 0;
  for (NameHint hint : hints) all |= NameHints{1} << static_cast<int>(hint);
  return all;
}

TEST(NameHints, ReadTheWordsOfANameHoweverTheyAreJoined) {
  using enum NameHint;
  const std::pair<const char*, NameHints> cases[] = {
      {"", 0},
      {"x9 foo", 0},
      {"nav", bits({navigation})},
      {"site-footer", bits({header, footer})},
      {"sideBar", bits({sidebar})},
      {"relatedposts", bits({related})},
      {"post_content", bits({article, content})},
      {"navy", 0},
      {"COMMENTS", bits({comment})},
  };
  for (const auto& [name, hints] : cases) EXPECT_EQ(hints_of(name), hints) << name;
}

}  // namespace
}  // namespace lycosa::inline extract
