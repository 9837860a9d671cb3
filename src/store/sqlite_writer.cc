#include "store/sqlite_writer.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "record/columns.h"
#include "store/filter_engine.h"
#include "store/link_write.h"
#include "store/page_write.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/store_info.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// Rows of a batch that go to one shard.
struct ShardRows {
  std::vector<const SeenRow*> seen;
  std::vector<const DiscoveryRow*> discoveries;
  std::vector<const LinkRow*> in_links;
  std::vector<const RobotsRow*> robots;
  std::vector<const BanRow*> bans;
  std::vector<const HostRow*> hosts;
  std::vector<const SitemapRow*> sitemaps;
  std::vector<const RunRow*> runs;
  std::vector<const PageWrite*> pages;
  bool has_targets() const {
    return !seen.empty() || !discoveries.empty() || !in_links.empty() || !robots.empty() || !bans.empty() ||
           !hosts.empty() || !sitemaps.empty() || !runs.empty();
  }
};

// Rows in the order of the keys touch each page of a table once.
void sort_by_key(ShardRows& rows) {
  std::stable_sort(rows.seen.begin(), rows.seen.end(),
                   [](const SeenRow* a, const SeenRow* b) { return a->key < b->key; });
  std::stable_sort(rows.discoveries.begin(), rows.discoveries.end(),
                   [](const DiscoveryRow* a, const DiscoveryRow* b) { return a->key < b->key; });
}

// Writes one row of a table through the statement that was prepared for it.
template <class Row>
Result<void> put(Connection& connection, const Row& row) {
  static const std::string sql = upsert(table(table_name<Row>));
  const auto statement = connection.statement(sql);
  if (!statement) return statement.unexpected();
  bind_row(**statement, row);
  return (*statement)->run();
}

template <class Row>
Result<void> put_all(Connection& connection, const std::vector<const Row*>& rows) {
  for (const Row* row : rows) {
    if (auto done = put(connection, *row); !done) return done;
  }
  return {};
}

class SqliteWriter final : public StoreWriter {
 public:
  SqliteWriter(StoreInfo info, std::shared_ptr<Shards> shards, std::vector<ShardFault> left_out,
               std::unique_ptr<WriterLock> lock, std::unique_ptr<FilterEngine> filters)
      : lock_(std::move(lock)),
        info_(std::move(info)),
        shards_(std::move(shards)),
        left_out_(std::move(left_out)),
        filters_(std::move(filters)) {}

  const StoreInfo& info() const override { return info_; }
  const std::vector<ShardFault>& left_out() const override { return left_out_; }

  Result<void> write(const WriteBatch& batch) override {
    auto by_shard = split(batch);
    if (!by_shard) return by_shard.unexpected();
    for (uint32_t shard = 0; shard < info_.shard_count; ++shard) {
      ShardRows& rows = (*by_shard)[shard];
      if (!rows.has_targets()) continue;
      sort_by_key(rows);
      if (auto done = in_transaction(shard, [&](Connection& c) { return write_targets(c, rows); }); !done) return done;
    }
    for (uint32_t shard = 0; shard < info_.shard_count; ++shard) {
      const ShardRows& rows = (*by_shard)[shard];
      if (rows.pages.empty()) continue;
      if (auto done = in_transaction(shard, [&](Connection& c) { return write_pages(c, rows); }); !done) return done;
    }
    return {};
  }

 private:
  Result<std::vector<ShardRows>> split(const WriteBatch& batch) const {
    std::vector<ShardRows> by_shard(info_.shard_count);
    const auto of = [&](uint64_t root_hash) -> ShardRows& { return by_shard[shard_of(root_hash, info_.shard_count)]; };
    for (const SeenRow& row : batch.seen) of(row.key.root_hash).seen.push_back(&row);
    for (const DiscoveryRow& row : batch.discoveries) of(row.key.root_hash).discoveries.push_back(&row);
    for (const LinkRow& row : batch.in_links) of(row.own.root_hash).in_links.push_back(&row);
    for (const RobotsRow& row : batch.robots) of(row.root_hash).robots.push_back(&row);
    for (const BanRow& row : batch.bans) of(row.root_hash).bans.push_back(&row);
    for (const HostRow& row : batch.hosts) of(row.root_hash).hosts.push_back(&row);
    for (const SitemapRow& row : batch.sitemaps) of(row.root_hash).sitemaps.push_back(&row);
    for (const RunRow& row : batch.runs) by_shard[kShardOfRuns].runs.push_back(&row);
    for (const PageWrite& page : batch.pages) {
      if (auto checked = check_page(page); !checked) return checked.unexpected();
      const PageIdentity whose = identity(page);
      if (whose.key) of(whose.key->root_hash).pages.push_back(&page);
    }
    for (const ShardFault& fault : left_out_) by_shard[fault.shard] = {};
    return by_shard;
  }

  template <class Work>
  Result<void> in_transaction(uint32_t shard, Work&& work) {
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    auto transaction = Transaction::begin(**connection);
    if (!transaction) return transaction.unexpected();
    if (auto done = work(**connection); !done) return done;
    return (*transaction)->commit();
  }

  static Result<void> write_targets(Connection& connection, const ShardRows& rows) {
    if (auto done = put_all(connection, rows.runs); !done) return done;
    if (auto done = put_all(connection, rows.bans); !done) return done;
    if (auto done = put_all(connection, rows.robots); !done) return done;
    if (auto done = put_all(connection, rows.hosts); !done) return done;
    if (auto done = put_all(connection, rows.sitemaps); !done) return done;
    if (auto done = put_all(connection, rows.discoveries); !done) return done;
    if (auto done = put_all(connection, rows.seen); !done) return done;
    return write_in_links(connection, rows.in_links);
  }

  Result<void> write_pages(Connection& connection, const ShardRows& rows) {
    for (const PageWrite* page : rows.pages) {
      if (auto done = write_page(connection, *page); !done) return done;
    }
    return {};
  }

  // The page's own `seen` row is last, as within a batch: a page is crawled once all else of it is there.
  Result<void> write_page(Connection& connection, const PageWrite& page) {
    if (auto done = write_out_links(connection, page); !done) return done;
    if (page.text) {
      if (auto done = put(connection, compressed(*page.text)); !done) return done;
    }
    if (auto done = write_crawl(connection, page); !done) return done;
    if (!page.seen) return {};
    return put(connection, *page.seen);
  }

  // Which links are current follows from their `ver` and the page's links_ver, whatever comes late; older ones only
  // take room.
  static Result<void> write_out_links(Connection& connection, const PageWrite& page) {
    if (!page.replace_links && page.out_links.empty()) return {};
    const PageIdentity whose = identity(page);
    return lycosa::write_out_links(connection, *whose.key, page.out_links,
                                   page.replace_links ? whose.ver : std::numeric_limits<int64_t>::min());
  }

  // What the crawl found, and that it happened.
  Result<void> write_crawl(Connection& connection, const PageWrite& page) {
    if (!page.info) return page.history ? put(connection, *page.history) : Result<void>();
    const JudgedPage kept = judged(*page.info, page.history, *filters_);
    if (kept.history) {
      if (auto done = put(connection, *kept.history); !done) return done;
    }
    return put(connection, kept.info);
  }

  std::unique_ptr<WriterLock> lock_;  // released last
  StoreInfo info_;
  std::shared_ptr<Shards> shards_;
  std::vector<ShardFault> left_out_;  // in the order of the shards
  std::unique_ptr<FilterEngine> filters_;
};

}  // namespace

Result<std::unique_ptr<StoreWriter>> make_sqlite_writer(StoreInfo info, std::shared_ptr<Shards> shards,
                                                        std::vector<ShardFault> left_out,
                                                        std::unique_ptr<WriterLock> lock) {
  auto filters = FilterEngine::open(info.filters);
  if (!filters) return filters.unexpected();
  if (auto checked = (*filters)->check(); !checked) return checked.unexpected();
  return std::unique_ptr<StoreWriter>(std::make_unique<SqliteWriter>(
      std::move(info), std::move(shards), std::move(left_out), std::move(lock), std::move(*filters)));
}

}  // namespace lycosa::inline store
