#include "reason/reason.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace lycosa::inline reason {
namespace {

std::string reference_page() {
  std::ostringstream out;
  out << "# Reasons\n\n"
         "Why a URL was not crawled, or is not indexable. The rows are in order of precedence: of several reasons that "
         "hold, the\n"
         "first one is the decisive one. Each remedy is the last half of a counterfactual: «would be crawled, or "
         "indexable, if ...».\n\n"
         "- Blame is `site`, `operator-config`, `crawler-limit`, `network` or `nobody`.\n"
         "- A reason lasts for good (`permanent`), passes by itself (`until-time`), or holds until the site, the "
         "configuration or\n"
         "  the store changes (`until-change`).\n"
         "- It blocks through an index `filter`, through `robots`, through the `schedule` (the URL was not fetched, or "
         "not yet), or is\n"
         "  the answer to the `lookup` itself.\n\n"
         "This page is made from the table in `src/reason/reason.cc`: `LYCOSA_UPDATE_DOCS=1 "
         "build/release/src/reason_test` writes it.\n";
  std::string_view stage;
  for (const ReasonInfo& row : reasons()) {
    const std::string_view own = row.code.substr(0, row.code.find('.'));
    if (own != stage) {
      stage = own;
      out << "\n## " << stage
          << "\n\n| code | what happened | would be crawled or indexable if | blame | lasts | blocks |\n"
          << "| --- | --- | --- | --- | --- | --- |\n";
    }
    out << "| `" << row.code << "` | " << row.sentence << " | " << row.remedy << " | " << name(row.blame) << " | "
        << name(row.permanence) << " | " << name(row.blocks) << " |\n";
  }
  return out.str();
}

TEST(Reasons, CodesAreUniqueAndAreStageDotWord) {
  std::set<std::string_view> codes;
  for (const ReasonInfo& row : reasons()) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code;
    const size_t dot = row.code.find('.');
    ASSERT_NE(dot, std::string_view::npos) << row.code;
    EXPECT_EQ(row.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), dot) << row.code;
    EXPECT_EQ(row.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", dot + 1), std::string_view::npos)
        << row.code;
    EXPECT_LT(dot + 1, row.code.size());
  }
}

TEST(Reasons, AStageStandsInOnePlace) {
  std::set<std::string_view> done;
  std::string_view stage;
  for (const ReasonInfo& row : reasons()) {
    const std::string_view own = row.code.substr(0, row.code.find('.'));
    if (own == stage) continue;
    EXPECT_TRUE(done.insert(own).second) << own;
    stage = own;
  }
}

TEST(Reasons, CodesRoundTrip) {
  for (const ReasonInfo& row : reasons()) {
    EXPECT_EQ(reason_from_code(row.code), row.reason);
    EXPECT_EQ(&info(row.reason), &row);
    EXPECT_EQ(code(row.reason), row.code);
  }
  EXPECT_EQ(reason_from_code(""), std::nullopt);
  EXPECT_EQ(reason_from_code("robots"), std::nullopt);
  EXPECT_EQ(reason_from_code("Robots.disallowed"), std::nullopt);
}

TEST(Reasons, SentencesAndRemediesReadAsTheyAreUsed) {
  for (const ReasonInfo& row : reasons()) {
    ASSERT_FALSE(row.sentence.empty()) << row.code;
    EXPECT_TRUE(row.sentence.front() >= 'A' && row.sentence.front() <= 'Z') << row.code;
    EXPECT_EQ(row.sentence.back(), '.') << row.code;
    // A remedy goes on after «would be indexable if», and the report ends the sentence.
    ASSERT_FALSE(row.remedy.empty()) << row.code;
    EXPECT_FALSE(row.remedy.starts_with("if ")) << row.code;
    EXPECT_NE(row.remedy.back(), '.') << row.code;
    EXPECT_EQ(row.sentence.find('|'), std::string_view::npos) << row.code;
    EXPECT_EQ(row.remedy.find('|'), std::string_view::npos) << row.code;
  }
}

TEST(Reasons, EveryNameOfAnAttributeIsUsed) {
  std::set<std::string_view> names;
  for (const ReasonInfo& row : reasons()) {
    names.insert(name(row.blame));
    names.insert(name(row.permanence));
    names.insert(name(row.blocks));
  }
  EXPECT_EQ(names,
            (std::set<std::string_view>{"site", "operator-config", "crawler-limit", "network", "nobody", "permanent",
                                        "until-time", "until-change", "filter", "robots", "schedule", "lookup"}));
}

TEST(Reasons, TheReferencePageIsTheTable) {
  const std::string path = std::string(LYCOSA_SOURCE_DIR) + "/docs/reference/reasons.md";
  const std::string page = reference_page();
  if (const char* update = std::getenv("LYCOSA_UPDATE_DOCS"); update != nullptr && *update == '1') {
    std::ofstream(path, std::ios::binary) << page;
  }
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path << " is missing; LYCOSA_UPDATE_DOCS=1 makes it";
  std::ostringstream kept;
  kept << in.rdbuf();
  EXPECT_EQ(kept.str(), page)
      << "docs/reference/reasons.md differs from the catalogue; LYCOSA_UPDATE_DOCS=1 rewrites it";
}

}  // namespace
}  // namespace lycosa::inline reason
