#include "store/sqlite_writer.h"

#include <algorithm>
#include <tuple>

#include "record/columns.h"
#include "store/filter_run.h"
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
  std::vector<const RunRow*> runs;
  std::vector<const PageWrite*> pages;
  bool has_targets() const {
    return !seen.empty() || !discoveries.empty() || !in_links.empty() || !robots.empty() || !bans.empty() ||
           !runs.empty();
  }
};

// Whose rows they are and of which crawl.
struct PageIdentity {
  const UrlKey* key = nullptr;
  int64_t ver = 0;
};

PageIdentity identity(const PageWrite& page) {
  if (page.info) return {&page.info->key, page.info->ver};
  if (page.history) return {&page.history->key, page.history->ver};
  if (page.text) return {&page.text->key, page.text->ver};
  if (page.seen) return {&page.seen->key, page.seen->ver};
  if (!page.out_links.empty()) return {&page.out_links.front().own, page.out_links.front().ver};
  return {};
}

// Rows in the order of the keys touch each page of a table once.
void sort_by_key(ShardRows& rows) {
  std::stable_sort(rows.seen.begin(), rows.seen.end(),
                   [](const SeenRow* a, const SeenRow* b) { return a->key < b->key; });
  std::stable_sort(rows.discoveries.begin(), rows.discoveries.end(),
                   [](const DiscoveryRow* a, const DiscoveryRow* b) { return a->key < b->key; });
  std::stable_sort(rows.in_links.begin(), rows.in_links.end(), [](const LinkRow* a, const LinkRow* b) {
    return std::tie(a->own, a->other.unparsed) < std::tie(b->own, b->other.unparsed);
  });
}

// Writes one row of a table through the statement that was prepared for it.
template <class Row>
Result<void> put(Connection& connection, const Row& row) {
  static const std::string kSql = upsert(table(table_name<Row>));
  const auto statement = connection.statement(kSql);
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
  SqliteWriter(StoreInfo info, std::shared_ptr<Shards> shards, std::unique_ptr<WriterLock> lock,
               std::string first_indexed)
      : lock_(std::move(lock)),
        info_(std::move(info)),
        shards_(std::move(shards)),
        first_indexed_query_(std::move(first_indexed)) {}

  const StoreInfo& info() const override { return info_; }

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
    for (const RunRow& row : batch.runs) by_shard[kShardOfRuns].runs.push_back(&row);
    for (const PageWrite& page : batch.pages) {
      const PageIdentity whose = identity(page);
      if (!whose.key && page.replace_links) {
        return fail(ErrorKind::invalid,
                    "a page whose links are to be replaced has no row that names it; give its "
                    "history or its seen row too");
      }
      if (whose.key) of(whose.key->root_hash).pages.push_back(&page);
    }
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
    if (auto done = put_all(connection, rows.discoveries); !done) return done;
    if (auto done = put_all(connection, rows.seen); !done) return done;
    return put_all(connection, rows.in_links);
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
    if (page.history) {
      if (auto done = put(connection, *page.history); !done) return done;
    }
    if (page.text) {
      if (auto done = put(connection, compressed(*page.text)); !done) return done;
    }
    if (page.info) {
      if (auto done = write_info(connection, *page.info); !done) return done;
    }
    if (!page.seen) return {};
    return put(connection, *page.seen);
  }

  static Result<void> write_out_links(Connection& connection, const PageWrite& page) {
    const PageIdentity whose = identity(page);
    if (page.replace_links) {
      // An older crawl that comes late must not bring back links that the page has dropped since.
      const auto outdated = is_outdated(connection, whose);
      if (!outdated) return outdated.unexpected();
      if (*outdated) return {};
      if (auto done = delete_older_links(connection, whose); !done) return done;
    }
    for (const LinkRow& link : page.out_links) {
      if (auto done = put(connection, link); !done) return done;
    }
    return {};
  }

  static Result<bool> is_outdated(Connection& connection, const PageIdentity& whose) {
    const auto statement = connection.statement("SELECT ver FROM page_info WHERE root_hash = ?1 AND src_unparsed = ?2");
    if (!statement) return statement.unexpected();
    const StatementUse use(**statement);
    (*statement)->bind(1, static_cast<int64_t>(whose.key->root_hash));
    (*statement)->bind(2, std::string_view(whose.key->unparsed));
    const auto step = (*statement)->step();
    if (!step) return step.unexpected();
    return *step == Statement::Step::row && (*statement)->integer(0) > whose.ver;
  }

  static Result<void> delete_older_links(Connection& connection, const PageIdentity& whose) {
    const auto statement = connection.statement(
        "DELETE FROM link WHERE root_hash = ?1 AND side = 'out' AND own_unparsed = ?2 AND ver < ?3");
    if (!statement) return statement.unexpected();
    (*statement)->bind(1, static_cast<int64_t>(whose.key->root_hash));
    (*statement)->bind(2, std::string_view(whose.key->unparsed));
    (*statement)->bind(3, whose.ver);
    return (*statement)->run();
  }

  Result<void> write_info(Connection& connection, const PageInfoRow& info) {
    Result<void> done;
    if (info.first_crawled_stamp != 0) {
      done = put(connection, info);
    } else {
      PageInfoRow first = info;
      first.first_crawled_stamp = info.download_stamp;
      done = put(connection, first);
    }
    if (!done || info.first_indexed_stamp) return done;
    return note_first_indexed(connection, info.key);
  }

  // A condition that fails on this page's values has not passed: what the web says must not stop a crawl.
  Result<void> note_first_indexed(Connection& connection, const UrlKey& key) {
    const auto query = connection.restricted(first_indexed_query_);
    if (!query) return query.unexpected();
    std::optional<int64_t> stamp;
    {
      const StatementUse use(**query);
      (*query)->bind(1, static_cast<int64_t>(key.root_hash));
      (*query)->bind(2, std::string_view(key.unparsed));
      connection.bounded([&] {
        const auto step = (*query)->step();
        if (step && *step == Statement::Step::row) stamp = (*query)->integer(0);
      });
    }
    if (!stamp) return {};
    const auto update = connection.statement(
        "UPDATE page_info SET first_indexed_stamp = ?3 WHERE root_hash = ?1 AND src_unparsed = ?2");
    if (!update) return update.unexpected();
    (*update)->bind(1, static_cast<int64_t>(key.root_hash));
    (*update)->bind(2, std::string_view(key.unparsed));
    (*update)->bind(3, *stamp);
    return (*update)->run();
  }

  std::unique_ptr<WriterLock> lock_;  // released last
  StoreInfo info_;
  std::shared_ptr<Shards> shards_;
  std::string first_indexed_query_;
};

}  // namespace

Result<std::unique_ptr<StoreWriter>> make_sqlite_writer(StoreInfo info, std::shared_ptr<Shards> shards,
                                                        std::unique_ptr<WriterLock> lock) {
  const auto connection = shards->open(0);
  if (!connection) return connection.unexpected();
  for (const Filter& filter : info.filters) {
    if (auto checked = check_filter(**connection, filter); !checked) return checked.unexpected();
  }
  auto query = first_indexed_query(info.filters);
  if (!query) return query.unexpected();
  return std::unique_ptr<StoreWriter>(
      std::make_unique<SqliteWriter>(std::move(info), std::move(shards), std::move(lock), std::move(*query)));
}

}  // namespace lycosa::inline store
