#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lycosa::html {

// How the encoding of a page was found (HTML standard, section 13.2.3).
enum class EncodingSource { bom, transport, meta, fallback };

struct DecodedText {
  std::string utf8;      // always valid
  std::string encoding;  // the standard's name: "UTF-8", "windows-1252", "Shift_JIS"
  EncodingSource source = EncodingSource::fallback;
  bool had_errors = false;  // some bytes became U+FFFD
};

// Byte order mark, then the transport's charset label, then a prescan of the first 1,024 bytes, then a fallback: UTF-8
// when all bytes are valid UTF-8, else what a meta element further down says, else what pages under a top-level domain
// ("ru") are mostly in: windows-1252 unless the domain has its own. UTF-8 is validated, not copied.
DecodedText decode(std::string bytes, std::string_view transport_label, std::string_view top_level_domain = {});

// The encoding that pages of a top-level domain, in lower case, are taken for when nothing says which.
std::string_view fallback_encoding(std::string_view top_level_domain);

// The other way, for the queries of a page's links: valid UTF-8 in the encoding of that name. A character that it lacks
// becomes "&#8224;", and `escaped` gets the offset of its "&". UTF-8 comes out for UTF-16 and names that are none.
std::string encode(std::string_view utf8, std::string_view encoding, std::vector<size_t>& escaped);

// The standard's name for a label («get an encoding», Encoding standard section 4.2); empty when it is not one.
std::string_view encoding_for_label(std::string_view label);

}  // namespace lycosa::html
