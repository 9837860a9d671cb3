// Legacy multi-byte Korean encoding: Encoding standard, section 13.

#include "html/encoding/decoder.h"
#include "html/encoding/index.h"

namespace lycosa::html {

void decode_euc_kr(std::string_view bytes, DecoderOutput& out) {
  decode_runs(bytes, out, [&](size_t i) -> size_t {
    const unsigned char lead = byte_at(bytes, i);
    if (lead == 0x80 || lead == 0xFF || i + 1 == bytes.size()) {
      out.error();
      return 1;
    }
    const unsigned char trail = byte_at(bytes, i + 1);
    char32_t code = 0;
    if (trail >= 0x41 && trail <= 0xFE) code = code_at(euc_kr_index(), (lead - 0x81u) * 190 + trail - 0x41u);
    out.put_or_error(code);
    return code == 0 && trail < 0x80 ? 1 : 2;
  });
}

}  // namespace lycosa::html
