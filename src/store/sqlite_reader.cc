#include "store/sqlite_reader.h"

#include <algorithm>
#include <functional>

#include "record/columns.h"
#include "store/evidence.h"
#include "store/filter_run.h"
#include "store/questions.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/sqlite_columns.h"
#include "store/store_files.h"
#include "store/store_info.h"
#include "store/table_sql.h"
#include "store/walk.h"

namespace lycosa::inline store {
namespace {

using Bind = std::function<void(Statement&)>;

int64_t as_limit(int limit) {
  return std::max(limit, 0);
}

// A read transaction, without which SQLite locks and unlocks the file for every question.
class ReadTransaction final : public ShardHold {
 public:
  static std::unique_ptr<ShardHold> begin(Connection& connection) {
    // Fails when there is one already, which then does.
    if (!run(connection, "BEGIN")) return nullptr;
    return std::unique_ptr<ShardHold>(new ReadTransaction(connection));
  }
  // A failure leaves nothing open: SQLite has ended the transaction itself.
  ~ReadTransaction() override { (void)run(connection_, "COMMIT"); }

 private:
  explicit ReadTransaction(Connection& connection) : connection_(connection) {}
  static bool run(Connection& connection, std::string_view sql) {
    const auto statement = connection.statement(sql);
    return statement && (*statement)->run();
  }
  Connection& connection_;
};

class SqliteReader final : public StoreReader {
 public:
  SqliteReader(StoreInfo info, std::shared_ptr<Shards> shards, std::string folder,
               std::unique_ptr<Connection> calculator)
      : info_(std::move(info)),
        shards_(std::move(shards)),
        folder_(std::move(folder)),
        calculator_(std::move(calculator)) {}

  const StoreInfo& info() const override { return info_; }

  Result<void> check_shard(uint32_t shard) override {
    auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    // Every table is there and its first page can be read.
    static const std::vector<std::string> kQueries = [] {
      std::vector<std::string> queries;
      for (const Table& each : tables()) queries.push_back(select_all(each) + " LIMIT 1");
      return queries;
    }();
    for (const std::string& query : kQueries) {
      const auto statement = (*connection)->statement(query);
      if (!statement) return lacks_table(statement.error());
      const StatementUse use(**statement);
      if (const auto step = (*statement)->step(); !step) return step.unexpected();
    }
    return {};
  }

  std::unique_ptr<ShardHold> hold(uint32_t shard) override {
    const auto connection = shards_->open(shard);
    return connection ? ReadTransaction::begin(**connection) : nullptr;
  }

  Result<Lookup<uint32_t>> calculate_shard(std::string_view root) override {
    Lookup<uint32_t> lookup{{":memory:", {}, {}, {}}, 0};
    const auto statement = calculator_->statement(kCalculateShard);
    if (!statement) return statement.unexpected();
    const StatementUse use(**statement);
    (*statement)->bind(1, root);
    (*statement)->bind(2, static_cast<int64_t>(info_.shard_count));
    auto done = collect(**statement, lookup.evidence, [&](const Statement& row) -> Result<void> {
      lookup.found = static_cast<uint32_t>(row.integer(1));
      return {};
    });
    if (!done) return done.unexpected();
    return lookup;
  }

  Result<Lookup<std::optional<PageInfoRow>>> page_info(const UrlKey& key) override { return one<PageInfoRow>(key); }
  Result<Lookup<std::optional<PageTextRow>>> page_text(const UrlKey& key) override { return one<PageTextRow>(key); }
  Result<Lookup<std::optional<SeenRow>>> seen(const UrlKey& key) override { return one<SeenRow>(key); }

  Result<Lookup<std::vector<PageHistoryRow>>> history(const UrlKey& key, std::optional<int64_t> before_ms,
                                                      int limit) override {
    return many<PageHistoryRow>(key.root_hash, history_question(before_ms.has_value()), [&](Statement& statement) {
      bind_key(statement, key);
      statement.bind(3, as_limit(limit));
      if (before_ms) statement.bind(4, *before_ms);
    });
  }

  Result<Lookup<std::vector<RobotsRow>>> robots(uint64_t root_hash, const std::string& origin, int limit) override {
    return many<RobotsRow>(root_hash, robots_question(), [&](Statement& statement) {
      statement.bind(1, static_cast<int64_t>(root_hash));
      statement.bind(2, std::string_view(origin));
      statement.bind(3, as_limit(limit));
    });
  }

  Result<Lookup<std::vector<RobotsRow>>> robots_of_host(uint64_t root_hash, const std::string& host,
                                                        int limit) override {
    const std::string first = host + " ", end = host + "!";
    return many<RobotsRow>(root_hash, robots_of_host_question(), [&](Statement& statement) {
      statement.bind(1, static_cast<int64_t>(root_hash));
      statement.bind(2, std::string_view(first));
      statement.bind(3, std::string_view(end));
      statement.bind(4, as_limit(limit));
    });
  }

  Result<Lookup<std::vector<BanRow>>> bans(uint64_t root_hash, const std::string& host) override {
    return many<BanRow>(root_hash, bans_question(), [&](Statement& statement) {
      statement.bind(1, static_cast<int64_t>(root_hash));
      statement.bind(2, std::string_view(host));
    });
  }

  Result<Lookup<LinkPage>> links(const UrlKey& key, LinkSide side, const std::string& after, int limit) override {
    // One row more tells whether there is a next page.
    const int64_t rows = limit > 0 ? int64_t{limit} + 1 : 0;
    auto asked = many<LinkRow>(key.root_hash, links_question(side, !after.empty()), [&](Statement& statement) {
      statement.bind(1, static_cast<int64_t>(key.root_hash));
      statement.bind(2, name(side));
      statement.bind(3, std::string_view(key.unparsed));
      statement.bind(4, rows);
      if (!after.empty()) statement.bind(5, std::string_view(after));
    });
    if (!asked) return asked.unexpected();
    Lookup<LinkPage> page{std::move(asked->evidence), {std::move(asked->found), std::nullopt, {}}};
    page.found.cut(limit);
    if (side == LinkSide::in) drop_what_sources_lack(page.found);
    return page;
  }

  Result<KeyList> same_content(const UrlKey& key, int64_t content_hash, int limit) override {
    KeyList found;
    for (uint32_t shard = 0; shard < info_.shard_count && found.keys.size() < static_cast<size_t>(as_limit(limit));
         ++shard) {
      auto read = same_content_in(shard, key, content_hash, as_limit(limit), found.keys);
      if (!read) found.unavailable.push_back({shard, target(shard), read.error()});
    }
    return found;
  }

  Result<Lookup<std::vector<DiscoveryRow>>> discoveries(const UrlKey& key, int limit) override {
    return many<DiscoveryRow>(key.root_hash, discoveries_question(), [&](Statement& statement) {
      bind_key(statement, key);
      statement.bind(3, as_limit(limit));
    });
  }

  Result<Lookup<std::vector<RunRow>>> runs(int limit) override {
    return many_of<RunRow>(kShardOfRuns, runs_question(),
                           [&](Statement& statement) { statement.bind(1, as_limit(limit)); });
  }

  Result<std::vector<Lookup<FilterOutcome>>> filters(const UrlKey& key, std::span<const Filter> filters,
                                                     Timestamp now) override {
    const uint32_t shard = shard_of(key.root_hash, info_.shard_count);
    auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    (*connection)->set_now(now.seconds());
    std::vector<Lookup<FilterOutcome>> outcomes;
    for (const Filter& filter : filters) {
      auto outcome = run_filter(**connection, shards_->target(shard), key, filter, now);
      if (!outcome) return outcome.unexpected();
      outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
  }

  Result<void> walk(uint32_t shard, const StorePart& part, const std::optional<UrlKey>& after,
                    const std::function<bool(UrlRows&)>& visit) override {
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const std::unique_ptr<ShardHold> held = ReadTransaction::begin(**connection);
    const auto walked = walk_urls(**connection, part, after, visit);
    return walked ? walked : lacks_table(walked.error());
  }
  Result<void> walk_events(uint32_t shard, const StorePart& part,
                           const std::function<bool(const PageHistoryRow&)>& visit) override {
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const auto walked = lycosa::walk_events(**connection, part, visit);
    return walked ? walked : lacks_table(walked.error());
  }
  Result<void> scan_columns(const ColumnScan& scan, const std::function<bool(const ColumnBatch&)>& visit) override {
    const auto connection = shards_->open(scan.shard);
    if (!connection) return connection.unexpected();
    const std::unique_ptr<ShardHold> held = ReadTransaction::begin(**connection);
    return scan_shard(**connection, scan, visit);
  }
  std::string target(uint32_t shard) const override { return shards_->target(shard); }
  std::string version(uint32_t shard) const override { return file_version(folder_ + "/" + shards_->target(shard)); }
  StoreFiles files() const override { return files_of(folder_); }

  Result<void> scan_seen(const std::function<bool(SeenRow)>& visit) override { return scan<SeenRow>(visit); }
  Result<void> scan_discoveries(Discovery how, const std::function<bool(DiscoveryRow)>& visit) override {
    static const std::string kSql =
        select_all(table("discovery")) + " WHERE how = ?1" + order_by_key(table("discovery"));
    return scan<DiscoveryRow>(kSql, visit, [&](Statement& statement) { statement.bind(1, name(how)); });
  }
  Result<void> scan_page_info(const std::function<bool(PageInfoRow)>& visit) override {
    return scan<PageInfoRow>(visit);
  }
  Result<void> scan_bans(const std::function<bool(BanRow)>& visit) override { return scan<BanRow>(visit); }

 private:
  static void bind_key(Statement& statement, const UrlKey& key) {
    statement.bind(1, static_cast<int64_t>(key.root_hash));
    statement.bind(2, std::string_view(key.unparsed));
  }

  // Asks one shard; every row that comes is read and kept as evidence too.
  template <class Row>
  Result<Lookup<std::vector<Row>>> many(uint64_t root_hash, const std::string& sql, const Bind& bind) {
    return many_of<Row>(shard_of(root_hash, info_.shard_count), sql, bind);
  }

  template <class Row>
  Result<Lookup<std::vector<Row>>> many_of(uint32_t shard, const std::string& sql, const Bind& bind) {
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)->statement(sql);
    if (!statement) return lacks_table(statement.error());
    const StatementUse use(**statement);
    bind(**statement);
    Lookup<std::vector<Row>> lookup{{shards_->target(shard), {}, {}, {}}, {}};
    auto done = collect(**statement, lookup.evidence, [&](const Statement& at) -> Result<void> {
      auto row = read_row<Row>(at);
      if (!row) return row.unexpected();
      lookup.found.push_back(std::move(*row));
      return {};
    });
    if (!done) return of_shard(**connection, done.error());
    return lookup;
  }

  // Whether the source of an incoming link still has it, as its own shard says.
  Result<bool> has_link(const LinkRow& row) {
    const auto connection = shards_->open(shard_of(row.other.root_hash, info_.shard_count));
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)->statement(kLinksVersion);
    if (!statement) return lacks_table(statement.error());
    const StatementUse use(**statement);
    bind_key(**statement, row.other);
    const auto step = (*statement)->step();
    if (!step) return step.unexpected();
    return *step == Statement::Step::done || (*statement)->is_null(0) || row.ver >= (*statement)->integer(0);
  }

  // The query has asked the sources of the target's own shard.
  void drop_what_sources_lack(LinkPage& page) {
    std::erase_if(page.rows, [&](const LinkRow& row) {
      const uint32_t shard = shard_of(row.other.root_hash, info_.shard_count);
      if (shard == shard_of(row.own.root_hash, info_.shard_count) || page.misses(shard)) return false;
      const auto has = has_link(row);
      if (!has) page.unavailable.push_back({shard, target(shard), has.error()});
      return has && !*has;
    });
  }

  Result<void> same_content_in(uint32_t shard, const UrlKey& key, int64_t content_hash, int64_t limit,
                               std::vector<UrlKey>& found) {
    // A store without the index was made before there was one: to look through all pages would take too long.
    const auto indexed = has_index(shard, "page_info_by_content");
    if (!indexed) return indexed.unexpected();
    if (!*indexed) return {};
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)
                               ->statement(
                                   "SELECT root_hash, src_unparsed FROM page_info WHERE content_hash = ?1 ORDER BY "
                                   "root_hash, src_unparsed "
                                   "LIMIT ?2");
    if (!statement) return lacks_table(statement.error());
    const StatementUse use(**statement);
    (*statement)->bind(1, content_hash);
    (*statement)->bind(2, limit + 1);
    while (true) {
      const auto step = (*statement)->step();
      if (!step) return step.unexpected();
      if (*step == Statement::Step::done) return {};
      UrlKey other{static_cast<uint64_t>((*statement)->integer(0)), std::string((*statement)->bytes(1))};
      if (other != key && found.size() < static_cast<size_t>(limit)) found.push_back(std::move(other));
    }
  }

  Result<bool> has_index(uint32_t shard, std::string_view index) {
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)->statement("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1");
    if (!statement) return statement.unexpected();
    const StatementUse use(**statement);
    (*statement)->bind(1, index);
    const auto step = (*statement)->step();
    if (!step) return step.unexpected();
    return *step == Statement::Step::row;
  }

  template <class Row>
  Result<Lookup<std::optional<Row>>> one(const UrlKey& key) {
    static const std::string kSql = select_by_key<Row>(2);
    auto rows = many<Row>(key.root_hash, kSql, [&](Statement& statement) { bind_key(statement, key); });
    if (!rows) return rows.unexpected();
    Lookup<std::optional<Row>> lookup{std::move(rows->evidence), std::nullopt};
    if (!rows->found.empty()) lookup.found = std::move(rows->found.front());
    return lookup;
  }

  template <class Row>
  Result<void> scan(const std::function<bool(Row)>& visit) {
    static const std::string kSql = select_all(table(table_name<Row>)) + order_by_key(table(table_name<Row>));
    return scan<Row>(kSql, visit, [](Statement&) {});
  }

  template <class Row>
  Result<void> scan(const std::string& sql, const std::function<bool(Row)>& visit, const Bind& bind) {
    for (uint32_t shard = 0; shard < info_.shard_count; ++shard) {
      const auto connection = shards_->open(shard);
      if (!connection) return connection.unexpected();
      const auto statement = (*connection)->statement(sql);
      if (!statement) return lacks_table(statement.error());
      const StatementUse use(**statement);
      bind(**statement);
      while (true) {
        const auto step = (*statement)->step();
        if (!step) return step.unexpected();
        if (*step == Statement::Step::done) break;
        auto row = read_row<Row>(**statement);
        if (!row) return of_shard(**connection, row.error());
        if (!visit(std::move(*row))) return {};
      }
    }
    return {};
  }

  StoreInfo info_;
  std::shared_ptr<Shards> shards_;
  std::string folder_;
  std::unique_ptr<Connection> calculator_;  // for questions that need no shard
};

}  // namespace

Result<std::unique_ptr<StoreReader>> make_sqlite_reader(StoreInfo info, std::shared_ptr<Shards> shards,
                                                        std::string folder) {
  auto calculator = Connection::open_memory("the calculator");
  if (!calculator) return calculator.unexpected();
  return std::unique_ptr<StoreReader>(
      std::make_unique<SqliteReader>(std::move(info), std::move(shards), std::move(folder), std::move(*calculator)));
}

}  // namespace lycosa::inline store
