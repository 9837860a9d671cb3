#include <gtest/gtest.h>

#include "extract/metadata/fact_candidate.h"

namespace lycosa::inline extract {
namespace {

TEST(BylineHints, AreFoundWhereverTheyStand) {
  for (size_t before = 0; before < 20; ++before) {
    for (size_t behind = 0; behind < 12; ++behind) {
      const std::string name = std::string(before, 'x') + "bYlinE" + std::string(behind, '_');
      EXPECT_EQ(byline_hints(name), kAuthorHint | kWeakDateHint) << name;
    }
  }
  EXPECT_EQ(byline_hints("post-date author"), kDateHint | kAuthorHint);
  EXPECT_EQ(byline_hints("related"), unsigned{kNotOfPageHint});
  EXPECT_EQ(byline_hints("footer"), unsigned{kMarginHint});
}

TEST(BylineHints, AreNotFoundInOtherWords) {
  for (const char* name : {"", "x", "dat", "da te", "content", "autho", "menu-item", "d a t e", "DAT"})
    EXPECT_EQ(byline_hints(name), 0u) << name;
  EXPECT_EQ(byline_hints(std::string(300, 'x') + "date"), 0u);
}

}  // namespace
}  // namespace lycosa::inline extract
