#include "inspect/json_text.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lycosa::inline inspect {
namespace {

// Characters that stand in a string as they are.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (size_t c = 0x20; c < 0x7f; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

bool is_plain(char c) {
  return kPlain[static_cast<unsigned char>(c)];
}

void append_unit(std::string& out, uint32_t unit) {
  char escape[8];
  std::snprintf(escape, sizeof escape, "\\u%04x", unit & 0xffff);
  out += escape;
}

void append_character(std::string& out, uint32_t c) {
  if (c < 0x10000) return append_unit(out, c);
  append_unit(out, 0xd7c0 + (c >> 10));
  append_unit(out, 0xdc00 | (c & 0x3ff));
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_unit(out, static_cast<unsigned char>(c));
  }
}

// The character of valid UTF-8 at `at`, which is moved behind it.
uint32_t next_character(std::string_view text, size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const int more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  uint32_t c = lead & (0x3fu >> more);
  for (int i = 1; i <= more; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + static_cast<size_t>(i)]) & 0x3f);
  at += static_cast<size_t>(more) + 1;
  return c;
}

}  // namespace

void JsonText::key(std::string_view name) {
  comma();
  string(name);
  out_ += ':';
  fresh_ = true;
}

void JsonText::value(std::string_view text) {
  comma();
  string(text);
}

void JsonText::value(double number) {
  // As the JSON of the other answers is written.
  plain(std::isfinite(number) ? nlohmann::json(number).dump() : "null");
}

void JsonText::string(std::string_view text) {
  out_ += '"';
  if (is_valid_utf8(text)) {
    escaped(text);
  } else {
    escaped(to_valid_utf8(text));
  }
  out_ += '"';
}

void JsonText::escaped(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && is_plain(text[end])) ++end;
    out_ += text.substr(at, end - at);
    at = end;
    if (at == text.size()) return;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      append_ascii(out_, text[at++]);
    } else {
      append_character(out_, next_character(text, at));
    }
  }
}

}  // namespace lycosa::inline inspect
