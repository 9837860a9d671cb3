#pragma once

#include <string_view>

namespace lycosa::html {

// «Prescan a byte stream to determine its encoding» (HTML standard, section 13.2.3.2) on the bytes given, of which it
// reads the first 1,024. The standard's name of an encoding, or empty when the bytes name none.
std::string_view prescan(std::string_view bytes);

// What a meta element further down says, where a parser would change the encoding while it parses (section 13.2.3.5).
// Reads all bytes.
std::string_view late_meta(std::string_view bytes);

// «Extracting a character encoding from a meta element» (section 2.5): the encoding that content="..." names, or empty.
std::string_view encoding_in_content(std::string_view content);

}  // namespace lycosa::html
