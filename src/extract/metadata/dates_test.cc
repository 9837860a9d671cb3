#include "extract/metadata/dates.h"

#include <gtest/gtest.h>

namespace lycosa::inline extract {
namespace {

std::string found(const char* text, DayOrder order = DayOrder::day_first) {
  const auto date = find_date(text, order);
  return date ? date->date.iso() : "none";
}

TEST(Dates, AreReadInTheWaysThatPagesWriteThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"2021-03-04", "2021-03-04"},
      {"2021-03-04T05:06:07Z", "2021-03-04T05:06:07Z"},
      {"2021-3-4 5:06", "2021-03-04T05:06:00"},
      {"2021-03-04T05:06:07.123+0200", "2021-03-04T05:06:07+02:00"},
      {"20210304", "2021-03-04"},
      {"2021/03/04", "2021-03-04"},
      {"Stand: 4.3.2021.", "2021-03-04"},
      {"04 . 03 . 21", "2021-03-04"},
      {"4. M\xc3\xa4rz 2021, 17:05 Uhr", "2021-03-04T17:05:00"},
      {"March 4th, 2021 at 5:06 pm", "2021-03-04T17:06:00"},
      {"Thu, 04 Mar 2021 05:06:07 +0000", "2021-03-04T05:06:07+00:00"},
      {"le 4 mars 2021", "2021-03-04"},
      {"4 de marzo de 2021", "2021-03-04"},
      {"1\xc2\xba de mar\xc3\xa7o de 2021", "2021-03-01"},
      {"4 \xd0\xbc\xd0\xb0\xd1\x80\xd1\x82\xd0\xb0 2021 \xd0\xb3.", "2021-03-04"},
      {"2021\xe5\xb9\xb4"
       "3\xe6\x9c\x88"
       "4\xe6\x97\xa5",
       "2021-03-04"},
      {"2021\xeb\x85\x84 3\xec\x9b\x94 4\xec\x9d\xbc", "2021-03-04"},
      {"2021. m\xc3\xa1rcius 4.", "2021-03-04"},
      {"4 MARCA 2021", "2021-03-04"},
  };
  for (const auto& [text, iso] : cases) EXPECT_EQ(found(text), iso) << text;
}

TEST(Dates, WithSlashesFollowTheLanguage) {
  EXPECT_EQ(found("03/04/2021", DayOrder::day_first), "2021-04-03");
  EXPECT_EQ(found("03/04/2021", DayOrder::month_first), "2021-03-04");
  // Where only one order gives a day, that is meant.
  EXPECT_EQ(found("25/04/2021", DayOrder::month_first), "2021-04-25");
  EXPECT_EQ(day_order_of("en-US"), DayOrder::month_first);
  EXPECT_EQ(day_order_of("en"), DayOrder::month_first);
  EXPECT_EQ(day_order_of("en-GB"), DayOrder::day_first);
  EXPECT_EQ(day_order_of("de"), DayOrder::day_first);
}

TEST(Dates, AreNotSeenInOtherNumbers) {
  for (const char* text : {"", "2021", "31.2.2021", "1.2.3", "v1.12.2", "192.168.1.20", "12:30", "3 of 4", "2021-13-01",
                           "page 4 of 2021", "0001-01-01", "99999999999999999999", "March 2021"}) {
    EXPECT_EQ(found(text), "none") << text;
  }
}

TEST(Dates, InAttributesCanBeSeconds) {
  EXPECT_EQ(read_date("1614834367", DayOrder::day_first)->iso(), "2021-03-04T05:06:07Z");
  EXPECT_EQ(read_date(" 1614834367000 ", DayOrder::day_first)->iso(), "2021-03-04T05:06:07Z");
  EXPECT_EQ(read_date("soon", DayOrder::day_first), std::nullopt);
}

TEST(Dates, StandInAddresses) {
  const std::pair<const char*, const char*> cases[] = {
      {"/2021/03/04/title", "2021-03-04"}, {"/a/2021-3-4-b", "2021-03-04"}, {"/20210304/x", "2021-03-04"},
      {"/04-03-2021", "2021-03-04"},       {"/2021/03/title", "none"},      {"/id12320210304", "none"}};
  for (const auto& [path, iso] : cases) {
    const auto date = date_in_url(path);
    EXPECT_EQ(date ? date->iso() : "none", iso) << path;
  }
}

TEST(Dates, AreFoundInBoundedTime) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "1.2. ";
  EXPECT_EQ(find_date(text, DayOrder::day_first), std::nullopt);
}

TEST(Dates, AreNotLookedForWhereNoneCanBe) {
  for (const char* text : {"", "x", "12 things", "1234567", "part 3", "1899", "in 300 days", "123456789012345"}) {
    EXPECT_FALSE(may_hold_date(text)) << text;
    EXPECT_FALSE(read_date(text, DayOrder::day_first)) << text;
  }
  for (const char* text : {"3-Mar-21", "1.2.03", "20210303", "2021-3-3", "1614729600", "1614729600000",
                           "20210303123000", "March 3, 2021"}) {
    EXPECT_TRUE(may_hold_date(text)) << text;
    EXPECT_TRUE(read_date(text, DayOrder::day_first)) << text;
  }
}

TEST(Dates, BeginWithTheMonthThatIsNearest) {
  const auto found =
      find_date("May I say: in March 2020 there were 7, and on April 3rd, 2021 more", DayOrder::day_first);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->date.iso(), "2021-04-03");
  EXPECT_EQ(found->begin, 46u);
}

TEST(Dates, CountDays) {
  EXPECT_EQ((CivilDate{1970, 1, 1, {}}).day_number(), 0);
  EXPECT_EQ((CivilDate{2000, 2, 29, {}}).day_number(), 11016);
  EXPECT_EQ((CivilDate{2000, 3, 1, {}}).day_number(), 11017);
  EXPECT_EQ((CivilDate{2021, 12, 31, {}}).day_number(), 18992);
}

}  // namespace
}  // namespace lycosa::inline extract
