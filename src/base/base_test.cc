#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/result.h"
#include "base/text.h"
#include "base/time.h"

namespace lycosa::inline base {
namespace {

TEST(Hash, IsClickHousesSipHash64) {
  EXPECT_EQ(siphash64("uk,co,bnikolic"), 8197881993659394446u);
  // The empty string's SipHash-2-4 with a zero key, as the reference implementation gives it.
  EXPECT_EQ(siphash64(""), 0x1e924b9d737700d7u);
  EXPECT_EQ(siphash63("uk,co,bnikolic") >> 63, 0u);
}

TEST(Hash, Sha1IsBase32AsInWarc) {
  EXPECT_EQ(sha1_base32(""), "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
  Sha1 digest;
  digest.add("a");
  digest.add("bc");
  EXPECT_EQ(digest.base32(), sha1_base32("abc"));
  EXPECT_EQ(digest.base32(), sha1_base32(""));
}

TEST(Time, FormatsAndParsesEachOthersText) {
  const struct {
    std::string_view text;
    int64_t ms;
  } kCases[] = {{"1970-01-01T00:00:00Z", 0},
                {"2026-04-10T17:37:08Z", 1775842628000},
                {"2000-02-29T23:59:59Z", 951868799000},
                {"1969-12-31T23:59:59Z", -1000},
                {"0001-01-01T00:00:00Z", -62135596800000}};
  for (const auto& c : kCases) {
    ASSERT_TRUE(parse_time(c.text)) << c.text;
    EXPECT_EQ(parse_time(c.text)->ms, c.ms);
    EXPECT_EQ(rfc3339({c.ms}), c.text);
  }
  EXPECT_EQ(parse_time("2026-04-10 17:37:08"), parse_time("2026-04-10T17:37:08Z"));
  EXPECT_EQ(parse_time("2026-04-10T19:37:08+02:00"), parse_time("2026-04-10T17:37:08Z"));
  EXPECT_EQ(parse_time("2026-04-10T17:37:08.25Z")->ms, 1775842628250);
  EXPECT_EQ(rfc3339_ms({1775842628250}), "2026-04-10T17:37:08.250Z");
}

TEST(Time, RefusesWhatIsNotATime) {
  for (const char* text : {"", "2026", "2026-02-29", "2026-13-01", "2026-04-10T25:00:00Z", "2026-04-10T17:37:08Zx",
                           "2026-04-10T17:37", "10-04-2026", "2026-04-10T17:37:08+2:00"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Time, ReadsHttpDatesInTheirThreeForms) {
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    ASSERT_TRUE(parse_http_date(text)) << text;
    EXPECT_EQ(rfc3339(*parse_http_date(text)), "1994-11-06T08:49:37Z");
  }
  EXPECT_FALSE(parse_http_date("yesterday"));
}

TEST(Time, MonthsClampToTheMonthsEnd) {
  EXPECT_EQ(add_months(*parse_time("2026-08-31"), -6), *parse_time("2026-02-28"));
  EXPECT_EQ(add_months(*parse_time("2024-01-31"), 1), *parse_time("2024-02-29"));
  EXPECT_EQ(add_months(*parse_time("2026-01-15"), -13), *parse_time("2024-12-15"));
}

TEST(Time, AgesAreInWholeUnits) {
  const Timestamp now = *parse_time("2026-04-12T00:00:00Z");
  const struct {
    std::string_view then, age;
    int64_t months;
  } kCases[] = {{"2026-04-10T17:37:08Z", "1 day ago", 0},    {"2023-04-10T22:32:02Z", "3 years ago", 36},
                {"2026-04-11T23:59:30Z", "just now", 0},     {"2026-04-11T22:00:00Z", "2 hours ago", 0},
                {"2025-09-12T00:00:00Z", "7 months ago", 7}, {"2026-04-12T02:30:00Z", "in 2 hours", 0},
                {"2026-03-12T00:00:01Z", "30 days ago", 0}};
  for (const auto& c : kCases) {
    EXPECT_EQ(age(*parse_time(c.then), now), c.age);
    EXPECT_EQ(whole_months(*parse_time(c.then), now), c.months);
  }
}

TEST(Text, MakesHostileTextVisible) {
  EXPECT_EQ(visible("a\x1b]0;x\x07"), "a\\x1b]0;x\\x07");
  EXPECT_EQ(visible("a\u202eb"), "a\\u202eb");
  EXPECT_EQ(visible("\xc2\x9b"), "\\x9b");
  EXPECT_EQ(visible("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(visible("a\nb\tc"), "a\\x0ab\\x09c");
  EXPECT_EQ(visible("a\nb\tc\r", true), "a\nb\tc\\x0d");
  EXPECT_EQ(visible("übung 日本語 🕷️"), "übung 日本語 🕷️");
}

TEST(Text, ReplacesEachMaximalIllFormedPartOnce) {
  const struct {
    std::string_view bytes, utf8;
  } kCases[] = {{"abc", "abc"},
                {"\xf0\x9f\x98", "\xef\xbf\xbd"},
                {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
                {"\xe1\x80\xe2", "\xef\xbf\xbd\xef\xbf\xbd"}};
  for (const auto& c : kCases) {
    EXPECT_EQ(to_valid_utf8(c.bytes), c.utf8);
    EXPECT_TRUE(is_valid_utf8(to_valid_utf8(c.bytes)));
    EXPECT_EQ(is_valid_utf8(c.bytes), c.bytes == c.utf8);
  }
}

TEST(Text, CutsAtCharacters) {
  EXPECT_EQ(utf8_prefix("aé", 2), "a");
  EXPECT_EQ(utf8_prefix("aé", 3), "aé");
  EXPECT_EQ(utf8_prefix("日本", 5), "日");
}

TEST(Text, SplitsTrimsAndCollapses) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(collapse_whitespace(" a \n\t b "), "a b");
  EXPECT_EQ(parse_uint("18446744073709551615"), UINT64_MAX);
  EXPECT_FALSE(parse_uint("18446744073709551616"));
  EXPECT_FALSE(parse_uint("-1"));
}

TEST(Text, KnowsHowWideTextIs) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
}

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> good = 3;
  const Result<int> bad = fail(ErrorKind::not_found, "no such thing");
  EXPECT_EQ(*good, 3);
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().message, "no such thing");
}

TEST(Timestamp, BoundsSecondsThatMillisecondsCannotHold) {
  EXPECT_EQ(Timestamp::from_seconds(-5).ms, -5000);
  const Timestamp most = Timestamp::from_seconds(INT64_MAX);
  const Timestamp least = Timestamp::from_seconds(INT64_MIN);
  EXPECT_EQ(most.seconds(), INT64_MAX / 4000);
  EXPECT_EQ(least.seconds(), -most.seconds());
  EXPECT_GT(most - least, 0);
}

}  // namespace
}  // namespace lycosa::inline base
