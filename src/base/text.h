#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lycosa::inline base {

// ASCII only, as the web standards mean it; locale never matters.
constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_ascii_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_ascii_alphanumeric(char c) {
  return is_ascii_digit(c) || is_ascii_alpha(c);
}
// Tab, line feed, form feed, carriage return, space.
constexpr bool is_ascii_whitespace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
std::string ascii_lower(std::string_view text);
// a == b, for a literal b: compiles to a comparison of the length and of a word or two, without a call.
[[gnu::always_inline]] inline bool is_literal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::char_traits<char>::compare(a.data(), b.data(), b.size()) == 0;
}
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// Without ASCII whitespace at both ends.
inline std::string_view trim(std::string_view text) {
  size_t begin = 0;
  size_t end = text.size();
  while (begin < end && is_ascii_whitespace(text[begin])) ++begin;
  while (end > begin && is_ascii_whitespace(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}
// The parts between separators; n separators give n+1 parts.
std::vector<std::string_view> split(std::string_view text, char separator);
// Runs of ASCII whitespace become one space, none at the ends.
std::string collapse_whitespace(std::string_view text);
// A decimal number that fills the whole text, or nothing.
std::optional<uint64_t> parse_uint(std::string_view text);

bool is_valid_utf8(std::string_view bytes);
// Every maximal ill-formed part becomes U+FFFD (Encoding standard, «UTF-8 decode»).
std::string to_valid_utf8(std::string_view bytes);
// Appends the UTF-8 form of a scalar value; surrogates and values over 0x10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t c);
// The longest prefix of at most `limit` bytes that does not cut a character of valid UTF-8.
std::string_view utf8_prefix(std::string_view text, size_t limit);

// Makes text from the web safe to show: C0, C1, DEL and bidi controls become visible escapes (\x1b, \u202e), bytes that
// are not UTF-8 too. Tab and line feed stay when `keep_lines`, else they are escaped as well.
std::string visible(std::string_view text, bool keep_lines = false);

// How many terminal columns valid UTF-8 takes (East Asian wide counts 2, combining 0), as wcwidth would say.
size_t display_width(std::string_view text);

}  // namespace lycosa::inline base
