#include "verdict/wording.h"

#include <charconv>

namespace lycosa::inline verdict {

std::string time_of_day(Timestamp t, Timestamp now) {
  const std::string text = date_and_time(t);
  const bool same_day = text.substr(0, 10) == date_and_time(now).substr(0, 10);
  return (same_day && text.size() > 11 ? text.substr(11) : text) + " UTC";
}

std::string number_text(double value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end.ptr};
}

std::string sql_literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::string ban_text(const BanRow& ban) {
  std::string text = (ban.rule == "domain" ? "domain " : "host ") + ban.target + ", " + ban.source;
  if (!ban.reason.empty()) text += " («" + ban.reason + "»)";
  return text;
}

}  // namespace lycosa::inline verdict
