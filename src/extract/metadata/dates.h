#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lycosa::inline extract {

// A day of the calendar, and the time of day and zone as far as the page gave them.
struct CivilDate {
  int year = 0;
  int month = 0;
  int day = 0;
  std::string time;  // «T17:37:08+02:00», «T17:37:08» or nothing

  // Since 1970.
  int64_t day_number() const;
  // ISO 8601: «2026-04-10» or «2026-04-10T17:37:08+02:00».
  std::string iso() const;
  bool operator==(const CivilDate&) const = default;
};

// Which of 03/04/2021's numbers is the day.
enum class DayOrder { day_first, month_first };
// The order in which a language writes a date with slashes.
DayOrder day_order_of(std::string_view language);

struct FoundDate {
  CivilDate date;
  size_t begin = 0;  // where in the text it stands
  size_t end = 0;
  bool operator==(const FoundDate&) const = default;
};

// The first date in a text: ISO 8601 and its kin, numeric, or with the name of a month in one of about thirty
// languages. Years 1990 to 2099 only. Looks at the first 4,096 bytes; linear.
std::optional<FoundDate> find_date(std::string_view text, DayOrder order);

// A quick look: false where find_date() and read_date() find nothing for sure, as no number could be a year or there
// are too few of them.
bool may_hold_date(std::string_view text);

// A date in an attribute: as above, or seconds or milliseconds since 1970.
std::optional<CivilDate> read_date(std::string_view value, DayOrder order);

// The day in an address such as /2021/04/03/title or /20210403-title; nothing when there is only a month.
std::optional<CivilDate> date_in_url(std::string_view path);

// 1 to 12 for the name of a month or its short form, lower case; else 0.
int month_of(std::string_view word);

}  // namespace lycosa::inline extract
