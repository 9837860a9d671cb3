#include "base/text.h"

#include <cstdio>
#include <cstring>

namespace lycosa::inline base {
namespace {

// One step over UTF-8: the scalar value there, or nothing when the bytes are ill-formed, and how many bytes it takes
// (of an ill-formed sequence, its maximal subpart, at least one).
struct Step {
  std::optional<char32_t> value;
  size_t bytes;
};

Step decode_step(std::string_view s) {
  const auto at = [&](size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return {first, 1};
  size_t need;
  unsigned char low = 0x80, high = 0xbf;  // bounds of the second byte (Encoding standard, UTF-8 decoder)
  char32_t value;
  if (first >= 0xc2 && first <= 0xdf) {
    need = 1;
    value = first & 0x1f;
  } else if (first >= 0xe0 && first <= 0xef) {
    need = 2;
    value = first & 0x0f;
    if (first == 0xe0) low = 0xa0;
    if (first == 0xed) high = 0x9f;
  } else if (first >= 0xf0 && first <= 0xf4) {
    need = 3;
    value = first & 0x07;
    if (first == 0xf0) low = 0x90;
    if (first == 0xf4) high = 0x8f;
  } else {
    return {std::nullopt, 1};
  }
  for (size_t i = 1; i <= need; ++i) {
    if (i >= s.size() || at(i) < low || at(i) > high) return {std::nullopt, i};
    value = value << 6 | (at(i) & 0x3f);
    low = 0x80;
    high = 0xbf;
  }
  return {value, need + 1};
}

// How many bytes at the beginning are ASCII, eight at a time: most of most texts.
size_t ascii_run(std::string_view text) {
  size_t at = 0;
  for (uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

bool is_bidi_control(char32_t c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

// Characters that change how a terminal or a person reads what follows: controls, bidi marks, line separators,
// invisible tags and the byte order mark.
bool is_unsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || is_bidi_control(c) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
         (c >= 0xe0000 && c <= 0xe007f);
}

void append_escape(std::string& out, char32_t c) {
  char escape[16];
  std::snprintf(escape, sizeof escape,
                c < 0x100     ? "\\x%02x"
                : c < 0x10000 ? "\\u%04x"
                              : "\\U%08x",
                static_cast<unsigned>(c));
  out += escape;
}

bool is_combining(char32_t c) {
  return (c >= 0x0300 && c <= 0x036f) || (c >= 0x0483 && c <= 0x0489) || (c >= 0x0591 && c <= 0x05bd) ||
         (c >= 0x0610 && c <= 0x061a) || (c >= 0x064b && c <= 0x065f) || (c >= 0x0900 && c <= 0x0902) ||
         (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x200b && c <= 0x200d) ||
         (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xfe20 && c <= 0xfe2f);
}

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0x303e) || (c >= 0x3041 && c <= 0x33ff) ||
         (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xa000 && c <= 0xa4cf) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) ||
         (c >= 0xff00 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1f64f) ||
         (c >= 0x1f680 && c <= 0x1f6ff) || (c >= 0x1f900 && c <= 0x1f9ff) || (c >= 0x20000 && c <= 0x3fffd);
}

}  // namespace

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_lower(c);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (size_t i = 0; i < prefix.size(); ++i) {
    if (ascii_lower(text[i]) != ascii_lower(prefix[i])) return false;
  }
  return true;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string collapse_whitespace(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    if (!is_ascii_whitespace(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::optional<uint64_t> parse_uint(std::string_view text) {
  if (text.empty()) return std::nullopt;
  uint64_t value = 0;
  for (char c : text) {
    if (!is_ascii_digit(c)) return std::nullopt;
    const auto digit = static_cast<uint64_t>(c - '0');
    if (value > (UINT64_MAX - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

bool is_valid_utf8(std::string_view bytes) {
  while (true) {
    bytes.remove_prefix(ascii_run(bytes));
    if (bytes.empty()) return true;
    const Step step = decode_step(bytes);
    if (!step.value) return false;
    bytes.remove_prefix(step.bytes);
  }
}

std::string to_valid_utf8(std::string_view bytes) {
  if (is_valid_utf8(bytes)) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const Step step = decode_step(bytes);
    if (step.value) {
      out += bytes.substr(0, step.bytes);
    } else {
      append_utf8(out, 0xfffd);
    }
    bytes.remove_prefix(step.bytes);
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = 0xfffd;
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
  } else {
    if (c < 0x10000) {
      out += static_cast<char>(0xe0 | c >> 12);
    } else {
      out += static_cast<char>(0xf0 | c >> 18);
      out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    }
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
  }
  out += static_cast<char>(0x80 | (c & 0x3f));
}

std::string_view utf8_prefix(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string visible(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Step step = decode_step(text);
    const bool kept_control = keep_lines && (text[0] == '\n' || text[0] == '\t');
    if (!step.value) {
      for (char c : text.substr(0, step.bytes)) append_escape(out, static_cast<unsigned char>(c));
    } else if (is_unsafe(*step.value) && !kept_control) {
      append_escape(out, *step.value);
    } else {
      out += text.substr(0, step.bytes);
    }
    text.remove_prefix(step.bytes);
  }
  return out;
}

size_t display_width(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const Step step = decode_step(text);
    const char32_t c = step.value.value_or(0xfffd);
    width += c < 0x20 || is_combining(c) ? 0 : is_wide(c) ? 2 : 1;
    text.remove_prefix(step.bytes);
  }
  return width;
}

}  // namespace lycosa::inline base
