#include <utility>

#include "base/text.h"
#include "html/encoding.h"
#include "html/encoding/decoder.h"
#include "html/encoding/sniff.h"
#include "html/encoding/utf8.h"

namespace lycosa::html {
namespace {

// For an encoding that is not UTF-8.
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

std::string decode_without_bom(std::string_view encoding, std::string bytes, bool& had_errors) {
  if (encoding == "UTF-8") {
    had_errors = !is_utf8(bytes);
    return had_errors ? to_valid_utf8(bytes) : std::move(bytes);
  }
  DecoderOutput out(bytes.size());
  decode_legacy(encoding, bytes, out);
  had_errors = out.had_errors();
  return out.take();
}

DecodedText decode(std::string bytes, std::string_view transport_label, std::string_view top_level_domain) {
  SniffedEncoding sniffed = sniff(bytes, transport_label);
  bytes.erase(0, sniffed.bom_length);
  const bool unnamed = sniffed.name.empty();
  const bool plain_utf8 = unnamed && is_utf8(bytes);
  if (unnamed && !plain_utf8) sniffed = sniff_late(bytes);
  DecodedText text;
  text.source = sniffed.source;
  text.encoding = !sniffed.name.empty() ? sniffed.name : plain_utf8 ? "UTF-8" : fallback_encoding(top_level_domain);
  text.utf8 = plain_utf8 ? std::move(bytes) : decode_without_bom(text.encoding, std::move(bytes), text.had_errors);
  return text;
}

}  // namespace lycosa::html
