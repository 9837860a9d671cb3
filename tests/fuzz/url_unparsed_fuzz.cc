// Any bytes as an unparsed URL: what is read is written the same way again, what is refused names an offset within
// them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "url/url.h"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

// The number after the last "at offset " of the message.
size_t offset_of(const std::string& message) {
  constexpr std::string_view kMark = "at offset ";
  const size_t at = message.rfind(kMark);
  must(at != std::string::npos);
  return std::strtoull(message.c_str() + at + kMark.size(), nullptr, 10);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto url = lycosa::parse_unparsed(text);
  if (url) {
    must(lycosa::unparse(*url) == text);
    must(url->is_http());
    const lycosa::UrlKey key = lycosa::key_of(*url);
    must(key.unparsed == text);
    must(key.root_hash == lycosa::root_hash(lycosa::root_of_unparsed(text)));
  } else {
    must(offset_of(url.error().message) <= size);
  }
  const std::string root = lycosa::root_of_unparsed(text);
  must(lycosa::unparsed_host(text).starts_with(root));
  must(lycosa::origin_of(text).starts_with(lycosa::unparsed_host(text)));
  return 0;
}
