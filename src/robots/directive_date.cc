#include "robots/directive_date.h"

#include <array>
#include <cstdio>
#include <string>

#include "base/text.h"

namespace lycosa::inline robots {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

struct Zone {
  std::string_view name;
  std::string_view offset;
};

// The zones of RFC 822 and those of Europe.
constexpr std::array kZones = {
    Zone{"z", "Z"},        Zone{"gmt", "Z"},      Zone{"utc", "Z"},       Zone{"ut", "Z"},
    Zone{"est", "-05:00"}, Zone{"edt", "-04:00"}, Zone{"cst", "-06:00"},  Zone{"cdt", "-05:00"},
    Zone{"mst", "-07:00"}, Zone{"mdt", "-06:00"}, Zone{"pst", "-08:00"},  Zone{"pdt", "-07:00"},
    Zone{"cet", "+01:00"}, Zone{"bst", "+01:00"}, Zone{"cest", "+02:00"}, Zone{"eet", "+02:00"},
};

// What was found of a date whose parts come in any order.
struct Found {
  int day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0;
  std::string zone = "Z";
};

int month_of(std::string_view word) {
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (word.size() >= 3 && starts_with_ignoring_case(word, kMonths[i])) return static_cast<int>(i) + 1;
  }
  return 0;
}

bool take_zone(std::string_view word, Found& found) {
  for (const Zone& zone : kZones) {
    if (!equals_ignoring_case(word, zone.name)) continue;
    found.zone = zone.offset;
    return true;
  }
  // "+0200"
  if (word.size() != 5 || (word[0] != '+' && word[0] != '-') || !parse_uint(word.substr(1))) return false;
  found.zone = std::string(word.substr(0, 3)) + ":" + std::string(word.substr(3));
  return true;
}

bool take_clock(std::string_view word, Found& found) {
  const auto parts = split(word, ':');
  if (parts.size() < 2 || parts.size() > 3) return false;
  int* const fields[] = {&found.hour, &found.minute, &found.second};
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto value = parts[i].size() <= 2 ? parse_uint(parts[i]) : std::nullopt;
    if (!value) return false;
    *fields[i] = static_cast<int>(*value);
  }
  return true;
}

bool take_number(std::string_view word, Found& found) {
  const auto value = word.size() <= 4 ? parse_uint(word) : std::nullopt;
  if (!value) return false;
  if (word.size() <= 2 && found.day == 0) {
    found.day = static_cast<int>(*value);
  } else {
    const int year = static_cast<int>(*value);
    found.year = word.size() > 2 ? year : year < 70 ? year + 2000 : year + 1900;
  }
  return true;
}

bool take_word(std::string_view word, Found& found) {
  if (word.find(':') != std::string_view::npos) return take_clock(word, found);
  if (is_ascii_digit(word[0])) return take_number(word, found);
  if (take_zone(word, found)) return true;
  if (const int month = month_of(word)) {
    found.month = month;
    return true;
  }
  // The day's name.
  return found.day == 0 && found.month == 0 && is_ascii_alpha(word[0]);
}

// "25-Aug-2011" is three words, "-0500" is one.
std::string words_of(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool joint = text[i] == '-' && i > 0 && is_ascii_alphanumeric(text[i - 1]);
    out += text[i] == ',' || joint ? ' ' : text[i];
  }
  return collapse_whitespace(out);
}

}  // namespace

std::optional<Timestamp> parse_directive_date(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > 64) return std::nullopt;
  if (const auto time = parse_time(text)) return time;
  Found found;
  const std::string words = words_of(text);
  for (const std::string_view word : split(words, ' ')) {
    if (word.empty() || !take_word(word, found)) return std::nullopt;
  }
  char iso[48];
  std::snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02d%s", found.year, found.month, found.day, found.hour,
                found.minute, found.second, found.zone.c_str());
  return parse_time(iso);
}

}  // namespace lycosa::inline robots
