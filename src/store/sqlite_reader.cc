#include "store/sqlite_reader.h"

#include <functional>
#include <set>

#include "record/columns.h"
#include "store/asking_reader.h"
#include "store/evidence.h"
#include "store/filter_run.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/sqlite_columns.h"
#include "store/sqlite_walk.h"
#include "store/store_files.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// Root hash and unparsed URL of a page.
constexpr std::string_view kLinksVersion = "SELECT links_ver FROM page_info WHERE root_hash = ?1 AND src_unparsed = ?2";
// Content hash, limit.
constexpr std::string_view kWithContent =
    "SELECT root_hash, src_unparsed FROM page_info WHERE content_hash = ?1 ORDER BY root_hash, src_unparsed LIMIT ?2";

// The parameters must outlive the statement's run.
void bind_all(Statement& statement, const Parameters& parameters) {
  int i = 0;
  for (const KeyValue& value : parameters) {
    ++i;
    if (const auto* integer = std::get_if<int64_t>(&value)) {
      statement.bind(i, *integer);
    } else {
      statement.bind(i, std::string_view(std::get<std::string>(value)));
    }
  }
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

class SqliteReader final : public AskingReader<SqliteReader> {
 public:
  SqliteReader(StoreInfo info, std::shared_ptr<Shards> shards, std::unique_ptr<Connection> calculator,
               const std::vector<ShardFault>& left_out)
      : AskingReader(std::move(info)), shards_(std::move(shards)), calculator_(std::move(calculator)) {
    for (const ShardFault& fault : left_out) left_out_.insert(fault.shard);
  }

  Result<void> check_shard(uint32_t shard) override {
    auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    // Every table is there and its first page can be read.
    static const std::vector<std::string> queries_of_all = [] {
      std::vector<std::string> queries;
      for (const Table& each : tables()) queries.push_back(select_all(each) + " LIMIT 1");
      return queries;
    }();
    for (const std::string& query : queries_of_all) {
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
    (*statement)->bind(2, static_cast<int64_t>(info().shard_count));
    auto done = collect(**statement, lookup.evidence, [&](const Statement& row) -> Result<void> {
      lookup.found = static_cast<uint32_t>(row.integer(1));
      return {};
    });
    if (!done) return done.unexpected();
    return lookup;
  }

  Result<std::vector<Lookup<FilterOutcome>>> filters(const UrlKey& key, std::span<const Filter> filters,
                                                     Timestamp now) override {
    const uint32_t shard = shard_of_root(key.root_hash);
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
  std::string version(uint32_t shard) const override {
    return file_version(info().folder + "/" + shards_->target(shard));
  }
  StoreFiles files() const override { return files_of(info()); }

  // What AskingReader calls.
  template <class Row>
  Result<Lookup<std::vector<Row>>> answer(uint32_t shard, const Question& question, const Parameters& parameters) {
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)->statement(question.sql);
    if (!statement) return lacks_table(statement.error());
    const StatementUse use(**statement);
    bind_all(**statement, parameters);
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

  template <class Row>
  Result<bool> stream(uint32_t shard, const Question& question, const Parameters& parameters,
                      const std::function<bool(Row)>& visit) {
    if (left_out_.contains(shard)) return true;
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)->statement(question.sql);
    if (!statement) return lacks_table(statement.error());
    const StatementUse use(**statement);
    bind_all(**statement, parameters);
    while (true) {
      const auto step = (*statement)->step();
      if (!step) return step.unexpected();
      if (*step == Statement::Step::done) return true;
      auto row = read_row<Row>(**statement);
      if (!row) return of_shard(**connection, row.error());
      if (!visit(std::move(*row))) return false;
    }
  }

  Result<std::optional<int64_t>> links_version(const UrlKey& page) {
    const auto connection = shards_->open(shard_of_root(page.root_hash));
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)->statement(kLinksVersion);
    if (!statement) return lacks_table(statement.error());
    const StatementUse use(**statement);
    (*statement)->bind(1, static_cast<int64_t>(page.root_hash));
    (*statement)->bind(2, std::string_view(page.unparsed));
    const auto step = (*statement)->step();
    if (!step) return step.unexpected();
    if (*step == Statement::Step::done || (*statement)->is_null(0)) return std::optional<int64_t>();
    return std::optional<int64_t>((*statement)->integer(0));
  }

  Result<std::vector<UrlKey>> with_content(uint32_t shard, int64_t content_hash, int64_t limit) {
    std::vector<UrlKey> keys;
    // A store without the index was made before there was one: to look through all pages would take too long.
    const auto indexed = has_index(shard, "page_info_by_content");
    if (!indexed) return indexed.unexpected();
    if (!*indexed) return keys;
    const auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    const auto statement = (*connection)->statement(kWithContent);
    if (!statement) return lacks_table(statement.error());
    const StatementUse use(**statement);
    (*statement)->bind(1, content_hash);
    (*statement)->bind(2, limit);
    while (true) {
      const auto step = (*statement)->step();
      if (!step) return step.unexpected();
      if (*step == Statement::Step::done) return keys;
      keys.push_back({static_cast<uint64_t>((*statement)->integer(0)), std::string((*statement)->bytes(1))});
    }
  }

 private:
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

  std::shared_ptr<Shards> shards_;
  std::set<uint32_t> left_out_;             // by the scans
  std::unique_ptr<Connection> calculator_;  // for questions that need no shard
};

}  // namespace

Result<std::unique_ptr<StoreReader>> make_sqlite_reader(StoreInfo info, std::shared_ptr<Shards> shards,
                                                        const std::vector<ShardFault>& left_out) {
  auto calculator = Connection::open_memory("the calculator");
  if (!calculator) return calculator.unexpected();
  return std::unique_ptr<StoreReader>(
      std::make_unique<SqliteReader>(std::move(info), std::move(shards), std::move(*calculator), left_out));
}

}  // namespace lycosa::inline store
