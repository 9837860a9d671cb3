#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "record/record.h"

// How times, numbers, bans and values are written in evidence and notes.
namespace lycosa::inline verdict {

// "14:05:00 UTC" on the day of `now`, else with the date.
std::string time_of_day(Timestamp t, Timestamp now);
// A text as SQL writes it: 'it''s'.
std::string sql_literal(std::string_view text);
// "0.83": the shortest text that reads back as the number.
std::string number_text(double value);
// "host a.example, bans.txt:3"
std::string ban_text(const BanRow& ban);

}  // namespace lycosa::inline verdict
