#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "exchange/decode.h"
#include "record/record.h"

namespace lycosa::inline pipeline {

struct SitemapLimits {
  size_t max_bytes = 50u << 20;
  size_t max_urls = 50000;
};

// One URL of a sitemap.
struct SitemapEntry {
  std::string location;              // as it stands, trimmed
  std::optional<Timestamp> lastmod;  // when it says one that can be read: sitemap, Atom (updated) and RSS (pubDate)
  std::optional<double> priority;    // 0 to 1; urlset alone has it
  Role role = Role::page;            // sitemap: of an index

  bool operator==(const SitemapEntry&) const = default;
};

// Something that a file has wrong, and behind which it was read on.
struct SitemapFault {
  size_t line = 0;   // the first is 1
  std::string what;  // "an & that begins no reference"
};

// A sitemap as sitemaps.org has it: urlset, sitemapindex, plain text, RSS or Atom.
struct Sitemap {
  std::vector<SitemapEntry> entries;
  size_t skipped = 0;                 // locations that are left out, as they are no URL
  std::string cut;                    // why the rest is missing: a limit, or a body that broke off; empty: it is not
  std::optional<SitemapFault> fault;  // the first of the file
  std::string error;                  // why it was not read to its end, or not at all; what was read before stays
};

// Reads a decoded sitemap. Nothing that a DOCTYPE declares is used. The encoding is that of the byte order mark or the
// declaration, unless the bytes say otherwise.
Sitemap read_sitemap(std::string_view body, const SitemapLimits& limits = {});

// Reads the body of a response without its content encodings, and takes gzip off when the file itself is compressed
// (sitemap.xml.gz). `decode` says how far; no more than `limits.max_bytes`.
Sitemap read_sitemap_body(DecodedBody body, const DecodeLimits& decode, const SitemapLimits& limits = {});

}  // namespace lycosa::inline pipeline
