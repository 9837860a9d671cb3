#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

// Looks at texts eight bytes at a time, for the questions that are asked of every text of a page and nearly always
// answered with no.
namespace lycosa::inline extract::quick_look {

constexpr uint64_t each_byte(uint8_t value) {
  return 0x0101010101010101u * value;
}

// Whether a byte of the eight is less than `limit`, which is at most 128.
constexpr bool has_less(uint64_t bytes, uint8_t limit) {
  return ((bytes - each_byte(limit)) & ~bytes & each_byte(0x80)) != 0;
}

// Calls `look` with eight bytes after eight until it says true; the last eight overlap those before, and what is
// shorter is filled up with spaces.
template <class Look>
bool any_eight(std::string_view text, Look look) {
  uint64_t bytes = each_byte(' ');
  if (text.size() < sizeof bytes) {
    std::memcpy(&bytes, text.data(), text.size());
    return look(bytes);
  }
  const size_t last = text.size() - sizeof bytes;
  for (size_t at = 0; at < last; at += sizeof bytes) {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (look(bytes)) return true;
  }
  std::memcpy(&bytes, text.data() + last, sizeof bytes);
  return look(bytes);
}

inline bool has_digit(std::string_view text) {
  return any_eight(text, [](uint64_t bytes) { return has_less(bytes ^ each_byte('0'), 10); });
}

// Nothing but spaces and control characters.
inline bool is_blank(std::string_view text) {
  return !any_eight(text, [](uint64_t bytes) {
    const uint64_t low = bytes & each_byte(0x7f);
    return (((low + each_byte(0x7f - 0x20)) | bytes) & each_byte(0x80)) != 0;
  });
}

}  // namespace lycosa::inline extract::quick_look
