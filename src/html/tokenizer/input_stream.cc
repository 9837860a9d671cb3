#include "html/tokenizer/input_stream.h"

#include <cstring>

namespace lycosa::html {

bool normalise_newlines(std::string_view text, PodVector<char>& out) {
  const char* p = text.data();
  const char* end = p + text.size();
  const auto* found = static_cast<const char*>(text.empty() ? nullptr : std::memchr(p, '\r', text.size()));
  if (found == nullptr) return false;
  out.reserve(text.size());
  char* to = out.extend(text.size());
  char* const begin = to;
  while (found != nullptr) {
    const auto kept = static_cast<size_t>(found - p);
    std::memcpy(to, p, kept);
    to += kept;
    p = found + 1;
    if (p == end || *p != '\n') *to++ = '\n';
    found = static_cast<const char*>(p == end ? nullptr : std::memchr(p, '\r', static_cast<size_t>(end - p)));
  }
  std::memcpy(to, p, static_cast<size_t>(end - p));
  to += end - p;
  out.truncate(static_cast<size_t>(to - begin));
  return true;
}

namespace {

struct Decoded {
  uint32_t code;
  size_t length;
};

// The code at a position. Surrogates are read as UTF-8 would write them if it did; a byte that is no UTF-8 is 0xFFFD.
Decoded decode_at(std::string_view s, size_t i) {
  const auto byte = [&](size_t k) { return static_cast<uint32_t>(static_cast<unsigned char>(s[k])); };
  const uint32_t first = byte(i);
  if (first < 0x80) return {first, 1};
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC0 || i + length > s.size()) return {0xFFFD, 1};
  uint32_t code = first & (0xFFu >> (length + 1));
  for (size_t k = 1; k < length; ++k) code = code << 6 | (byte(i + k) & 0x3F);
  return {code, length};
}

bool is_input_control(uint32_t code) {
  if (code == '\t' || code == '\n' || code == '\f' || code == 0) return false;
  return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

// Could one of these bytes be, or begin, an error? Plain enough that the compiler makes vector code of it.
constexpr size_t kBlock = 32;
bool is_suspect(const char* block) {
  unsigned char suspect = 0;
  for (size_t i = 0; i < kBlock; ++i) {
    const auto c = static_cast<unsigned char>(block[i]);
    const bool control = (c < 0x20) & (c != '\t') & (c != '\n') & (c != '\f');
    suspect |= static_cast<unsigned char>(control | (c == 0x7F) | (c == 0xC2) | (c == 0xED) | (c >= 0xEF));
  }
  return suspect != 0;
}

}  // namespace

void find_input_errors(std::string_view source, const std::function<void(ParseErrorKind, size_t)>& found) {
  for (size_t i = 0, suspect_until = 0; i < source.size();) {
    if (i >= suspect_until && i + kBlock <= source.size()) {
      if (!is_suspect(source.data() + i)) {
        i += kBlock;
        continue;
      }
      suspect_until = i + kBlock;
    }
    // A block can begin inside a character; the rest of that is no error.
    const Decoded c = decode_at(source, i);
    if (c.code >= 0xD800 && c.code <= 0xDFFF) {
      found(ParseErrorKind::surrogate_in_input_stream, i);
    } else if ((c.code >= 0xFDD0 && c.code <= 0xFDEF) || (c.code & 0xFFFE) == 0xFFFE) {
      found(ParseErrorKind::noncharacter_in_input_stream, i);
    } else if (is_input_control(c.code)) {
      found(ParseErrorKind::control_character_in_input_stream, i);
    }
    i += c.length;
  }
}

}  // namespace lycosa::html
