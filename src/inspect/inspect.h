#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "config/config.h"
#include "reason/reason.h"
#include "record/record.h"
#include "store/store.h"
#include "verdict/verdict.h"

// Questions about a store as Reports. Nothing here changes a store: it sees a StoreReader alone.
//
// A Report is a value: each question that was asked about one URL, the query, the raw answer and what follows from it.
// docs/reference/report.md describes its JSON and its labels.
namespace lycosa::inline inspect {

enum class CheckResult { pass, fail, warn, skipped, unknown };

std::string_view name(CheckResult result);

// Who holds a URL, and under which name.
struct ReportKey {
  std::string unparsed;
  std::string root;
  uint64_t root_hash = 0;
  uint32_t shard = 0;
  uint32_t shard_count = 0;
  std::string node;
  std::string cluster;
};

// One of the five checks.
struct Check {
  std::string name;   // "shard", "crawled", "robots", "ban", "seen"
  std::string title;  // "1. Shard Calculation", ...
  CheckResult result = CheckResult::skipped;
  std::optional<Evidence> evidence;  // none when nothing was asked, or no answer came
  std::string label;                 // a fixed label that stands above the note; often empty
  std::string note;                  // what was made of the rows, in a sentence or two
};

// A line of the «Page Info Filters», and the query that gave it.
struct ReportFilter : FilterLine {
  Evidence evidence;
};

// How the URL was found and where it stands in the crawl.
struct DiscoveryDetails {
  SeenRow row;
  std::vector<DiscoveryRow> ways;       // each way in which it was named, the earliest first; the first ones of many
  std::optional<std::string> referrer;  // of the earliest, as a URL
  Evidence evidence;                    // of the state
  std::optional<Evidence> ways_evidence;
  std::optional<bool> in_sitemap;  // whether a sitemap names it; not known when there are more ways than were read

  const DiscoveryRow* first() const { return ways.empty() ? nullptr : &ways.front(); }
};

// The page as the crawler understood it.
struct PageDetails {
  PageInfoRow row;
  std::optional<std::string> canonical;  // as URLs
  std::optional<std::string> redirect_target;
  std::optional<PageTextRow> text;
  std::optional<Evidence> text_evidence;
  std::string text_error;  // why the texts could not be read
};

// "as of 2026-04-10 17:37:08, the last crawl that gave a text", when the last crawl gave none: what the page said
// before it was a 404. Else empty.
std::string former_text_words(const PageDetails& page);

// Sitemaps of the host of a URL that was never seen that were not read whole, and so may name it.
struct SitemapsDetails {
  std::vector<SitemapRow> not_whole;
  std::optional<Evidence> evidence;
  std::string error;  // why they are not known
};

struct HistoryDetails {
  std::vector<PageHistoryRow> events;  // newest first
  Evidence evidence;
};

struct Report {
  Timestamp now;
  std::string url;                      // as asked
  std::string canonical_url;            // empty when the text is no URL
  bool direct = false;                  // asked by shard, root hash and unparsed URL
  std::vector<std::string> mismatches;  // what does not fit together in what was asked
  std::optional<ReportKey> key;
  Judgement verdict;
  std::vector<Check> checks;  // always five, in order
  std::vector<ReportFilter> filters;
  std::optional<PageDetails> page;
  std::optional<DiscoveryDetails> discovery;
  std::optional<HistoryDetails> history;
  std::optional<SitemapsDetails> sitemaps;
  std::vector<std::string> unread;  // why parts of it that the verdict does not need could not be read
};

struct InspectOptions {
  Timestamp now;         // «now» for ages, filters and what is due
  std::string agent;     // our product token, for robots.txt; empty: that of the store's newest crawl
  size_t url_bytes = 0;  // longer URLs are never crawled; 0: the limit of the store's newest crawl
  int history_events = 20;
};

// As the configuration has them, at the moment `now`. What it was not told is the store's newest crawl's.
InspectOptions inspect_options(const Config& config, Timestamp now);

// What may be given instead of a URL. Only the unparsed URL is needed; what else is given is checked against it.
struct DirectKey {
  std::optional<uint64_t> shard;
  std::optional<uint64_t> root_hash;
  std::string unparsed;
};

// The options with what they leave open as the newest crawl into the store had it: whom it read robots.txt for, and the
// longest URL that it took. The defaults when no crawl is known.
InspectOptions as_the_crawl_had(InspectOptions options, StoreReader& store);

// Asks one store. One thread at a time, as its reader.
class Inspector {
 public:
  // `store` must outlive the inspector.
  Inspector(StoreReader& store, InspectOptions options);
  // Any text: what is no URL gets a report that says so.
  Report inspect_url(std::string_view text);
  Report inspect_key(const DirectKey& direct);
  // The key of what these would report on, for further questions about it; fails (invalid) on what no crawl could
  // fetch.
  Result<UrlKey> find_url(std::string_view text);
  Result<UrlKey> find_key(const DirectKey& direct);

 private:
  StoreReader& store_;
  InspectOptions options_;
};

// The report on a URL whose store could not even be opened.
Report store_unavailable_report(std::string_view url, const Error& error, const InspectOptions& options);

// The report as JSON, on one line of ASCII: docs/reference/report.md.
std::string report_json(const Report& report);
// The same to be looked into.
nlohmann::ordered_json to_json(const Report& report);

}  // namespace lycosa::inline inspect
