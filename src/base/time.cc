#include "base/time.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace lycosa::inline base {
namespace {

constexpr int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

struct Civil {
  int64_t year;
  int month, day;  // 1 to 12, 1 to 31
};

// Howard Hinnant's era arithmetic: exact over the whole proleptic Gregorian calendar.
int64_t days_from_civil(Civil c) {
  const int64_t y = c.month <= 2 ? c.year - 1 : c.year;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

Civil civil_from_days(int64_t days) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int64_t day_of_era = days - era * 146097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  return {year_of_era + era * 400 + (month <= 2), month, static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1)};
}

bool is_leap(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int64_t year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
}

struct Parts {
  Civil date;
  int64_t of_day;  // ms
};

Parts parts(Timestamp t) {
  int64_t days = t.ms / kDay;
  int64_t rest = t.ms % kDay;
  if (rest < 0) {
    rest += kDay;
    --days;
  }
  return {civil_from_days(days), rest};
}

Timestamp from_parts(Parts p) {
  return {days_from_civil(p.date) * kDay + p.of_day};
}

std::string format(Timestamp t, char separator) {
  const Parts p = parts(t);
  char out[40];
  std::snprintf(out, sizeof out, "%04lld-%02d-%02d%c%02d:%02d:%02d", static_cast<long long>(p.date.year), p.date.month,
                p.date.day, separator, static_cast<int>(p.of_day / kHour), static_cast<int>(p.of_day % kHour / kMinute),
                static_cast<int>(p.of_day % kMinute / 1000));
  return out;
}

// Reads text from the left; every step says whether it went well.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  bool literal(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool literal_ignoring_case(char c) { return literal(c) || literal(ascii_lower(c)); }
  std::optional<int> digits(size_t least, size_t most) {
    size_t n = 0;
    int value = 0;
    while (n < most && n < rest_.size() && is_ascii_digit(rest_[n])) value = value * 10 + (rest_[n++] - '0');
    if (n < least) return std::nullopt;
    rest_.remove_prefix(n);
    return value;
  }
  std::string_view word() {
    size_t n = 0;
    while (n < rest_.size() && is_ascii_alpha(rest_[n])) ++n;
    const std::string_view word = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return word;
  }
  void spaces() {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
  }

 private:
  std::string_view rest_;
};

bool valid(const Civil& c) {
  return c.year >= 1 && c.year <= 9999 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
         c.day <= days_in_month(c.year, c.month);
}

// "17:37:08" as milliseconds of the day; a leap second counts as the second after.
std::optional<int64_t> clock_time(Scanner& in) {
  const auto hour = in.digits(2, 2);
  if (!hour || !in.literal(':')) return std::nullopt;
  const auto minute = in.digits(2, 2);
  if (!minute || !in.literal(':')) return std::nullopt;
  const auto second = in.digits(2, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return *hour * kHour + *minute * kMinute + *second * 1000;
}

// ".123456" as milliseconds, further digits dropped.
std::optional<int64_t> fraction(Scanner& in) {
  int64_t ms = 0;
  int scale = 100;
  bool any = false;
  while (auto digit = in.digits(1, 1)) {
    ms += *digit * scale;
    scale /= 10;
    any = true;
  }
  return any ? std::optional(ms) : std::nullopt;
}

// "Z", "+02:00" or nothing, as milliseconds east of UTC.
std::optional<int64_t> zone(Scanner& in) {
  if (in.done() || in.literal_ignoring_case('Z')) return 0;
  const int sign = in.literal('+') ? 1 : in.literal('-') ? -1 : 0;
  if (sign == 0) return std::nullopt;
  const auto hour = in.digits(2, 2);
  if (!hour || !in.literal(':')) return std::nullopt;
  const auto minute = in.digits(2, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  return sign * (*hour * kHour + *minute * kMinute);
}

int month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> kNames = {"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (equals_ignoring_case(name, kNames[i])) return static_cast<int>(i + 1);
  }
  return 0;
}

std::string counted(int64_t n, std::string_view unit) {
  return std::to_string(n) + " " + std::string(unit) + (n == 1 ? "" : "s");
}

// The largest whole unit of a time that lies between two points.
std::string span(Timestamp from, Timestamp to) {
  const int64_t ms = to - from;
  if (ms < kHour) return counted(ms / kMinute, "minute");
  if (ms < kDay) return counted(ms / kHour, "hour");
  const int64_t months = whole_months(from, to);
  if (months == 0) return counted(ms / kDay, "day");
  if (months < 12) return counted(months, "month");
  return counted(months / 12, "year");
}

}  // namespace

std::string rfc3339(Timestamp t) {
  return format(t, 'T') + "Z";
}
std::string date_and_time(Timestamp t) {
  return format(t, ' ');
}

std::string rfc3339_ms(Timestamp t) {
  char fraction_text[8];
  std::snprintf(fraction_text, sizeof fraction_text, ".%03dZ", static_cast<int>(parts(t).of_day % 1000));
  return format(t, 'T') + fraction_text;
}

std::optional<Timestamp> parse_time(std::string_view text) {
  Scanner in(text);
  Civil date{};
  const auto year = in.digits(4, 4);
  if (!year || !in.literal('-')) return std::nullopt;
  const auto month = in.digits(2, 2);
  if (!month || !in.literal('-')) return std::nullopt;
  const auto day = in.digits(2, 2);
  if (!day) return std::nullopt;
  date = {*year, *month, *day};
  if (!valid(date)) return std::nullopt;
  if (in.done()) return from_parts({date, 0});
  if (!in.literal_ignoring_case('T') && !in.literal(' ')) return std::nullopt;
  auto of_day = clock_time(in);
  if (!of_day) return std::nullopt;
  if (in.literal('.')) {
    const auto ms = fraction(in);
    if (!ms) return std::nullopt;
    *of_day += *ms;
  }
  const auto east = zone(in);
  if (!east || !in.done()) return std::nullopt;
  return from_parts({date, *of_day}) + -*east;
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
  Scanner in(trim(text));
  in.word();
  in.literal(',');
  in.spaces();
  Civil date{};
  std::optional<int64_t> of_day;
  if (auto day = in.digits(1, 2)) {
    // "Sun, 06 Nov 1994 08:49:37 GMT" and "Sunday, 06-Nov-94 08:49:37 GMT"
    const bool dashes = in.literal('-');
    in.spaces();
    date.month = month_number(in.word());
    if (dashes && !in.literal('-')) return std::nullopt;
    in.spaces();
    auto year = in.digits(2, 4);
    if (!year) return std::nullopt;
    date.day = *day;
    date.year = *year >= 100 ? *year : *year < 70 ? *year + 2000 : *year + 1900;
    in.spaces();
    of_day = clock_time(in);
  } else {
    // "Sun Nov  6 08:49:37 1994"
    date.month = month_number(in.word());
    in.spaces();
    const auto asctime_day = in.digits(1, 2);
    in.spaces();
    of_day = clock_time(in);
    in.spaces();
    const auto year = in.digits(4, 4);
    if (!asctime_day || !year) return std::nullopt;
    date.day = *asctime_day;
    date.year = *year;
  }
  if (!of_day || !valid(date)) return std::nullopt;
  return from_parts({date, *of_day});
}

Timestamp add_months(Timestamp t, int64_t n) {
  Parts p = parts(t);
  const int64_t month0 = p.date.year * 12 + (p.date.month - 1) + n;
  p.date.year = month0 >= 0 ? month0 / 12 : (month0 - 11) / 12;
  p.date.month = static_cast<int>(month0 - p.date.year * 12) + 1;
  const int last = days_in_month(p.date.year, p.date.month);
  if (p.date.day > last) p.date.day = last;
  return from_parts(p);
}

int64_t whole_months(Timestamp then, Timestamp now) {
  if (then >= now) return 0;
  const Parts a = parts(then), b = parts(now);
  int64_t months = (b.date.year - a.date.year) * 12 + (b.date.month - a.date.month);
  while (months > 0 && add_months(then, months) > now) --months;
  return months;
}

std::string age(Timestamp then, Timestamp now) {
  const int64_t ms = now - then;
  if (ms > -kMinute && ms < kMinute) return "just now";
  return ms > 0 ? span(then, now) + " ago" : "in " + span(now, then);
}

std::string duration(int64_t ms) {
  char out[48];
  if (ms < 10'000) {
    std::snprintf(out, sizeof out, "%.1f s", static_cast<double>(ms) / 1000);
  } else if (ms < kMinute) {
    std::snprintf(out, sizeof out, "%lld s", static_cast<long long>(ms / 1000));
  } else if (ms < kHour) {
    std::snprintf(out, sizeof out, "%lld min %lld s", static_cast<long long>(ms / kMinute),
                  static_cast<long long>(ms % kMinute / 1000));
  } else {
    std::snprintf(out, sizeof out, "%lld h %lld min", static_cast<long long>(ms / kHour),
                  static_cast<long long>(ms % kHour / kMinute));
  }
  return out;
}

}  // namespace lycosa::inline base
