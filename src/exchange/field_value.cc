#include "exchange/field_value.h"

namespace lycosa::inline exchange {

std::string_view take_until(std::string_view& rest, std::string_view stops) {
  const std::string_view taken = rest.substr(0, rest.find_first_of(stops));
  rest.remove_prefix(taken.size());
  return taken;
}

std::string take_quoted(std::string_view& rest) {
  std::string value;
  size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    value += rest[i];
  }
  rest.remove_prefix(i < rest.size() ? i + 1 : rest.size());
  return value;
}

}  // namespace lycosa::inline exchange
