// Legacy multi-byte Chinese encodings: Encoding standard, sections 10 (gb18030, and GBK, which it decodes) and 11
// (Big5).

#include "html/encoding/decoder.h"
#include "html/encoding/index.h"

namespace lycosa::html {
namespace {

bool in(unsigned char byte, unsigned first, unsigned last) {
  return byte >= first && byte <= last;
}

// «Index gb18030 ranges code point».
char32_t four_byte_code(uint32_t pointer) {
  if (pointer > 1237575 || (pointer > 39419 && pointer < 189000)) return 0;
  if (pointer == 7457) return 0xE7C7;
  return pointer >= 189000 ? 0x10000 + pointer - 189000 : code_at(gb18030_ranges(), pointer);
}

// A sequence whose second byte is a digit; returns how many bytes it took.
size_t read_four_bytes(std::string_view bytes, size_t i, DecoderOutput& out) {
  const size_t left = bytes.size() - i;
  if (left == 2 || (left == 3 && in(byte_at(bytes, i + 2), 0x81, 0xFE))) {
    out.error();
    return left;
  }
  if (!in(byte_at(bytes, i + 2), 0x81, 0xFE) || !in(byte_at(bytes, i + 3), 0x30, 0x39)) {
    out.error();
    return 1;
  }
  const auto digit = [&](size_t k, uint32_t base) { return byte_at(bytes, i + k) - base; };
  out.put_or_error(
      four_byte_code(((digit(0, 0x81) * 10 + digit(1, 0x30)) * 126 + digit(2, 0x81)) * 10 + digit(3, 0x30)));
  return 4;
}

}  // namespace

void decode_gb18030(std::string_view bytes, DecoderOutput& out) {
  decode_runs(bytes, out, [&](size_t i) -> size_t {
    const unsigned char lead = byte_at(bytes, i);
    if (lead == 0x80) {
      out.put(0x20AC);
      return 1;
    }
    if (lead == 0xFF || i + 1 == bytes.size()) {
      out.error();
      return 1;
    }
    const unsigned char trail = byte_at(bytes, i + 1);
    if (in(trail, 0x30, 0x39)) return read_four_bytes(bytes, i, out);
    char32_t code = 0;
    if (in(trail, 0x40, 0x7E) || in(trail, 0x80, 0xFE)) {
      code = code_at(gb18030_index(), (lead - 0x81u) * 190 + trail - (trail < 0x7F ? 0x40u : 0x41u));
    }
    out.put_or_error(code);
    return code == 0 && trail < 0x80 ? 1 : 2;
  });
}

void decode_big5(std::string_view bytes, DecoderOutput& out) {
  decode_runs(bytes, out, [&](size_t i) -> size_t {
    const unsigned char lead = byte_at(bytes, i);
    if (!in(lead, 0x81, 0xFE) || i + 1 == bytes.size()) {
      out.error();
      return 1;
    }
    const unsigned char trail = byte_at(bytes, i + 1);
    if (in(trail, 0x40, 0x7E) || in(trail, 0xA1, 0xFE)) {
      const uint32_t pointer = (lead - 0x81u) * 157 + trail - (trail < 0x7F ? 0x40u : 0x62u);
      // Four pointers stand for two code points each.
      if (pointer == 1133 || pointer == 1135 || pointer == 1164 || pointer == 1166) {
        out.put(pointer < 1150 ? 0x00CA : 0x00EA);
        out.put(pointer == 1133 || pointer == 1164 ? 0x0304 : 0x030C);
        return 2;
      }
      if (const char32_t code = code_at(big5_index(), pointer); code != 0) {
        out.put(code);
        return 2;
      }
    }
    out.error();
    return trail < 0x80 ? 1 : 2;
  });
}

}  // namespace lycosa::html
