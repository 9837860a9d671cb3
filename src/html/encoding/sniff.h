#pragma once

#include <string_view>

#include "html/encoding.h"

namespace lycosa::html {

struct SniffedEncoding {
  std::string_view name;  // empty when nothing but the fallback can say
  EncodingSource source = EncodingSource::fallback;
  size_t bom_length = 0;
};

// «Determining the character encoding» (HTML standard, section 13.2.3.2) as far as the bytes and the transport say it.
SniffedEncoding sniff(std::string_view bytes, std::string_view transport_label);
// The same from a meta element that the prescan does not reach; for bytes of which sniff() found nothing.
SniffedEncoding sniff_late(std::string_view bytes);

}  // namespace lycosa::html
