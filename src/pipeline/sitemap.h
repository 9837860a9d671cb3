#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lycosa {

struct SitemapLimits {
  size_t max_bytes = 50u << 20;
  size_t max_urls = 50000;
};

// A sitemap as sitemaps.org has it: urlset, sitemapindex, plain text, RSS or Atom.
struct Sitemap {
  bool is_index = false;
  std::vector<std::string> locations;  // as they stand, trimmed
  bool truncated = false;              // a limit cut it
  std::string error;                   // why reading stopped; what was read before it stays
};

// Reads a decoded sitemap. A DOCTYPE or an entity of its own ends the reading.
Sitemap read_sitemap(std::string_view body, const SitemapLimits& limits = {});

}  // namespace lycosa
