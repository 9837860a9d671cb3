#include "crawl/refresh.h"

#include <gtest/gtest.h>

namespace lycosa::inline crawl {
namespace {

constexpr int64_t kHour = 3'600'000, kDay = 24 * kHour;

// The time line of a page, a letter for each event from the oldest on: the content that it had, or "!" for no answer.
std::vector<PageHistoryRow> time_line(std::string_view letters) {
  std::vector<PageHistoryRow> newest_first;
  for (size_t i = 0; i < letters.size(); ++i) {
    PageHistoryRow row;
    row.event_stamp_ms = static_cast<int64_t>(i) * kDay;
    row.outcome = letters[i] == '!' ? "network.reset" : "answered";
    row.download_http_code = letters[i] == '4' ? 404 : 200;
    if (letters[i] != '4' && letters[i] != '!') row.content_hash = letters[i];
    newest_first.insert(newest_first.begin(), row);
  }
  return newest_first;
}

TEST(RefreshInterval, IsLearnedFromWhatChanged) {
  RefreshRule rule;
  rule.first_ms = 8 * kDay;
  rule.least_ms = kDay;
  rule.most_ms = 32 * kDay;
  const struct {
    const char* events;
    int64_t days;
  } cases[] = {{"a", 8},    {"aa", 16},  {"ab", 4}, {"aab", 8}, {"abcdefg", 1},  {"aaaaaaa", 32},
               {"a!a", 16}, {"a!!!", 8}, {"a4", 4}, {"44", 16}, {"abcdefgg", 2}, {"!", 8}};
  for (const auto& test : cases) {
    EXPECT_EQ(refresh_interval_ms(rule, time_line(test.events)), test.days * kDay) << test.events;
  }
  EXPECT_EQ(refresh_due(rule, time_line("aa")), Timestamp{17 * kDay}) << "after the last answer";
  EXPECT_EQ(refresh_due(rule, time_line("a!")), Timestamp{8 * kDay});
  EXPECT_FALSE(refresh_due(rule, time_line("!")));
  rule.older_than_ms = 3 * kDay;
  EXPECT_EQ(refresh_due(rule, time_line("aaaa")), Timestamp{6 * kDay});
}

TEST(NextChance, IsByTheReasonAndEndsOnce) {
  SeenRow row;
  row.state = SeenState::failed;
  row.ver = 5;
  const auto hours = [&](const char* reason, int64_t attempts) -> std::optional<int64_t> {
    row.reason = reason;
    row.attempts = attempts;
    const auto due = next_chance(row, 2);
    return due ? std::optional((due->ms - 5) / kHour) : std::nullopt;
  };
  EXPECT_EQ(hours("network.reset", 3), 1) << "three tries in one run are one chance";
  EXPECT_EQ(hours("network.reset", 4), 2);
  EXPECT_EQ(hours("network.reset", 10), 128);
  EXPECT_EQ(hours("network.reset", 11), std::nullopt);
  EXPECT_EQ(hours("network.dns_nxdomain", 1), 24);
  EXPECT_EQ(hours("network.dns_nxdomain", 5), std::nullopt);
  EXPECT_EQ(hours("content.crashed", 2), std::nullopt);
  row.reason.reset();
  EXPECT_FALSE(next_chance(row, 2));
}

TEST(Conditions, AreTheValidatorsOfAGoodPage) {
  EXPECT_TRUE(conditions(std::nullopt).empty());
  PageInfoRow page;
  page.download_http_code = 200;
  EXPECT_TRUE(conditions(page).empty());
  page.etag = "W/\"1\"";
  page.last_modified = "Sun, 06 Nov 1994 08:49:37 GMT";
  EXPECT_EQ(conditions(page), (std::vector<Header>{{"If-None-Match", "W/\"1\""},
                                                   {"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}));
  page.history_drop_reason = "network.reset";
  EXPECT_TRUE(conditions(page).empty()) << "half a page is not confirmed";
  page.history_drop_reason.reset();
  page.download_http_code = 404;
  EXPECT_TRUE(conditions(page).empty());
}

}  // namespace
}  // namespace lycosa::inline crawl
