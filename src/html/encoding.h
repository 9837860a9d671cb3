#pragma once

#include <string>
#include <string_view>

namespace lycosa::html {

// How the encoding of a page was found (HTML standard, section 13.2.3).
enum class EncodingSource { bom, transport, meta, fallback };

struct DecodedText {
  std::string utf8;              // always valid
  std::string encoding;          // the standard's name: "UTF-8", "windows-1252", "Shift_JIS"
  EncodingSource source = EncodingSource::fallback;
  bool had_errors = false;       // some bytes became U+FFFD
};

// Byte order mark, then the transport's charset label, then a prescan of the first 1,024 bytes, then a fallback: UTF-8
// when all bytes are valid UTF-8, else windows-1252.
DecodedText decode(std::string bytes, std::string_view transport_label);

// The standard's name for a label («get an encoding», Encoding standard section 4.2); empty when it is not one.
std::string_view encoding_for_label(std::string_view label);

}  // namespace lycosa::html
