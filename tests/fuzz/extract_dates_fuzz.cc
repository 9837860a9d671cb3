// Any text as a date of a page: what is found is a day that exists.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/time.h"
#include "expand.h"
#include "extract/metadata/dates.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const lycosa::CivilDate& date) {
  require(date.year >= 1970 && date.year <= 9999);
  require(date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31);
  // Its ISO form is read as the same day.
  const auto again = lycosa::find_date(date.iso().substr(0, 10), lycosa::DayOrder::day_first);
  require(!again || again->date.day_number() == date.day_number());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = lycosa::to_valid_utf8(lycosa::fuzzing::expanded(data, size, 64 << 10));
  for (const auto order : {lycosa::DayOrder::day_first, lycosa::DayOrder::month_first}) {
    const auto found = lycosa::find_date(text, order);
    if (found) {
      check(found->date);
      require(found->begin < found->end && found->end <= text.size());
    }
    const auto read = lycosa::read_date(text, order);
    if (read) check(*read);
    if (found || read) require(lycosa::may_hold_date(text));
  }
  if (const auto date = lycosa::date_in_url(text)) check(*date);
  lycosa::month_of(text);
  for (const auto& time : {lycosa::parse_time(text), lycosa::parse_http_date(text)}) {
    if (time) require(lycosa::parse_time(lycosa::rfc3339_ms(*time)) == time);
  }
  return 0;
}
