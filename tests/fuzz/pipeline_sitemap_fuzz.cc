// Any bytes as a sitemap.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "expand.h"
#include "pipeline/sitemap.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lycosa::SitemapLimits limits;
  limits.max_urls = 100;
  const auto sitemap = lycosa::read_sitemap(lycosa::fuzzing::expanded(data, size), limits);
  if (sitemap.entries.size() > limits.max_urls) std::abort();
  return 0;
}
