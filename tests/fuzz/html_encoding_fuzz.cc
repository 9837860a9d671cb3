// Any bytes in any encoding: what is decoded is valid UTF-8, of bounded size, in an encoding that the standard names;
// and what was decoded can be encoded again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "expand.h"
#include "html/encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // The transport's label stands in the first line, the top-level domain in the second.
  const std::string bytes = lycosa::fuzzing::expanded(data, size);
  std::string_view rest = bytes;
  const std::string label(rest.substr(0, rest.find('\n')));
  rest.remove_prefix(std::min(label.size() + 1, rest.size()));
  const std::string domain(rest.substr(0, rest.find('\n')));
  rest.remove_prefix(std::min(domain.size() + 1, rest.size()));

  const lycosa::html::DecodedText text = lycosa::html::decode(std::string(rest), label, domain);
  if (!lycosa::is_valid_utf8(text.utf8)) std::abort();
  if (text.utf8.size() > rest.size() * 3 + 8) std::abort();
  if (lycosa::html::encoding_for_label(text.encoding).empty()) std::abort();
  std::vector<size_t> escaped;
  const std::string again = lycosa::html::encode(text.utf8, text.encoding, escaped);
  for (const size_t at : escaped) {
    if (at >= again.size() || again[at] != '&') std::abort();
  }
  return 0;
}
