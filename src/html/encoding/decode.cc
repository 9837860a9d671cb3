#include "base/text.h"
#include "html/encoding.h"
#include "html/encoding/decoder.h"
#include "html/encoding/sniff.h"
#include "html/encoding/utf8.h"

namespace lycosa::html {
namespace {

// «Decode» (Encoding standard, section 6) for an encoding that is not UTF-8. The byte order mark is gone already.
void decode_legacy(std::string_view encoding, std::string_view bytes, DecoderOutput& out) {
  if (decode_single_byte(encoding, bytes, out)) return;
  if (encoding == "gb18030" || encoding == "GBK") return decode_gb18030(bytes, out);
  if (encoding == "Big5") return decode_big5(bytes, out);
  if (encoding == "EUC-JP") return decode_euc_jp(bytes, out);
  if (encoding == "ISO-2022-JP") return decode_iso_2022_jp(bytes, out);
  if (encoding == "Shift_JIS") return decode_shift_jis(bytes, out);
  if (encoding == "EUC-KR") return decode_euc_kr(bytes, out);
  if (encoding == "UTF-16BE" || encoding == "UTF-16LE") return decode_utf16(bytes, encoding == "UTF-16BE", out);
  if (encoding == "x-user-defined") return decode_x_user_defined(bytes, out);
  // The replacement encoding: one error for everything (section 14.1).
  if (!bytes.empty()) out.error();
}

}  // namespace

DecodedText decode(std::string bytes, std::string_view transport_label, std::string_view top_level_domain) {
  SniffedEncoding sniffed = sniff(bytes, transport_label);
  bytes.erase(0, sniffed.bom_length);
  const bool valid_utf8 = (sniffed.name.empty() || sniffed.name == "UTF-8") && is_utf8(bytes);
  if (sniffed.name.empty() && !valid_utf8) sniffed = sniff_late(bytes);
  DecodedText text;
  text.source = sniffed.source;
  text.encoding = !sniffed.name.empty() ? sniffed.name : valid_utf8 ? "UTF-8" : fallback_encoding(top_level_domain);
  if (text.encoding == "UTF-8") {
    // A late meta element can name UTF-8 for bytes that are not.
    text.had_errors = !valid_utf8;
    text.utf8 = valid_utf8 ? std::move(bytes) : to_valid_utf8(bytes);
    return text;
  }
  DecoderOutput out(bytes.size());
  decode_legacy(text.encoding, bytes, out);
  text.had_errors = out.had_errors();
  text.utf8 = out.take();
  return text;
}

}  // namespace lycosa::html
