#include "html/encoding/sniff.h"

#include <algorithm>

#include "base/text.h"
#include "html/encoding/label_table.h"
#include "html/encoding/prescan.h"

namespace lycosa::html {

std::string_view encoding_for_label(std::string_view label) {
  const std::string wanted = ascii_lower(trim(label));
  const auto* found = std::lower_bound(std::begin(kEncodingLabels), std::end(kEncodingLabels), std::string_view(wanted),
                                       [](const EncodingLabel& e, std::string_view l) { return e.label < l; });
  return found != std::end(kEncodingLabels) && found->label == wanted ? found->name : std::string_view{};
}

SniffedEncoding sniff(std::string_view bytes, std::string_view transport_label) {
  if (bytes.starts_with("\xef\xbb\xbf")) return {"UTF-8", EncodingSource::bom, 3};
  if (bytes.starts_with("\xfe\xff")) return {"UTF-16BE", EncodingSource::bom, 2};
  if (bytes.starts_with("\xff\xfe")) return {"UTF-16LE", EncodingSource::bom, 2};
  if (const auto name = encoding_for_label(transport_label); !name.empty()) return {name, EncodingSource::transport, 0};
  if (const auto name = prescan(bytes); !name.empty()) return {name, EncodingSource::meta, 0};
  return {};
}

SniffedEncoding sniff_late(std::string_view bytes) {
  const std::string_view name = late_meta(bytes);
  return {name, name.empty() ? EncodingSource::fallback : EncodingSource::meta, 0};
}

}  // namespace lycosa::html
