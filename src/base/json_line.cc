#include "base/json_line.h"

#include "base/text.h"

namespace lycosa::inline base {
namespace {

constexpr int kNone = -1;

// The code unit that "\uXXXX" at `at` writes, or kNone.
int unit_at(std::string_view text, size_t at) {
  if (text.substr(at, 2) != "\\u" || at + 6 > text.size()) return kNone;
  int unit = 0;
  for (const char c : text.substr(at + 2, 4)) {
    const char lower = ascii_lower(c);
    if (!is_ascii_digit(c) && (lower < 'a' || lower > 'f')) return kNone;
    unit = unit * 16 + (is_ascii_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  return unit;
}

constexpr bool is_high(int unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
constexpr bool is_low(int unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

// In a JSON text a backslash stands only at the start of an escape, so the escapes can be found without a parser.
std::string without_lone_surrogates(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const int unit = text[i] == '\\' ? unit_at(text, i) : kNone;
    size_t length = text[i] == '\\' ? 2 : 1;
    if (unit != kNone) length = is_high(unit) && is_low(unit_at(text, i + 6)) ? 12 : 6;
    if (length == 6 && (is_high(unit) || is_low(unit))) {
      out += "\\ufffd";
    } else {
      out += text.substr(i, length);
    }
    i += length;
  }
  return out;
}

}  // namespace

std::optional<nlohmann::json> read_json_line(std::string_view line) {
  const std::string text = without_lone_surrogates(to_valid_utf8(line));
  auto value = nlohmann::json::parse(text, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  return value;
}

std::string json_line(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace lycosa::inline base
