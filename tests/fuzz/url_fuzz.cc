// Any text: parsing, canonical form and key agree with each other.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "url/url.h"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void check_key(const lycosa::Url& url) {
  const lycosa::Url canonical = lycosa::canonical(url, {});
  must(lycosa::canonical(canonical, {}) == canonical);
  const lycosa::UrlKey key = lycosa::key_of(canonical);
  const auto back = lycosa::parse_unparsed(key.unparsed);
  must(back.has_value() && *back == canonical);
  must(key.root_hash == lycosa::root_hash(lycosa::root_of(canonical)));
  must(lycosa::root_of(canonical) == lycosa::root_of_unparsed(key.unparsed));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto base = lycosa::Url::parse("https://user:pass@a.example:81/b/c?d#e");
  for (const lycosa::Url* against : {static_cast<const lycosa::Url*>(nullptr), &*base}) {
    const auto url = lycosa::Url::parse(text, against);
    if (!url) continue;
    const auto again = lycosa::Url::parse(url->href());
    must(again.has_value() && *again == *url);
    if (url->is_http()) check_key(*url);
  }
  // As an unparsed URL: what is accepted is written the same way again, once it is canonical.
  if (const auto url = lycosa::parse_unparsed(text); url && lycosa::canonical(*url, {}) == *url) {
    must(lycosa::unparse(*url) == text);
  }
  return 0;
}
