#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/record.h"
#include "store/store.h"
#include "url/url.h"

// Lists and counts of a store, where StoreReader answers about one URL. Lists come in pages that begin behind a key, so
// that the last page costs what the first one does; counts are made in one pass in key order and keep bounded memory.
namespace lycosa::inline store {

// All of a store, the pages of a root, or those of one host of it.
struct StorePart {
  std::optional<uint64_t> root_hash;
  std::string host;  // unparsed, without port; needs root_hash
};

// How far a URL came. Each stage is a part of the one before it.
enum class FunnelStage { discovered, admitted, crawled, ok, indexable };
std::string_view name(FunnelStage stage);
std::optional<FunnelStage> funnel_stage_from_name(std::string_view name);

// Which URLs to list: those to which all that is set applies.
struct UrlQuery {
  StorePart part;
  std::string reason;  // code: of the URL's state, or of its newest crawl
  std::optional<SeenState> state;
  std::string verdict;                 // of its newest crawl: INDEXABLE, NOT_INDEXABLE, NOT_CRAWLED
  std::optional<FunnelStage> stage;    // came so far on the way from discovered to indexable
  std::optional<int64_t> http_status;  // of the page's last answer
  std::optional<UrlKey> after;
  int limit = 100;
};

struct UrlRow {
  SeenRow seen;
  std::optional<DiscoveryRow> first;   // the earliest way in which it was named
  std::optional<PageHistoryRow> last;  // newest event of its time line
  std::optional<std::string> title;
};

// A shard that could not be asked, and why. What it holds is missing from the answer.
struct ShardFault {
  uint32_t shard = 0;
  std::string target;  // "shards/07.db"
  Error error;
};

struct UrlList {
  std::vector<UrlRow> rows;  // in the order of shard, root hash and unparsed URL
  bool more = false;         // there may be more behind `last`; a page can be short, or empty, and still have this set
  UrlKey last;               // the last URL that was looked at
  std::vector<ShardFault> unavailable;
};

struct KeyList {
  std::vector<UrlKey> keys;
  std::vector<ShardFault> unavailable;
};

struct LinkList {
  std::vector<LinkRow> rows;  // in the order of the other end's unparsed URL
  std::optional<std::string> next;
};

// What happened in a stretch of time.
struct TimeBucket {
  int64_t fetches = 0;       // events of time lines
  int64_t by_class[6] = {};  // by first digit of the HTTP status; [0]: no answer came
  int64_t timed = 0;         // pages whose last crawl was then, and what those fetches took
  int64_t total_ms = 0;
  int64_t slowest_ms = 0;
  int64_t bytes = 0;
};

struct HostCounts {
  UrlKey host;  // unparsed host
  int64_t discovered = 0;
  int64_t crawled = 0;
  int64_t indexable = 0;
};

// Counts of a part of a store. Verdicts and reasons are those of each URL's newest crawl.
struct Totals {
  int64_t discovered = 0;
  int64_t pages = 0;     // rows of page_info
  int64_t ok_pages = 0;  // with status 200
  int64_t bytes = 0, wire_bytes = 0, words = 0;
  std::map<std::string, int64_t> states;
  std::map<int64_t, int64_t> statuses;
  std::map<std::string, int64_t> verdicts;
  std::map<std::string, int64_t> reasons;  // as lists by reason count: of the URL's state, or of its newest crawl
  std::map<std::string, int64_t> types;    // a bounded number of them, the rest under "other"
  int64_t hosts = 0;
  std::vector<HostCounts> largest_hosts;  // by discovered URLs, at most kLargestHosts
  int64_t bucket_seconds = 1;
  std::map<int64_t, TimeBucket> timeline;  // by the start of the stretch in Unix seconds; at most kMostBuckets
  bool complete = true;                    // false when the pass was cut short by its budget
};
inline constexpr size_t kLargestHosts = 50;
inline constexpr size_t kMostBuckets = 240;

// Adds the counts of other shards.
void add(Totals& sum, const Totals& more);

// What a store takes on disk, and who writes to it now.
struct StoreFiles {
  int64_t shard_bytes = 0;
  int64_t archive_bytes = 0;
  std::optional<uint64_t> writer;  // process id
};

// One thread at a time, as StoreReader.
class StoreBrowser {
 public:
  virtual ~StoreBrowser() = default;
  virtual const StoreInfo& info() const = 0;

  // How evidence and faults name a shard.
  virtual std::string target(uint32_t shard) const = 0;

  // Looks at no more than a bounded number of rows; goes on behind `after`. Of a list over all shards, those that
  // cannot be read are left out and named.
  virtual Result<UrlList> urls(const UrlQuery& query) = 0;
  virtual Result<LinkList> links(const UrlKey& key, LinkSide side, const std::string& after, int limit) = 0;
  virtual Result<std::vector<PageHistoryRow>> history(const UrlKey& key, std::optional<int64_t> before_ms,
                                                      int limit) = 0;
  // Other pages whose decoded body is the same, at most `limit`.
  virtual Result<KeyList> same_content(const UrlKey& key, int64_t content_hash, int limit) = 0;
  // Versions of robots.txt of all origins of a host, newest first.
  virtual Result<std::vector<RobotsRow>> robots_of_host(uint64_t root_hash, const std::string& host, int limit) = 0;

  // Counts a part that lies in one shard (root_hash set), or everything in one shard. Reads at most `budget` rows.
  virtual Result<Totals> count(uint32_t shard, const StorePart& part, int64_t budget) = 0;
  // Changes whenever somebody wrote to the shard; the same for all browsers of a store.
  virtual std::string version(uint32_t shard) const = 0;
  virtual StoreFiles files() const = 0;
};

Result<std::unique_ptr<StoreBrowser>> open_store_browser(const std::string& folder);

}  // namespace lycosa::inline store
