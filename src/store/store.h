#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "record/record.h"
#include "store/column_scan.h"
#include "store/filter.h"
#include "url/url.h"
#include "verdict/verdict.h"

namespace lycosa::inline store {

// What STORE/store.toml says of a store.
struct StoreInfo {
  int format = 3;
  std::string engine = "sqlite";    // what keeps the shards; the only one that there is on disk
  std::string archive = "archive";  // relative to the store's folder, or absolute
  uint32_t shard_count = 16;
  std::string cluster = "local";
  std::string node_pattern = "local";  // "{cluster}{100+shard}" gives laksa107 for shard 7
  CanonicalOptions rules;              // of the canonical form: every key in the store was made with them
  bool require_robots = false;         // robots must allow a page for it to be called indexable
  std::vector<Filter> filters;         // the defaults, changed as store.toml says
  std::string node(uint32_t shard) const;
  // Where the store's exchanges are; meant for a store that has a folder.
  std::string archive_folder() const;

  std::string folder;  // that the store was opened in; empty in memory. Not in store.toml
};

// One value of a raw response. A BLOB is only its size: raw bytes are not shown.
struct Blob {
  size_t bytes = 0;
};
using Cell = std::variant<std::nullptr_t, int64_t, double, std::string, Blob>;

// A query as it ran and the rows that it gave: run again on `target`, it gives them again.
struct Evidence {
  std::string target;  // "shards/07.db", ":memory:", or a node's address
  std::string query;   // SQL with its literals in place
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

// What was found and the evidence for it.
template <class T>
struct Lookup {
  Evidence evidence;
  T found;
};

// All of a store, the pages of a root, or those of one host of it.
struct StorePart {
  std::optional<uint64_t> root_hash;
  std::string host;  // unparsed, without port; needs root_hash
};

// What a store has of one URL.
struct UrlRows {
  UrlKey key;
  std::optional<SeenRow> seen;
  std::optional<PageInfoRow> page;
};

// A shard that could not be asked, and why. What it holds is missing from the answer.
struct ShardFault {
  uint32_t shard = 0;
  std::string target;  // "shards/07.db"
  Error error;
};

struct KeyList {
  std::vector<UrlKey> keys;
  std::vector<ShardFault> unavailable;
};

// Links of one side of a URL. A link is current when its source still has it: when its `ver` is not older than the
// links_ver of its source's row in page_info; without that row, or without a links_ver, every link is.
//
// An incoming link is kept in its target's shard, and its source may be in another one. The query then cannot tell, and
// the reader asks the source's shard; so `rows` can be fewer than the rows of the evidence. A link whose source cannot
// be asked stays, and the shard is named.
struct LinkPage {
  std::vector<LinkRow> rows;        // in the order of the other end's unparsed URL
  std::optional<std::string> next;  // `after` of the next page; null: there is none
  std::vector<ShardFault> unavailable;

  // Leaves the first `limit` rows and says where the others go on.
  void cut(int limit);
  bool misses(uint32_t shard) const;  // whether it is unavailable
};

// What a store takes on disk, and who writes to it now.
struct StoreFiles {
  int64_t shard_bytes = 0;
  int64_t archive_bytes = 0;
  std::optional<uint64_t> writer;  // process id
};

// Which sitemaps of a host are asked for.
enum class SitemapChoice { all, not_whole };

// While it lives, a reader's answers about one shard are all of one moment, and each costs less. Not to outlive its
// reader, nor to be kept for long: the shard's log cannot be emptied meanwhile.
class ShardHold {
 public:
  ShardHold() = default;
  virtual ~ShardHold() = default;
  ShardHold(const ShardHold&) = delete;
  ShardHold& operator=(const ShardHold&) = delete;
};

// Asks a store questions and cannot change it. Every look-up says which query ran. One thread at a time.
class StoreReader {
 public:
  virtual ~StoreReader() = default;

  virtual const StoreInfo& info() const = 0;
  // Whether the shard can be asked at all: unavailable, corrupt, not_found, with the remedy.
  virtual Result<void> check_shard(uint32_t shard) = 0;
  // Null when the shard cannot be held: then answers are of the moment at which each is asked for.
  virtual std::unique_ptr<ShardHold> hold(uint32_t) { return nullptr; }

  virtual Result<Lookup<uint32_t>> calculate_shard(std::string_view root) = 0;
  virtual Result<Lookup<std::optional<PageInfoRow>>> page_info(const UrlKey& key) = 0;
  virtual Result<Lookup<std::optional<PageTextRow>>> page_text(const UrlKey& key) = 0;
  // Newest first; of those before a moment when one is given.
  virtual Result<Lookup<std::vector<PageHistoryRow>>> history(const UrlKey& key, std::optional<int64_t> before_ms,
                                                              int limit) = 0;
  // The versions of one origin's robots.txt, newest first.
  virtual Result<Lookup<std::vector<RobotsRow>>> robots(uint64_t root_hash, const std::string& origin, int limit) = 0;
  // Those of all origins of a host, newest first.
  virtual Result<Lookup<std::vector<RobotsRow>>> robots_of_host(uint64_t root_hash, const std::string& host,
                                                                int limit) = 0;
  // Active bans that cover the host: its own and its root's.
  virtual Result<Lookup<std::vector<BanRow>>> bans(uint64_t root_hash, const std::string& host) = 0;
  virtual Result<Lookup<std::optional<SeenRow>>> seen(const UrlKey& key) = 0;
  // The sitemaps that count for a host, of all its origins: all, or those that were not read whole.
  virtual Result<Lookup<std::vector<SitemapRow>>> sitemaps_of_host(uint64_t root_hash, const std::string& host,
                                                                   SitemapChoice choice, int limit) = 0;
  // Each way in which the URL was named, the earliest first.
  virtual Result<Lookup<std::vector<DiscoveryRow>>> discoveries(const UrlKey& key, int limit) = 0;
  // The current links of one side, those behind `after` when that is not empty. The query looks at `limit` rows.
  virtual Result<Lookup<LinkPage>> links(const UrlKey& key, LinkSide side, const std::string& after, int limit) = 0;
  // Other pages whose decoded body is the same, at most `limit`, from every shard that can be read.
  virtual Result<KeyList> same_content(const UrlKey& key, int64_t content_hash, int limit) = 0;
  // Runs into this store, newest first.
  virtual Result<Lookup<std::vector<RunRow>>> runs(int limit) = 0;
  // Each configured filter on one page of page_info, with `now` as a literal.
  virtual Result<std::vector<Lookup<FilterOutcome>>> filters(const UrlKey& key, std::span<const Filter> filters,
                                                             Timestamp now) = 0;

  // Every URL of a part of a shard that `seen` or `page_info` names, behind `after`, in key order, all rows of one
  // moment. `visit` returns false to stop; it may ask this reader other questions, but not walk.
  virtual Result<void> walk(uint32_t shard, const StorePart& part, const std::optional<UrlKey>& after,
                            const std::function<bool(UrlRows&)>& visit) = 0;
  // Every event of the time lines of a part of a shard, in key order, the earliest of a URL first.
  virtual Result<void> walk_events(uint32_t shard, const StorePart& part,
                                   const std::function<bool(const PageHistoryRow&)>& visit) = 0;
  // Chosen columns of one table of one shard, in key order and in batches, all rows of one moment. `visit` returns
  // false to stop, and may ask this reader anything; its batch lives until it returns.
  virtual Result<void> scan_columns(const ColumnScan& scan, const std::function<bool(const ColumnBatch&)>& visit) = 0;
  // How evidence and faults name a shard: "shards/07.db".
  virtual std::string target(uint32_t shard) const = 0;
  // Changes whenever somebody wrote to the shard; the same for all readers of a store.
  virtual std::string version(uint32_t shard) const = 0;
  virtual StoreFiles files() const = 0;

  // Every row of a table, shard by shard, in key order; `visit` returns false to stop. For starting a crawl and for
  // whole-store checks.
  virtual Result<void> scan_seen(const std::function<bool(SeenRow)>& visit) = 0;
  // Of the ways in which URLs were named those of one kind.
  virtual Result<void> scan_discoveries(Discovery how, const std::function<bool(DiscoveryRow)>& visit) = 0;
  virtual Result<void> scan_page_info(const std::function<bool(PageInfoRow)>& visit) = 0;
  virtual Result<void> scan_bans(const std::function<bool(BanRow)>& visit) = 0;
  virtual Result<void> scan_hosts(const std::function<bool(HostRow)>& visit) = 0;
  virtual Result<void> scan_sitemaps(const std::function<bool(SitemapRow)>& visit) = 0;
};

// A page's own rows: what one exchange changes.
struct PageWrite {
  std::optional<PageInfoRow> info;
  std::optional<PageTextRow> text;
  std::optional<PageHistoryRow> history;
  std::optional<SeenRow> seen;     // the page's own, with its new state
  std::vector<LinkRow> out_links;  // replaces all outgoing links when `replace_links`
  bool replace_links = false;
};

// Rows to be written together. The store writes what belongs to targets first and pages last, each shard in one
// transaction, so that a page is never marked crawled before what it led to is kept.
struct WriteBatch {
  std::vector<SeenRow> seen;  // targets and changes of state
  std::vector<DiscoveryRow> discoveries;
  std::vector<LinkRow> in_links;
  std::vector<RobotsRow> robots;
  std::vector<BanRow> bans;
  std::vector<HostRow> hosts;
  std::vector<SitemapRow> sitemaps;
  std::vector<RunRow> runs;
  std::vector<PageWrite> pages;
};

// Writes to a store. Every write is idempotent: the same batch twice leaves what once leaves. One thread at a time; one
// writer a store, readers beside it welcome.
class StoreWriter {
 public:
  virtual ~StoreWriter() = default;
  virtual const StoreInfo& info() const = 0;
  // The shards that could not be opened to write, and why, in the order of the shards; the same as long as the writer
  // lives. Empty unless StoreOptions asked to leave them out.
  virtual const std::vector<ShardFault>& left_out() const {
    static const std::vector<ShardFault> kNone;
    return kNone;
  }
  // Returns when the rows are acknowledged: they outlive the process. Rows of shards that are left out are dropped:
  // whoever writes tells what that was.
  virtual Result<void> write(const WriteBatch& batch) = 0;

  // The left-out shard that a root would be kept in; null when the root's rows are written.
  const ShardFault* fault_of(uint64_t root_hash) const;
};

struct StoreOptions {
  uint32_t shard_count = 16;
  bool shard_count_given = false;  // then it must match an existing store's
  std::string cluster = "local";
  std::string node_pattern = "local";
  CanonicalOptions rules;
  bool rules_given = false;        // then they must be an existing store's
  bool leave_out_damaged = false;  // shards that cannot be written, so that the others can; left_out() names them
};

// Opens a store in `folder`, making it when there is none. Fails when another process writes to it (the message names
// the process), when its format is newer than we know, when the shard count or the rules that were given differ from
// what it was made with, or when a shard cannot be written and is not left out. A shard that is lost is not made anew,
// and shard 0, which holds the runs, is never left out.
Result<std::unique_ptr<StoreWriter>> open_store_writer(const std::string& folder, const StoreOptions& options);
// Opens an existing store for reading. A damaged or missing shard does not keep the others from being asked. The scans
// of the whole store pass over the shards of `left_out`; any other that they cannot read ends them.
Result<std::unique_ptr<StoreReader>> open_store_reader(const std::string& folder,
                                                       const std::vector<ShardFault>& left_out = {});

// A store in memory with the same behaviour, for tests and for reports without a disk. The reader shares its data and
// must not be used at the same time as the writer.
struct MemoryStore {
  std::unique_ptr<StoreWriter> writer;
  std::unique_ptr<StoreReader> reader;
};
Result<MemoryStore> open_memory_store(const StoreOptions& options);
// One with the shards, names and filters of another store, and none of its rows.
Result<MemoryStore> open_memory_store_like(const StoreInfo& info);

}  // namespace lycosa::inline store
