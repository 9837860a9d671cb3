#include "store/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/filter.h"

namespace lycosa::inline store {
namespace {

const Timestamp kNow = *parse_time("2026-04-12T00:00:00Z");

struct Case {
  const char* condition;
  const char* portable;
};

TEST(PortableCondition, RewritesWhatOneOfTheEnginesLacks) {
  const Case cases[] = {
      // The default filters.
      {"download_http_code = 200", "download_http_code = 200"},
      {"download_stamp > now() - 6 MONTH", "download_stamp > subtractMonths(toDateTime('2026-04-12 00:00:00'), 6)"},
      {"isNull(history_drop_reason)", "\"isNull\"(history_drop_reason)"},
      {"fh_dont_index != 1 AND ml_spam_score = 0", "fh_dont_index != 1 AND ml_spam_score = 0"},
      {"meta_canonical IS NULL OR = '' OR = src_unparsed",
       "meta_canonical IS NULL OR meta_canonical = '' OR meta_canonical = src_unparsed"},
      // isNull and isNotNull.
      {"NOT isNull ( a )", "NOT \"isNull\" ( a )"},
      {"ISNOTNULL(a)", "\"isNotNull\"(a)"},
      {"\"isNull\"(a)", "\"isNull\"(a)"},
      {"a = 'isNull(b)'", "a = 'isNull(b)'"},
      {"isNullable = 1", "isNullable = 1"},
      // Intervals.
      {"a > now() - INTERVAL 6 MONTH", "a > subtractMonths(toDateTime('2026-04-12 00:00:00'), 6)"},
      {"a > NOW( ) + 1 day", "a > addDays(toDateTime('2026-04-12 00:00:00'), 1)"},
      {"a - 2 weeks < b", "subtractWeeks(a, 2) < b"},
      {"now() - 1 YEAR - 2 DAY < a", "subtractDays(subtractYears(toDateTime('2026-04-12 00:00:00'), 1), 2) < a"},
      {"(a + b) - 3 HOUR = c", "subtractHours((a + b), 3) = c"},
      {"a + b - 3 HOUR = c", "subtractHours(a + b, 3) = c"},
      {"a BETWEEN now() - 1 MINUTE AND now() + 1 SECOND",
       "a BETWEEN subtractMinutes(toDateTime('2026-04-12 00:00:00'), 1) AND "
       "addSeconds(toDateTime('2026-04-12 00:00:00'), 1)"},
      {"coalesce(a, now() - 1 DAY) < 5", "coalesce(a, subtractDays(toDateTime('2026-04-12 00:00:00'), 1)) < 5"},
      {"(now() - 1 DAY) < a", "(subtractDays(toDateTime('2026-04-12 00:00:00'), 1)) < a"},
      {"CASE WHEN a = 1 THEN b ELSE c END - 6 MONTH > 0", "subtractMonths(CASE WHEN a = 1 THEN b ELSE c END, 6) > 0"},
      {"a = 5 - 3", "a = 5 - 3"},
      {"a - 6 > -1", "a - 6 > -1"},
      {"length(a) - 1 - 1 DAY > 0", "subtractDays(length(a) - 1, 1) > 0"},
      // Operators that lack their left side.
      {"a > 3 AND < 9", "a > 3 AND a < 9"},
      {"length(a) > 3 or <> 7", "length(a) > 3 or length(a) <> 7"},
      {"a + 1 = 2 OR = 3", "a + 1 = 2 OR a + 1 = 3"},
      {"a LIKE 'x%' OR LIKE 'y%' OR NOT LIKE 'z%'", "a LIKE 'x%' OR a LIKE 'y%' OR a NOT LIKE 'z%'"},
      {"a IS NULL OR IS NOT NULL", "a IS NULL OR a IS NOT NULL"},
      {"a NOT IN (1, 2) OR IN (3)", "a NOT IN (1, 2) OR a IN (3)"},
      {"(a = 1 OR = 2) AND b = 3", "(a = 1 OR a = 2) AND b = 3"},
      {"a = 1 OR (b = 2 AND c = 3) OR = 4", "a = 1 OR (b = 2 AND c = 3) OR a = 4"},
      {"a BETWEEN 1 AND 2 OR BETWEEN 5 AND 6", "a BETWEEN 1 AND 2 OR a BETWEEN 5 AND 6"},
      {"NOT a = 1 OR NOT b = 2", "NOT a = 1 OR NOT b = 2"},
      // What stays.
      {"  a\t=\n  1  ", "a = 1"},
      {"a = 'it''s; -- /* fine */'", "a = 'it''s; -- /* fine */'"},
      {"a = 'ü'", "a = 'ü'"},
      {"a = 1.5e-3 AND b = .5", "a = 1.5e-3 AND b = .5"},
      {"a || 'x' != \"b\"", "a || 'x' != \"b\""},
  };
  for (const Case& each : cases) {
    const auto portable = portable_condition(each.condition, kNow);
    ASSERT_TRUE(portable) << each.condition << ": " << portable.error().message;
    EXPECT_EQ(*portable, each.portable) << each.condition;
  }
}

TEST(PortableCondition, IsItsOwnPortableForm) {
  for (const Filter& filter : default_filters()) {
    const std::string once = *portable_condition(filter.condition, kNow);
    EXPECT_EQ(*portable_condition(once, kNow), once);
  }
}

TEST(PortableCondition, RefusesWhatCannotBePortableAndSaysWhy) {
  const struct {
    std::string condition;
    const char* why;
  } cases[] = {
      {"", "is empty"},
      {" \n", "is empty"},
      {"a = 1; DROP TABLE seen", "one expression"},
      {"a = 1 -- comment", "comments"},
      {"a = 1 /* comment */", "comments"},
      {"a / 2 = 1", "multiply instead"},
      {"a = 'x\\'", "backslash"},
      {"a = 'x", "never closed"},
      {"a = \"x", "never closed"},
      {"(a = 1", "never closed"},
      {"a = 1) OR (1 = 1", "never opened"},
      {"a = 1)", "never opened"},
      {std::string(101, '(') + "a" + std::string(101, ')'), "nested more than 100"},
      {"a IN (SELECT 1)", "sub-queries"},
      {"EXISTS (1)", "sub-queries"},
      {"a IN seen", "IN without a list"},
      {"a ISNULL", "write isNull(x)"},
      {"a GLOB 'x*'", "write LIKE"},
      {"a = ?1", "no operator begins so"},
      {"a = :x", "no operator begins so"},
      {"a = [b]", "no operator begins so"},
      {"a = x'00'", "straight after a word"},
      {"a = 0x10", "followed by a letter"},
      {"a = ü", "beyond ASCII"},
      {"a = '\xff'", "UTF-8"},
      {std::string("a = '\0'", 7), "NUL"},
      {"= 1", "nothing on its left"},
      {"a AND = 1 ", "nothing on its left"},
      {"NOT = 1", "nothing on its left"},
      {"a = 1 AND (= 2)", "only after AND or OR"},
      {"a = 1 AND NOT = 2", "only after AND or OR"},
      {"a > 6 MONTH", "without a time"},
      {"a > - 6 MONTH", "without a time"},
      {"a > INTERVAL 6 MONTH", "INTERVAL without"},
      {"a > now() - 1.5 MONTH", "whole number"},
      {"a > now() - 12345678901 MONTH", "whole number"},
      {"a = '" + std::string(9000, 'x') + "'", "8192 bytes"},
  };
  for (const auto& each : cases) {
    const auto portable = portable_condition(each.condition, kNow);
    ASSERT_FALSE(portable) << each.condition << " became " << *portable;
    EXPECT_EQ(portable.error().kind, ErrorKind::invalid);
    EXPECT_THAT(portable.error().message, testing::HasSubstr(each.why)) << each.condition;
  }
}

TEST(DefaultFilters, AreFiveInTheirOrder) {
  std::vector<std::string> names;
  for (const Filter& filter : default_filters()) names.push_back(filter.name);
  EXPECT_THAT(names, testing::ElementsAre("HTTP status", "Age cutoff", "History drop", "Spam/ban", "Canonical"));
}

}  // namespace
}  // namespace lycosa::inline store
