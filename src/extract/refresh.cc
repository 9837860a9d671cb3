#include "extract/refresh.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline extract {
namespace {

class RefreshReader {
 public:
  explicit RefreshReader(std::string_view value) : rest_(value) {}

  std::optional<RefreshValue> read() {
    skip_spaces();
    RefreshValue found;
    const std::string_view digits = take_while([](char c) { return is_ascii_digit(c); });
    if (digits.empty() && !rest_.starts_with('.')) return std::nullopt;
    if (!digits.empty()) found.seconds = number(digits);
    take_while([](char c) { return is_ascii_digit(c) || c == '.'; });
    if (rest_.empty()) return found;
    if (!is_separator(rest_.front()) && !is_ascii_whitespace(rest_.front())) return std::nullopt;
    skip_spaces();
    if (!rest_.empty() && is_separator(rest_.front())) rest_.remove_prefix(1);
    skip_spaces();
    if (!rest_.empty()) found.address = read_address();
    return found;
  }

 private:
  static bool is_separator(char c) { return c == ';' || c == ','; }

  static int64_t number(std::string_view digits) {
    const uint64_t value = parse_uint(digits).value_or(INT64_MAX);
    return static_cast<int64_t>(std::min<uint64_t>(value, INT64_MAX));
  }

  template <class Accepts>
  std::string_view take_while(Accepts accepts) {
    size_t end = 0;
    while (end < rest_.size() && accepts(rest_[end])) ++end;
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return taken;
  }

  void skip_spaces() { take_while(is_ascii_whitespace); }

  // Behind "url =", which may be missing, but not in part: then it begins the address.
  std::string_view read_address() {
    const std::string_view whole = rest_;
    if (starts_with_ignoring_case(rest_, "url")) {
      rest_.remove_prefix(3);
      skip_spaces();
      if (!rest_.starts_with('=')) return whole;
      rest_.remove_prefix(1);
      skip_spaces();
    }
    if (!rest_.starts_with('"') && !rest_.starts_with('\'')) return rest_;
    const char quote = rest_.front();
    rest_.remove_prefix(1);
    return rest_.substr(0, rest_.find(quote));
  }

  std::string_view rest_;
};

}  // namespace

std::optional<RefreshValue> read_refresh(std::string_view value) {
  return RefreshReader(value).read();
}

}  // namespace lycosa::inline extract
