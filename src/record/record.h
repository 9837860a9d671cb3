#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "url/url.h"

// The store's contract: the rows that cross from crawler to inspector. One struct a table; record/columns.h has the
// same columns as a table with type and meaning, from which DDL and docs are made.
//
// Units: a member that ends in _stamp is in Unix seconds, _stamp_ms in Unix milliseconds, _ms a duration in
// milliseconds. `ver` is the crawl's stamp in ms: of two rows with one key the larger ver wins as a whole, but for the
// columns that record/columns.h says are merged, so writing is idempotent. `run` names the run that wrote a row.
namespace lycosa::inline record {

struct PageInfoRow {
  UrlKey key;
  int64_t ver = 0;
  int64_t download_stamp = 0;
  int64_t download_http_code = 0;
  std::string download_type;  // media type, lower case
  int64_t download_size = 0;  // decoded body
  int64_t wire_size = 0;      // body as it came
  int64_t download_ms = 0;
  std::string protocol;
  std::string charset;  // that the page was decoded with
  std::optional<std::string> meta_title;
  std::optional<std::string> meta_description;
  std::optional<std::string> meta_canonical;         // unparsed URL
  std::optional<std::string> meta_canonical_raw;     // as it stood
  std::optional<std::string> meta_canonical_source;  // "link element, line 7", "Link header"
  std::optional<std::string> meta_lang;              // declared
  std::optional<std::string> text_lang;              // detected
  std::optional<std::string> directives;             // "noindex, nofollow (meta robots, line 12); ..."
  std::optional<int64_t> fh_dont_index;              // 1, 0
  std::optional<std::string> fh_dont_index_reason;   // a reason code
  std::optional<std::string> fh_dont_index_evidence;
  std::optional<double> ml_spam_score;  // null: not scored
  std::optional<std::string> ml_spam_evidence;
  std::optional<double> soft_404_score;  // the sum of its signals; null: not scored
  std::optional<std::string> soft_404_evidence;
  std::optional<double> needs_js_score;
  std::optional<std::string> needs_js_evidence;
  std::optional<std::string> history_drop_reason;  // a reason code
  std::optional<std::string> history_drop_evidence;
  std::optional<int64_t> content_hash;         // 63 bits, of the decoded body
  std::optional<int64_t> similarity_hash;      // 64 bits as signed
  std::optional<std::string> redirect_target;  // unparsed URL
  std::optional<std::string> redirect_raw;     // Location, or a refresh, as it stood
  std::optional<std::string> etag;             // validators of the answer, as they stood
  std::optional<std::string> last_modified;
  std::optional<int64_t> unavailable_after_stamp;
  std::optional<int64_t> first_indexed_stamp;  // set by the store, from its filters
  int64_t first_crawled_stamp = 0;             // kept by the store from the first row
  std::string flags;                           // space-separated: "truncated charset_errors depth_limited"
  std::optional<std::string> parse_errors;     // "duplicate-attribute 3, eof-in-tag 1"; null: none
  int64_t words = 0;
  std::optional<double> link_density;  // share of the words that stand in links; null: not read
  int64_t links_found = 0;             // href values of every kind
  int64_t links_not_http = 0;
  int64_t links_invalid = 0;
  std::optional<int64_t> sitemap_urls;       // taken from it as a sitemap; null: not read as one
  std::optional<int64_t> sitemap_skipped;    // locations that are no http or https URLs
  std::optional<std::string> sitemap_fault;  // "line 3: an & that begins no reference"
  std::optional<std::string> sitemap_end;    // why it was not read to its end, or not at all
  std::optional<int64_t> links_ver;  // `ver` of the crawl whose outgoing links are the current ones; null: it has none
  std::optional<std::string> archive_file;
  std::optional<int64_t> archive_offset;
};

struct PageTextRow {
  UrlKey key;
  int64_t ver = 0;
  std::string boilerpipe_text;  // UTF-8; compressed inside the store
  std::string markdown;
  std::string readable_markdown;
};

struct PageHistoryRow {
  UrlKey key;
  int64_t event_stamp_ms = 0;
  std::string outcome;  // "answered", or the reason code of the failure
  std::optional<int64_t> download_http_code;
  std::optional<int64_t> content_hash;
  std::optional<int64_t> similarity_hash;
  std::string verdict;                // "INDEXABLE", "NOT_INDEXABLE", "NOT_CRAWLED"
  std::optional<std::string> reason;  // decisive code then
  std::optional<std::string> history_drop_reason;
  std::optional<std::string> detail;
  std::optional<int64_t> run;  // that fetched it; null: not known
  std::optional<std::string> archive_file;
  std::optional<int64_t> archive_offset;
  int64_t ver = 0;
};

struct RobotsRow {
  uint64_t root_hash = 0;
  std::string host;  // origin: "uk,co,bnikolic s443"
  int64_t fetch_stamp_ms = 0;
  std::optional<int64_t> http_code;      // of the last hop; null when no answer came
  std::string outcome;                   // "answered", or a reason code
  std::string access;                    // "by_rules", "allow_all", "disallow_all"
  std::optional<std::string> redirects;  // the hops' URLs, one a line
  std::string body;                      // as decoded, at most 500 KiB
  std::string flags;                     // "truncated"
  int64_t expires_stamp = 0;
  std::optional<std::string> archive_file;
  std::optional<int64_t> archive_offset;
  int64_t ver = 0;
};

// Which of an origin's robots.txt versions, newest first, counts at `now`: the newest, unless that one was unreachable
// and the last good one is still within its time. Null when there is none.
const RobotsRow* robots_in_force(std::span<const RobotsRow> newest_first, Timestamp now);

struct BanRow {
  uint64_t root_hash = 0;
  std::string host;    // unparsed host without port: "uk,co,bnikolic"; "*" bans the whole root
  std::string rule;    // "host" or "domain"
  std::string target;  // as the list writes it
  std::string reason;  // the list's own words
  std::string source;  // "bans.txt:12"
  std::optional<double> host_spam_score;
  int64_t since_stamp = 0;
  int64_t active = 1;  // 0 once the list no longer has it
  int64_t ver = 0;
};

enum class SeenState { queued, leased, crawled, refused, failed, retry };
enum class Discovery { seed, link, sitemap, redirect, canonical, feed, manual };
// What a URL is read as.
enum class Role { page, sitemap, feed };
std::string_view name(SeenState state);
std::string_view name(Discovery how);
std::string_view name(Role role);
std::optional<SeenState> seen_state_from_name(std::string_view name);
std::optional<Discovery> discovery_from_name(std::string_view name);
std::optional<Role> role_from_name(std::string_view name);

// One way in which a URL was named. Written once: another row with its key is ignored. A URL was first seen when the
// earliest of its rows says, and that row's source is its referrer.
struct DiscoveryRow {
  UrlKey key;
  Discovery how = Discovery::link;
  std::string source;  // unparsed URL of the page or file that named it; of a seed its place: "argument", "seeds.txt:3"
  int64_t stamp_ms = 0;                  // when it was named
  int64_t depth = 0;                     // links from a seed, this way
  int64_t hops = 0;                      // redirects followed to it, this way
  int64_t nofollow = 0;                  // 1 when the link or its page asked not to follow it
  std::optional<int64_t> lastmod_stamp;  // of a sitemap
  std::optional<double> priority;        // of a sitemap
  std::optional<int64_t> run;
  int64_t ver = 0;
};

// The earliest of a URL's discoveries; null when there is none.
const DiscoveryRow* first_discovery(std::span<const DiscoveryRow> rows);
// Whether `source` of a row found this way is an unparsed URL, and not a place that a person named.
bool has_referrer(const DiscoveryRow& row);

// The state of a URL in the crawl, and nothing else: whole rows, so that the newest alone says all.
struct SeenRow {
  UrlKey key;
  Role role = Role::page;
  int64_t depth = 0;  // least number of links from a seed
  int64_t hops = 0;   // redirects followed to it
  SeenState state = SeenState::queued;
  std::optional<std::string> reason;  // a reason code, of refused, failed, retry; crawled: a loop
  std::optional<std::string> evidence;
  std::optional<int64_t> next_due_stamp_ms;
  int64_t attempts = 0;
  int64_t ver = 0;
};

// What a host is owed beside its queue: how long it must still be left alone, and why. Written when that outlasts a
// process, not at every request.
struct HostRow {
  uint64_t root_hash = 0;
  std::string host;                   // origin: "uk,co,bnikolic s443"
  int64_t delay_ms = 0;               // between two requests, without the reason below
  int64_t next_request_stamp_ms = 0;  // no request before
  std::optional<std::string> reason;  // a reason code: why it waits; null: no longer than the configured delay
  std::optional<std::string> evidence;
  int64_t failures = 0;  // in a row: no answer, 429 or 503
  int64_t ver = 0;
};

// A sitemap of a host: named by its robots.txt, on whatever host it is, or by an index that is one of its sitemaps.
// Written when it is named and again when it is read.
struct SitemapRow {
  uint64_t root_hash = 0;             // of the host
  std::string host;                   // origin: "uk,co,bnikolic s443"
  std::string src_unparsed;           // of the sitemap
  int64_t level = 0;                  // indexes that lead to it, one naming the next
  std::optional<std::string> reason;  // a reason code, when its place refuses it
  std::optional<int64_t> urls;        // taken from it; null: not read
  int64_t whole = 0;                  // 1 when it was read to its end without a fault
  std::optional<std::string> fault;   // what kept it from being so
  int64_t ver = 0;
};

// A crawl, ingest or replay. Kept in shard 0. Written when it begins and again when it ends.
struct RunRow {
  int64_t run = 0;   // its start in Unix ms, which is its name: no two runs of a store begin in one millisecond
  std::string kind;  // "crawl", "ingest", "replay"
  std::optional<int64_t> end_stamp_ms;
  std::optional<std::string> ended;  // "finished", "max-pages", "interrupted", "failed"; null: it runs, or was killed
  std::string version;               // of the program
  std::string user_agent;
  std::string product_token;  // that robots.txt was read for
  std::string settings;       // TOML lines of the settings that differ from the defaults
  int64_t fetched = 0;        // exchanges of pages, unanswered ones included
  int64_t answered = 0;       // those of them that were answered
  int64_t robots_files = 0;
  int64_t bytes = 0;  // of bodies, as they came
  int64_t links = 0;  // kept, one a source and target
  int64_t ver = 0;    // of two rows of a run the later is the larger
};

// One end of a link: every link is written twice, once where its source's root is kept and once where its target's is.
enum class LinkSide { out, in };
std::string_view name(LinkSide side);
std::optional<LinkSide> link_side_from_name(std::string_view name);

struct LinkRow {
  UrlKey own;  // out: the source; in: the target
  LinkSide side = LinkSide::out;
  UrlKey other;
  std::string anchor;
  std::string rel;
  std::string how;    // "link", "canonical", "redirect", ...: as Discovery
  int64_t count = 1;  // how often the page has it
  int64_t line = 0;
  int64_t ver = 0;
};

}  // namespace lycosa::inline record
