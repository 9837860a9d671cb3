#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace lycosa::inline base {

// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Timestamp {
  int64_t ms = 0;

  // A store may have any number: what is some 70 million years away is bounded, so that differences can be told.
  static Timestamp from_seconds(int64_t seconds) {
    constexpr int64_t kMost = std::numeric_limits<int64_t>::max() / 4000;
    return {std::clamp(seconds, -kMost, kMost) * 1000};
  }
  // Whole seconds, rounded down.
  int64_t seconds() const { return ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000); }
  auto operator<=>(const Timestamp&) const = default;
};

inline Timestamp operator+(Timestamp t, int64_t ms) {
  return {t.ms + ms};
}
inline int64_t operator-(Timestamp a, Timestamp b) {
  return a.ms - b.ms;
}

// RFC 3339 in UTC to the second: "2026-04-10T17:37:08Z".
std::string rfc3339(Timestamp t);
// As a report shows it: "2026-04-10 17:37:08".
std::string date_and_time(Timestamp t);
// WARC-Date and logs, to the millisecond: "2026-04-10T17:37:08.123Z".
std::string rfc3339_ms(Timestamp t);

// Reads RFC 3339 ("2026-04-10T17:37:08Z", with a fraction or an offset too), "2026-04-10 17:37:08" and "2026-04-10"
// (UTC); nothing else. Years 1 to 9999.
std::optional<Timestamp> parse_time(std::string_view text);
// Reads an HTTP-date in its three forms (RFC 9110, section 5.6.7).
std::optional<Timestamp> parse_http_date(std::string_view text);

// The same day and time n months later (earlier when negative); a day that the month lacks becomes its last.
// As addMonths of ClickHouse: 31 August less 6 months is 28 February.
Timestamp add_months(Timestamp t, int64_t n);
// Whole months from `then` to `now`: 0 when `then` is later.
int64_t whole_months(Timestamp then, Timestamp now);
// "just now", "5 minutes ago", "1 day ago", "3 years ago"; "in 2 hours" when `then` is later. Rounded down.
std::string age(Timestamp then, Timestamp now);
// "0.4 s", "12 s", "3 min 20 s", "2 h 5 min": a length of time for a person.
std::string duration(int64_t ms);

}  // namespace lycosa::inline base
