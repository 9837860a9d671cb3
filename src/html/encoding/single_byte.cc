// Legacy single-byte encodings: Encoding standard, section 9; x-user-defined and UTF-16: section 14.

#include "html/encoding/decoder.h"
#include "html/encoding/encoding_tables.h"

namespace lycosa::html {

bool decode_single_byte(std::string_view name, std::string_view bytes, DecoderOutput& out) {
  if (name == "ISO-8859-8-I") name = "ISO-8859-8";
  for (const SingleByteEncoding& encoding : kSingleByteEncodings) {
    if (encoding.name != name) continue;
    decode_runs(bytes, out, [&](size_t i) {
      out.put_or_error(encoding.codes[byte_at(bytes, i) - 0x80]);
      return size_t{1};
    });
    return true;
  }
  return false;
}

void decode_x_user_defined(std::string_view bytes, DecoderOutput& out) {
  decode_runs(bytes, out, [&](size_t i) {
    out.put(0xF780u + byte_at(bytes, i) - 0x80u);
    return size_t{1};
  });
}

// The shared UTF-16 decoder.
void decode_utf16(std::string_view bytes, bool big_endian, DecoderOutput& out) {
  const auto unit_at = [&](size_t i) {
    const char32_t a = byte_at(bytes, i), b = byte_at(bytes, i + 1);
    return big_endian ? a << 8 | b : b << 8 | a;
  };
  size_t i = 0;
  for (; i + 2 <= bytes.size(); i += 2) {
    const char32_t unit = unit_at(i);
    if (unit < 0xD800 || unit > 0xDFFF) {
      out.put(unit);
      continue;
    }
    // A lead with half a unit after it is one error with it.
    if (unit < 0xDC00 && i + 4 > bytes.size()) break;
    const char32_t next = unit < 0xDC00 ? unit_at(i + 2) : 0;
    if (next < 0xDC00 || next > 0xDFFF) {
      out.error();
      continue;
    }
    out.put(0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
    i += 2;
  }
  if (i < bytes.size()) out.error();
}

}  // namespace lycosa::html
