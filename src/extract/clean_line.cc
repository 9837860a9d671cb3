#include "extract/clean_line.h"

#include <array>
#include <cstdint>

#include "base/text.h"

namespace lycosa {
namespace {

enum Byte : uint8_t {
  kPlain = 0,
  kSpace = 1,
  kOtherSpace = 2 | kSpace,  // white space that is not the space itself
  kControl = 4,              // of ASCII, and not white space
  kC2 = 8,                   // the lead byte of C1 controls and of the no-break space
};

constexpr std::array<uint8_t, 256> kBytes = [] {
  std::array<uint8_t, 256> bytes{};
  for (unsigned c = 0; c < 0x20; ++c) bytes[c] = is_ascii_whitespace(static_cast<char>(c)) ? kOtherSpace : kControl;
  bytes[' '] = kSpace;
  bytes[0x7f] = kControl;
  bytes[0xc2] = kC2;
  return bytes;
}();

uint8_t byte_of(char c) { return kBytes[static_cast<unsigned char>(c)]; }

// Most lines are. No branch for a byte: where words end is what no processor can guess.
bool is_clean(std::string_view trimmed) {
  unsigned seen = 0;
  unsigned before = 0;
  for (const char c : trimmed) {
    const unsigned byte = byte_of(c);
    seen |= (byte & ~1u) | (byte & before);
    before = byte;
  }
  return seen == 0;
}

}  // namespace

std::string clean_line(std::string_view text) {
  text = trim(text);
  if (is_clean(text)) return std::string(text);
  std::string line(text.size(), '\0');
  char* out = line.data();
  bool space = false;  // seen since the last character that stays
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    unsigned byte = byte_of(c);
    if (byte == kC2) {
      const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
      byte = next == 0xa0 ? kSpace : next >= 0x80 && next < 0xa0 ? kControl : kPlain;
      at += byte != kPlain;
    }
    if (byte == kPlain) {
      if (space && out != line.data()) *out++ = ' ';
      space = false;
      *out++ = c;
    } else if (byte & kSpace) {
      space = true;
    }
  }
  line.resize(static_cast<size_t>(out - line.data()));
  return line;
}

}  // namespace lycosa
