#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/decode.h"
#include "exchange/exchange.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa {

// A URL that an exchange led to, as the frontier wants it.
struct Discovered {
  Url url;           // canonical
  UrlKey key;
  Discovery how = Discovery::link;
  bool nofollow = false;   // the link or the page asked not to follow it
  std::string nofollow_evidence;
};

// Everything one exchange of a page means. Pure data: the same exchange and options give the same Record, whoever asks.
struct Record {
  UrlKey key;
  Url url;
  std::optional<PageInfoRow> info;    // answered exchanges
  std::optional<PageTextRow> text;    // pages that were read
  PageHistoryRow history;
  std::vector<LinkRow> out_links;     // one a target
  bool replace_links = false;         // out_links are all there are now
  std::vector<Discovered> discovered;
  std::optional<std::string> retry_after;  // the header's value, of 429 and 503
};

struct PipelineOptions {
  std::string agent = "lycosa";  // our product token, for robots directives
  CanonicalOptions canonical;
  DecodeLimits decode;
  size_t max_links = 20000;      // kept a page, distinct targets; more are counted and flagged
};

// Where an exchange stands in the archive.
struct ArchivePlace {
  std::string file;
  int64_t offset = 0;
};

// From an exchange to its record: decode, parse, extract, judge. `exchange.url` must be canonical.
Record process_page(const Exchange& exchange, const std::optional<ArchivePlace>& place, const PipelineOptions& options);

// From the hops of one robots.txt fetch (at least one) to its row.
RobotsRow process_robots(const std::vector<Exchange>& hops, const std::optional<ArchivePlace>& place,
                         const PipelineOptions& options);

}  // namespace lycosa
