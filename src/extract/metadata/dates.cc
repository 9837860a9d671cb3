#include "extract/metadata/dates.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"
#include "extract/metadata/date_tokens.h"

namespace lycosa::inline extract {
namespace {

constexpr size_t kTextLimit = 4096;
constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2099;

int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<size_t>(month - 1)];
}

bool is_day(uint64_t year, uint64_t month, uint64_t day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) return false;
  return day <= static_cast<uint64_t>(days_in(static_cast<int>(year), static_cast<int>(month)));
}

void append_digits(std::string& out, int value, int digits) {
  for (int scale = digits == 4 ? 1000 : 10; scale != 0; scale /= 10) out += static_cast<char>('0' + value / scale % 10);
}

// Goes along the tokens and tries each way to write a date at each number or month.
class DateScanner {
 public:
  DateScanner(std::string_view text, DayOrder order) : text_(text), order_(order), tokens_(text) {}

  std::optional<FoundDate> find() {
    // A date begins with a number, or with a month's name not far before one.
    size_t after_number = 0;
    for (size_t i = 0; tokens_.has(i); ++i) {
      if (tokens_[i].kind != Kind::number) continue;
      for (size_t word = std::max(after_number, i - std::min(i, kMostBetween + 1)); word < i; ++word) {
        if (is_month(word) && month_day_year(word)) return found_at(word);
      }
      if (number_begins_date(i)) return found_at(i);
      after_number = i + 1;
    }
    return std::nullopt;
  }

 private:
  using Kind = DateToken::Kind;
  static constexpr size_t kMostBetween = 6;  // tokens between the parts of a date

  FoundDate found_at(size_t i) {
    found_.begin = tokens_[i].begin;
    read_time();
    found_.end = tokens_[next_ - 1].end;
    return found_;
  }

  bool number_begins_date(size_t i) {
    if (tokens_[i].digits == 8 || tokens_[i].digits == 14) return compact(i);
    if (tokens_[i].digits == 4) return year_first(i);
    if (tokens_[i].digits > 2) return false;
    return day_month_year(i) || numeric(i);
  }

  bool is_number(size_t i) const { return tokens_.has(i) && tokens_[i].kind == Kind::number; }
  bool is_month(size_t i) const { return tokens_.month(i) != 0; }
  uint64_t month_at(size_t i) const { return static_cast<uint64_t>(tokens_.month(i)); }
  bool is_space(size_t i) const { return tokens_.has(i) && tokens_[i].kind == Kind::space; }
  bool is_sign(size_t i, char c) const {
    return tokens_.has(i) && tokens_[i].kind == Kind::sign && tokens_[i].sign == c;
  }
  bool is_word(size_t i) const { return tokens_.has(i) && tokens_[i].kind == Kind::word; }
  uint64_t number(size_t i) const { return tokens_[i].number; }
  std::string_view word(size_t i) const { return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin); }
  bool is_word(size_t i, std::string_view wanted) const { return is_word(i) && equals_ignoring_case(word(i), wanted); }

  bool accept(uint64_t year, uint64_t month, uint64_t day, size_t next) {
    if (!is_day(year, month, day)) return false;
    found_.date = {static_cast<int>(year), static_cast<int>(month), static_cast<int>(day), {}};
    next_ = next;
    return true;
  }

  size_t skip_space(size_t i) const { return is_space(i) ? i + 1 : i; }

  // What may stand between the parts of a date in words: «3. März 2021», «3 de marzo del 2021», «March 3rd, 2021».
  size_t skip_between(size_t i) const {
    for (int steps = 0; steps < static_cast<int>(kMostBetween) && tokens_.has(i); ++steps, ++i) {
      if (is_space(i) || is_sign(i, '.') || is_sign(i, ',') || is_sign(i, '-') || is_sign(i, '/') || is_sign(i, '\''))
        continue;
      if (is_word(i) && is_particle(word(i))) continue;
      // º and ª of «1º de marzo» are words by their category.
      if (is_word(i) && (word(i) == "\xc2\xba" || word(i) == "\xc2\xaa")) continue;
      break;
    }
    return i;
  }

  static bool is_particle(std::string_view w) {
    if (w.size() > 3) return false;
    for (const std::string_view p :
         {"st", "nd", "rd", "th", "er", "de", "del", "d", "of", "th", "a", "e", "den", "di"}) {
      if (equals_ignoring_case(w, p)) return true;
    }
    return false;
  }

  // 20210303 and 20210303123000.
  bool compact(size_t i) {
    uint64_t day = number(i);
    const bool timed = tokens_[i].digits == 14;
    if (timed) day /= 1'000'000;
    return accept(day / 10000, day / 100 % 100, day % 100, i + 1);
  }

  // 2021-03-03, 2021/3/3, 2021. 3. 3., 2021年3月3日, 2021 m. kovo 3 d., 2021. március 3.
  bool year_first(size_t i) {
    size_t at = i + 1;
    if (is_ideograph_of(at, "\xe5\xb9\xb4") || is_ideograph_of(at, "\xeb\x85\x84")) return ideographic(i);
    const char sign = tokens_.has(at) && tokens_[at].kind == Kind::sign ? tokens_[at].sign : '\0';
    if (sign == '-' || sign == '/' || sign == '.') {
      const size_t month = skip_space(at + 1);
      const size_t second = month + 1;
      if (is_number(month) && tokens_[month].digits <= 2 && is_sign(second, sign)) {
        const size_t day = skip_space(second + 1);
        if (is_number(day) && tokens_[day].digits <= 2) return accept(number(i), number(month), number(day), day + 1);
      }
    }
    if (is_word(at + 1, "m")) at += 2;
    at = skip_between(at);
    if (!is_month(at)) return false;
    const size_t day = skip_between(at + 1);
    if (!is_number(day) || tokens_[day].digits > 2) return false;
    return accept(number(i), month_at(at), number(day), day + 1);
  }

  bool is_ideograph_of(size_t i, std::string_view sign) const { return is_word(i) && word(i).starts_with(sign); }

  bool ideographic(size_t i) {
    const size_t month = skip_space(i + 2);
    if (!is_number(month) || !is_word(month + 1)) return false;
    const size_t day = skip_space(month + 2);
    if (!is_number(day) || !is_word(day + 1)) return false;
    return accept(number(i), number(month), number(day), day + 2);
  }

  // 3. März 2021, 3 March 2021, 3-Mar-21
  bool day_month_year(size_t i) {
    const size_t month = skip_between(i + 1);
    if (month == i + 1 || !is_month(month)) return false;
    const size_t year = skip_between(month + 1);
    if (!is_number(year)) return false;
    return accept(full_year(year), month_at(month), number(i), year + 1);
  }

  // March 3, 2021; Tue Mar 03 2021; Mar 3 12:00:00 2021 is left alone.
  bool month_day_year(size_t i) {
    const size_t day = skip_between(i + 1);
    if (!is_number(day) || tokens_[day].digits > 2) return false;
    const size_t year = skip_between(day + 1);
    if (year == day + 1 || !is_number(year) || tokens_[year].digits != 4) return false;
    return accept(number(year), month_at(i), number(day), year + 1);
  }

  uint64_t full_year(size_t i) const {
    if (tokens_[i].digits == 4) return number(i);
    return tokens_[i].digits == 2 ? 2000 + number(i) : 0;
  }

  // 3.3.2021, 03/03/2021, 3-3-2021, 03.03.21
  bool numeric(size_t i) {
    if (i > 0 && tokens_[i - 1].kind == Kind::sign && tokens_[i - 1].sign != '(' && tokens_[i - 1].sign != ',' &&
        tokens_[i - 1].sign != '|' && tokens_[i - 1].sign != ':' && tokens_[i - 1].sign != '\0') {
      return false;
    }
    const size_t sign = skip_space(i + 1);
    if (!tokens_.has(sign) || tokens_[sign].kind != Kind::sign) return false;
    const char c = tokens_[sign].sign;
    if (c != '.' && c != '/' && c != '-') return false;
    if (c == '-' && sign != i + 1) return false;
    const size_t middle = skip_space(sign + 1);
    if (!is_number(middle) || tokens_[middle].digits > 2) return false;
    const size_t second = skip_space(middle + 1);
    if (!is_sign(second, c)) return false;
    const size_t year = skip_space(second + 1);
    if (!is_number(year) || (tokens_[year].digits != 4 && is_sign(year + 1, c))) return false;
    const bool month_first = c == '/' && order_ == DayOrder::month_first;
    const uint64_t day = number(month_first ? middle : i);
    const uint64_t month = number(month_first ? i : middle);
    // Where one order gives no day, the other is meant.
    return accept(full_year(year), month, day, year + 1) || (c != '.' && accept(full_year(year), day, month, year + 1));
  }

  // «T17:37:08+02:00», « um 17:37 Uhr», « at 5:37 pm».
  void read_time() {
    size_t at = next_;
    for (int steps = 0; steps < 5 && tokens_.has(at) && !is_number(at); ++steps) ++at;
    if (at == next_ || !is_number(at) || tokens_[at].digits > 2 || !is_sign(at + 1, ':') || !is_number(at + 2) ||
        tokens_[at + 2].digits != 2) {
      return;
    }
    uint64_t hour = number(at);
    const uint64_t minute = number(at + 2);
    uint64_t second = 0;
    size_t end = at + 3;
    if (is_sign(end, ':') && is_number(end + 1) && tokens_[end + 1].digits == 2) {
      second = number(end + 1);
      end += 2;
      if (is_sign(end, '.') && is_number(end + 1)) end += 2;
    }
    const size_t half = skip_space(end);
    if (is_word(half, "pm") || is_word(half, "am")) {
      hour = hour % 12 + (is_word(half, "pm") ? 12 : 0);
      end = half + 1;
    }
    if (hour > 23 || minute > 59 || second > 60) return;
    std::string& time = found_.date.time;
    for (const uint64_t part : {hour, minute, second}) {
      time += time.empty() ? 'T' : ':';
      append_digits(time, static_cast<int>(part), 2);
    }
    next_ = end;
    read_zone();
  }

  // Z, +02:00, +0200, +02.
  void read_zone() {
    if (is_word(next_, "z")) {
      found_.date.time += 'Z';
      ++next_;
      return;
    }
    const size_t sign = skip_space(next_);
    if (!is_sign(sign, '+') && !is_sign(sign, '-')) return;
    if (!is_number(sign + 1)) return;
    const DateToken& hours = tokens_[sign + 1];
    size_t end = sign + 2;
    uint64_t minutes = 0;
    uint64_t hour = hours.number;
    if (hours.digits == 4) {
      minutes = hour % 100;
      hour /= 100;
    } else if (hours.digits == 2 && is_sign(end, ':') && is_number(end + 1)) {
      minutes = number(end + 1);
      end += 2;
    } else if (hours.digits != 2) {
      return;
    }
    if (hour > 15 || minutes > 59) return;
    std::string& time = found_.date.time;
    time += tokens_[sign].sign;
    append_digits(time, static_cast<int>(hour), 2);
    time += ':';
    append_digits(time, static_cast<int>(minutes), 2);
    next_ = end;
  }

  std::string_view text_;
  DayOrder order_;
  mutable DateTokens tokens_;  // read as they are looked at
  FoundDate found_;
  size_t next_ = 0;
};

}  // namespace

int64_t CivilDate::day_number() const {
  // Years of this count begin in March, so that the day of a leap year is their last.
  const int64_t y = year - (month <= 2);
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return 365 * y + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

std::string CivilDate::iso() const {
  std::string text;
  text.reserve(10 + time.size());
  append_digits(text, year % 10000, 4);
  text += '-';
  append_digits(text, month, 2);
  text += '-';
  append_digits(text, day, 2);
  return text + time;
}

DayOrder day_order_of(std::string_view language) {
  // The United States write the month first; English without a country is mostly theirs.
  const bool english = starts_with_ignoring_case(language, "en");
  const bool american = language.size() <= 2 || equals_ignoring_case(language.substr(2), "-us") ||
                        equals_ignoring_case(language.substr(2), "_us");
  return english && american ? DayOrder::month_first : DayOrder::day_first;
}

bool may_hold_date(std::string_view text) {
  int short_numbers = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (!is_ascii_digit(text[at])) continue;
    const size_t begin = at;
    while (at < text.size() && is_ascii_digit(text[at])) ++at;
    switch (at - begin) {
      case 1:
      case 2:
        // A day and a year of two digits, with the month between them in words or in numbers.
        if (++short_numbers == 2) return true;
        break;
      case 4:
        if (text.substr(begin, 2) == "20" || text.substr(begin, 3) == "199") return true;
        break;
      case 8:
      case 10:
      case 13:
      case 14:
        return true;
      default:
        break;
    }
  }
  return false;
}

std::optional<FoundDate> find_date(std::string_view text, DayOrder order) {
  text = utf8_prefix(text, kTextLimit);
  if (!may_hold_date(text)) return std::nullopt;
  return DateScanner(text, order).find();
}

std::optional<CivilDate> read_date(std::string_view value, DayOrder order) {
  value = trim(value);
  if (value.size() == 10 || value.size() == 13) {
    if (const auto since_1970 = parse_uint(value)) {
      const auto seconds = static_cast<int64_t>(value.size() == 13 ? *since_1970 / 1000 : *since_1970);
      return read_date(rfc3339(Timestamp::from_seconds(seconds)), order);
    }
  }
  const auto found = find_date(value, order);
  return found ? std::optional(found->date) : std::nullopt;
}

std::optional<CivilDate> date_in_url(std::string_view path) {
  path = path.substr(0, 2048);
  const auto digits_at = [&](size_t at, size_t count) {
    for (size_t i = at; i < at + count; ++i) {
      if (i >= path.size() || !is_ascii_digit(path[i])) return false;
    }
    return at + count >= path.size() || !is_ascii_digit(path[at + count]);
  };
  const auto value = [&](size_t at, size_t count) { return *parse_uint(path.substr(at, count)); };
  const auto date = [](uint64_t year, uint64_t month, uint64_t day) -> std::optional<CivilDate> {
    if (!is_day(year, month, day)) return std::nullopt;
    return CivilDate{static_cast<int>(year), static_cast<int>(month), static_cast<int>(day), {}};
  };
  for (size_t at = 0; at < path.size(); ++at) {
    if (!is_ascii_digit(path[at]) || (at > 0 && is_ascii_alphanumeric(path[at - 1]))) continue;
    if (digits_at(at, 8)) {
      if (auto found = date(value(at, 4), value(at + 4, 2), value(at + 6, 2))) return found;
    } else if (digits_at(at, 4) && at + 4 < path.size()) {
      const char sign = path[at + 4];
      if (sign != '/' && sign != '-' && sign != '_' && sign != '.') continue;
      const size_t month_digits = digits_at(at + 5, 2) ? 2 : digits_at(at + 5, 1) ? 1 : 0;
      const size_t second = at + 5 + month_digits;
      if (month_digits == 0 || second >= path.size() || path[second] != sign) continue;
      const size_t day_digits = digits_at(second + 1, 2) ? 2 : digits_at(second + 1, 1) ? 1 : 0;
      if (day_digits == 0) continue;
      if (auto found = date(value(at, 4), value(at + 5, month_digits), value(second + 1, day_digits))) return found;
    } else if (digits_at(at, 2) && at + 10 <= path.size() && (path[at + 2] == '-' || path[at + 2] == '.') &&
               digits_at(at + 3, 2) && path[at + 5] == path[at + 2] && digits_at(at + 6, 4)) {
      if (auto found = date(value(at + 6, 4), value(at + 3, 2), value(at, 2))) return found;
    }
  }
  return std::nullopt;
}

}  // namespace lycosa::inline extract
