#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

// Percent-encoding and the code point sets of the URL standard, sections 1.3 and 3.1, over UTF-8 bytes: every byte over
// 0x7E is in every percent-encode set, so that whole characters are encoded byte by byte.
namespace lycosa::inline url::percent {

// A set is one bit of a byte's entry in kSets.
enum Set : uint8_t {
  c0_control = 1,
  fragment = 2,
  query = 4,
  special_query = 8,
  path = 16,
  userinfo = 32,
  forbidden_host = 64,     // forbidden host code points
  forbidden_domain = 128,  // forbidden domain code points
};

namespace detail {
constexpr bool any_of(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

constexpr uint8_t sets_of(unsigned byte) {
  const char c = static_cast<char>(byte);
  const bool control = byte < 0x20 || byte > 0x7e;
  const bool in_query = control || any_of(" \"#<>", c);
  const bool in_path = in_query || any_of("?^`{}", c);
  const bool bad_host = byte == 0 || any_of("\t\n\r #/:<>?@[\\]^|", c);
  const bool bad_domain = bad_host || byte < 0x20 || byte == 0x7f || c == '%';
  return static_cast<uint8_t>((control ? c0_control : 0) | (control || any_of(" \"<>`", c) ? fragment : 0) |
                              (in_query ? query : 0) | (in_query || c == '\'' ? special_query : 0) |
                              (in_path ? path : 0) | (in_path || any_of("/:;=@[\\]|", c) ? userinfo : 0) |
                              (bad_host ? forbidden_host : 0) | (bad_domain ? forbidden_domain : 0));
}

constexpr std::array<uint8_t, 256> make_sets() {
  std::array<uint8_t, 256> table{};
  for (unsigned i = 0; i < 256; ++i) table[i] = sets_of(i);
  return table;
}
}  // namespace detail

inline constexpr std::array<uint8_t, 256> kSets = detail::make_sets();

constexpr bool contains(Set set, char c) {
  return (kSets[static_cast<unsigned char>(c)] & set) != 0;
}

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte that "%xx" at `at` stands for, or -1 when there is none.
constexpr int escaped_byte(std::string_view text, size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') return -1;
  const int high = hex_value(text[at + 1]), low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

// "%C3" of 0xC3.
void append_escape(std::string& out, char byte);
// `text` with every byte of `set` escaped. What is escaped already stays as it is.
void append_encoded(std::string& out, std::string_view text, Set set);
// Every "%xx" becomes its byte; anything else stays.
std::string decode(std::string_view text);

}  // namespace lycosa::inline url::percent
