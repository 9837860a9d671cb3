#include "extract/clean_line.h"

#include <array>
#include <cstdint>

#include "base/text.h"
#include "extract/main_content/text_runs.h"

namespace lycosa::inline extract {
namespace {

enum class Byte : uint8_t {
  plain,
  space,
  control,  // of ASCII, and not white space
  c2,       // the lead byte of C1 controls and of the no-break space
};

constexpr std::array<Byte, 256> kBytes = [] {
  std::array<Byte, 256> bytes{};
  for (unsigned c = 0; c <= 0x20; ++c)
    bytes[c] = is_ascii_whitespace(static_cast<char>(c)) ? Byte::space : Byte::control;
  bytes[0x7f] = Byte::control;
  bytes[0xc2] = Byte::c2;
  return bytes;
}();

}  // namespace

std::string clean_line(std::string_view text) {
  text = trim(text);
  if (settled_run(text, 0) == text.size()) return std::string(text);
  std::string line(text.size(), '\0');
  char* out = line.data();
  bool space = false;  // seen since the last character that stays
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    Byte byte = kBytes[static_cast<unsigned char>(c)];
    if (byte == Byte::c2) {
      const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
      byte = next == 0xa0 ? Byte::space : next >= 0x80 && next < 0xa0 ? Byte::control : Byte::plain;
      at += byte != Byte::plain;
    }
    if (byte == Byte::plain) {
      if (space && out != line.data()) *out++ = ' ';
      space = false;
      *out++ = c;
    } else if (byte == Byte::space) {
      space = true;
    }
  }
  line.resize(static_cast<size_t>(out - line.data()));
  return line;
}

}  // namespace lycosa::inline extract
