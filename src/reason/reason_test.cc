#include "reason/reason.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

#include "conformance/page_table.h"

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
         "  the answer to the `lookup` itself.\n"
         "- That it holds stands in the `question`, in the URL's `state` (its row of the table `seen`), in the rows of "
         "its "
         "`page`, or only\n"
         "  `today`: in the bans, robots.txt, filters and time of the moment of asking.\n\n"
         "This page is made from the table in `src/reason/reason.cc`: `LYCOSA_UPDATE_DOCS=1 "
         "build/release/src/reason_test` writes it.\n";
  std::optional<Stage> stage;
  for (const ReasonInfo& row : reasons()) {
    if (row.stage != stage) {
      stage = row.stage;
      out << "\n## " << name(row.stage)
          << "\n\n| code | what happened | would be crawled or indexable if | blame | lasts | blocks | stands in |\n"
          << "| --- | --- | --- | --- | --- | --- | --- |\n";
    }
    out << "| `" << row.code << "` | " << row.sentence << " | " << row.remedy << " | " << name(row.blame) << " | "
        << name(row.permanence) << " | " << name(row.blocks) << " | " << name(row.source) << " |\n";
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
  for (size_t i = 1; i < reasons().size(); ++i)
    EXPECT_LE(reasons()[i - 1].stage, reasons()[i].stage) << reasons()[i].code;
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
    names.insert(name(row.source));
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"site", "operator-config", "crawler-limit", "network", "nobody",
                                               "permanent", "until-time", "until-change", "filter", "robots",
                                               "schedule", "lookup", "question", "state", "page", "today"}));
}

TEST(Reasons, EveryStatusHasOneReasonThatIsTrue) {
  for (int status = 0; status < 1000; ++status) {
    const std::optional<Reason> reason = reason_for_status(status);
    EXPECT_EQ(reason.has_value(), status != 200) << status;
    EXPECT_EQ(reason == Reason::http_invalid_status, status == 0) << status;
    EXPECT_EQ(reason == Reason::http_5xx, status / 100 == 5) << status;
    EXPECT_EQ(is_redirect_status(status),
              status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
        << status;
    const bool empty = status == 204 || status == 205 || status == 206;
    EXPECT_EQ(has_content(status), status / 100 == 2 && !empty) << status;
    if (status / 100 == 4) {
      const std::string own = "http." + std::to_string(status);
      EXPECT_EQ(code(*reason), reason_from_code(own) ? own : "http.other_4xx") << status;
    } else if (reason && !is_redirect_status(status) && status != 0 && status / 100 != 5) {
      EXPECT_EQ(reason, Reason::http_unexpected_status) << status;
    }
  }
  EXPECT_EQ(reason_for_status(-1), Reason::http_invalid_status);
  EXPECT_EQ(reason_for_status(1000), Reason::http_invalid_status);
  EXPECT_EQ(status_evidence(404), "HTTP 404");
}

TEST(Reasons, OnlyRefusalsAreUndoneByALink) {
  for (const ReasonInfo& row : reasons()) {
    if (!row.has(ReasonTrait::undone_by_link)) continue;
    EXPECT_EQ(row.source, Source::state) << row.code;
    EXPECT_TRUE(row.stage == Stage::discovery || row.stage == Stage::scope) << row.code;
  }
}

TEST(Reasons, TheReferencePageIsTheTable) {
  conformance::expect_page("reference/reasons.md", reference_page());
}

}  // namespace
}  // namespace lycosa::inline reason
