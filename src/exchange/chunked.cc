#include "exchange/chunked.h"

#include <cstdint>

#include "base/text.h"

namespace lycosa::inline exchange {
namespace {

constexpr int hex_digit(char c) {
  if (is_ascii_digit(c)) return c - '0';
  char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Takes a line `size [;extension]` off `rest`. Blanks around the size are common, bare line feeds occur.
std::optional<uint64_t> take_size_line(std::string_view& rest) {
  uint64_t size = 0;
  size_t digits = 0;
  while (digits < rest.size() && hex_digit(rest[digits]) >= 0) {
    if (size >> 60 != 0) return std::nullopt;
    size = size * 16 + static_cast<uint64_t>(hex_digit(rest[digits++]));
  }
  if (digits == 0 || digits == rest.size()) return std::nullopt;
  if (std::string_view(" \t;\r\n").find(rest[digits]) == std::string_view::npos) return std::nullopt;
  size_t end = rest.find('\n', digits);
  if (end == std::string_view::npos) return std::nullopt;
  rest.remove_prefix(end + 1);
  return size;
}

// Takes the line end behind a chunk's data.
bool take_line_end(std::string_view& rest) {
  size_t length = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
  rest.remove_prefix(length);
  return length != 0;
}

}  // namespace

std::optional<Unchunked> unchunk(std::string_view body, size_t limit) {
  Unchunked result;
  std::string_view rest = body;
  std::optional<uint64_t> size = take_size_line(rest);
  if (!size) return body.empty() ? std::optional(result) : std::nullopt;
  while (size && *size != 0) {
    std::string_view data = rest.substr(0, *size);
    rest.remove_prefix(data.size());
    if (data.size() > limit - result.bytes.size()) {
      result.bytes += data.substr(0, limit - result.bytes.size());
      return result;
    }
    result.bytes += data;
    if (data.size() < *size || !take_line_end(rest)) return result;
    size = take_size_line(rest);
  }
  result.whole = size.has_value();
  return result;
}

}  // namespace lycosa::inline exchange
