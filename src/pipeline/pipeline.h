#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "exchange/decode.h"
#include "exchange/exchange.h"
#include "extract/extract.h"
#include "pipeline/sitemap.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa::inline pipeline {

// A URL that an exchange led to, as the frontier wants it.
struct Discovered {
  Url url;  // canonical
  UrlKey key;
  Discovery how = Discovery::link;
  bool nofollow = false;  // the link or the page asked not to follow it
  std::string nofollow_evidence;
};

// A URL that a sitemap names, with what the sitemap says of it.
struct FromSitemap : Discovered {
  std::optional<int64_t> lastmod_stamp;  // Unix seconds
  std::optional<double> priority;        // 0 to 1
  Role role = Role::page;                // sitemap: of an index
};

// Everything one exchange of a page means. Pure data: the same exchange and options give the same Record, whoever asks.
struct Record {
  UrlKey key;
  Url url;
  bool not_modified = false;        // the page is what is stored of it: see confirm()
  std::optional<PageInfoRow> info;  // answered exchanges
  std::optional<PageTextRow> text;  // pages that were read
  PageHistoryRow history;
  std::vector<LinkRow> out_links;      // one a target
  bool replace_links = false;          // out_links are all there are now
  std::vector<Discovered> discovered;  // one a target, the page itself left out
  std::vector<FromSitemap> from_sitemap;
};

struct PipelineOptions {
  std::string agent = "lycosa";  // our product token, for robots directives
  CanonicalOptions canonical;
  DecodeLimits decode;
  SitemapLimits sitemap;
  int html_depth = 512;                   // nested elements; deeper ones become siblings
  int html_attributes = 256;              // kept of one tag
  size_t max_links = 20000;               // kept a page, distinct targets; more are counted and flagged
  size_t robots_bytes = 500u << 10;       // of a robots.txt, decoded
  int64_t robots_lifetime_ms = 86400000;  // how long an answer holds
  int64_t robots_retry_ms = 300000;       // when to ask again after none
};

// The options as a configuration has them, with the rules of the store that the records are for.
PipelineOptions pipeline_options(const Config& config, const CanonicalOptions& rules);

// From an exchange to its record: decode, parse, extract, judge. `exchange.url` must be canonical.
//
// - No answer: a history row with the failure's code, nothing else.
// - A redirect (301, 302, 303, 307, 308): page_info with the target, one out link, the target discovered.
// - A status that has content, and HTML: everything. A page that refreshes to another URL at once redirects there. What
// keeps the page from being read is its history_drop_reason. A body that the network
//   broke off is read as far as it came, is flagged "truncated", and has the failure as its drop reason, so that half a
//   page is never called indexable; one that a limit cut is flagged only.
// - What was asked for as a sitemap, or is XML that turns out to be one: its URLs, and in page_info how far it was
// read.
//   It is no page.
// - 304 to a request with a condition: a history row; confirm() completes it.
// - Any other answer: page_info alone; its body is counted and not read.
//
// Every string of a row is valid UTF-8 without NUL. An exchange whose URL is not http or https gives an empty key.
//
// What the history calls an answered page is left empty: whoever keeps the record judges it, by the store's filters.
Record process_page(const Exchange& exchange, const std::optional<ArchivePlace>& place, const PipelineOptions& options);

// Completes the record of a page that was found not modified from its stored row: that row, answered again. Without one
// there is only the history.
void confirm(Record& record, const std::optional<PageInfoRow>& stored);

// A page for somebody who wants to look at it and not to keep it: its record, and what was extracted that no row holds.
struct PageReading {
  Record record;
  Content content;  // empty when there is a reason that the page cannot be read: the record's history_drop_reason
};
// As process_page() of an answer. The URL need not be one that is crawled: of about:blank, the key is empty and
// relative links lead nowhere.
PageReading read_page(const Exchange& exchange, const PipelineOptions& options);

// From the hops of one robots.txt fetch (at least one) to its row, kept for the first hop's origin. A body that broke
// off or cannot be decoded counts as no answer, as the missing half could hold the rule that forbids. What is
// unreachable is asked for again after robots_retry_ms, or after twice `last_wait_ms` when the fetch before it failed
// too.
RobotsRow process_robots(const std::vector<Exchange>& hops, const std::optional<ArchivePlace>& place,
                         const PipelineOptions& options, int64_t last_wait_ms = 0);
// How long was to be waited after a fetch that found robots.txt unreachable; 0 after any other.
int64_t robots_wait_ms(const RobotsRow& row);

// What a stored page said against following its links, to the crawler of that name; empty when nothing. From its column
// `directives`.
std::string stored_nofollow(const PageInfoRow& page, std::string_view agent);

// The other end of a record's links, to be kept in their targets' shards.
std::vector<LinkRow> in_links(const Record& record);

}  // namespace lycosa::inline pipeline
