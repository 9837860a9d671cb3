#include "store/browse.h"

#include <signal.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "store/rows.h"
#include "store/shards.h"
#include "store/sqlite.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// Size and time of a file's last change: SQLite has no number for changes that two connections would agree on.
std::string stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return "-";
  return std::to_string(status.st_size) + "," + std::to_string(status.st_mtim.tv_sec) + "." +
         std::to_string(status.st_mtim.tv_nsec) + ";";
}

int64_t bytes_in(const std::string& folder) {
  int64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    std::error_code ignored;
    const uintmax_t size = file->is_regular_file(ignored) ? file->file_size(ignored) : 0;
    if (!ignored) bytes += static_cast<int64_t>(size);
  }
  return bytes;
}

// writer.lock has a process id while that process writes; after a kill the number stays and the process is gone.
std::optional<uint64_t> writer_of(const std::string& folder) {
  std::ifstream file(folder + "/writer.lock", std::ios::binary);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const auto process = parse_uint(trim(line));
  if (!process || *process == 0 || *process > INT32_MAX) return std::nullopt;
  if (kill(static_cast<pid_t>(*process), 0) != 0 && errno == ESRCH) return std::nullopt;
  return process;
}

class SqliteBrowser final : public StoreBrowser {
 public:
  SqliteBrowser(const std::string& folder, std::unique_ptr<StoreReader> reader)
      : folder_(folder),
        reader_(std::move(reader)),
        shards_(folder_shards_for_reading(folder, reader_->info().shard_count)) {}

  const StoreInfo& info() const override { return reader_->info(); }
  std::string target(uint32_t shard) const override { return shards_->target(shard); }

  Result<LinkList> links(const UrlKey& key, LinkSide side, const std::string& after, int limit) override {
    static const std::string kSql = select_all(table("link")) + where_key(table("link"), 3) +
                                    " AND other_unparsed > ?4 ORDER BY other_unparsed LIMIT ?5";
    LinkList list;
    auto rows = rows_of<LinkRow>(key.root_hash, kSql, [&](Statement& statement) {
      statement.bind(1, static_cast<int64_t>(key.root_hash));
      statement.bind(2, name(side));
      statement.bind(3, std::string_view(key.unparsed));
      statement.bind(4, std::string_view(after));
      statement.bind(5, int64_t{limit} + 1);
    });
    if (!rows) return rows.unexpected();
    list.rows = std::move(*rows);
    if (list.rows.size() > static_cast<size_t>(limit)) {
      list.rows.resize(static_cast<size_t>(limit));
      list.next = list.rows.back().other.unparsed;
    }
    return list;
  }

  Result<std::vector<PageHistoryRow>> history(const UrlKey& key, std::optional<int64_t> before_ms, int limit) override {
    static const std::string kSql = select_all(table("page_history")) + where_key(table("page_history"), 2) +
                                    " AND event_stamp_ms < ?3 ORDER BY event_stamp_ms DESC LIMIT ?4";
    return rows_of<PageHistoryRow>(key.root_hash, kSql, [&](Statement& statement) {
      statement.bind(1, static_cast<int64_t>(key.root_hash));
      statement.bind(2, std::string_view(key.unparsed));
      statement.bind(3, before_ms.value_or(INT64_MAX));
      statement.bind(4, int64_t{limit});
    });
  }

  Result<KeyList> same_content(const UrlKey& key, int64_t content_hash, int limit) override {
    KeyList found;
    for (uint32_t shard = 0; shard < info().shard_count && found.keys.size() < static_cast<size_t>(limit); ++shard) {
      auto read = same_content_in(shard, key, content_hash, limit, found.keys);
      if (!read) found.unavailable.push_back({shard, target(shard), read.error()});
    }
    return found;
  }

  Result<std::vector<RobotsRow>> robots_of_host(uint64_t root_hash, const std::string& host, int limit) override {
    static const std::string kSql = select_all(table("robots")) +
                                    " WHERE root_hash = ?1 AND host > ?2 AND host < ?3 "
                                    "ORDER BY fetch_stamp_ms DESC, host LIMIT ?4";
    const std::string first = host + " ", end = host + "!";
    return rows_of<RobotsRow>(root_hash, kSql, [&](Statement& statement) {
      statement.bind(1, static_cast<int64_t>(root_hash));
      statement.bind(2, std::string_view(first));
      statement.bind(3, std::string_view(end));
      statement.bind(4, int64_t{limit});
    });
  }

  std::string version(uint32_t shard) const override {
    const std::string path = folder_ + "/" + shards_->target(shard);
    return stamp_of(path) + stamp_of(path + "-wal");
  }

  StoreFiles files() const override {
    StoreFiles files;
    files.shard_bytes = bytes_in(folder_ + "/shards");
    files.archive_bytes = bytes_in(folder_ + "/archive");
    files.writer = writer_of(folder_);
    return files;
  }

 private:
  Result<void> same_content_in(uint32_t shard, const UrlKey& key, int64_t content_hash, int limit,
                               std::vector<UrlKey>& found) {
    // A store without the index was made before there was one: to look through all pages would take too long.
    auto indexed = has_index(shard, "page_info_by_content");
    if (!indexed) return indexed.unexpected();
    if (!*indexed) return {};
    auto statement = ready(shard, "SELECT root_hash, src_unparsed FROM page_info WHERE content_hash = ?1 LIMIT ?2");
    if (!statement) return statement.unexpected();
    const StatementUse use(**statement);
    (*statement)->bind(1, content_hash);
    (*statement)->bind(2, int64_t{limit} + 1);
    return each_row(**statement, [&](const Statement& row) {
      UrlKey other{static_cast<uint64_t>(row.integer(0)), std::string(row.bytes(1))};
      if (other != key && found.size() < static_cast<size_t>(limit)) found.push_back(std::move(other));
      return Result<void>();
    });
  }

  Result<Statement*> ready(uint32_t shard, const std::string& sql) {
    auto connection = shards_->open(shard);
    if (!connection) return connection.unexpected();
    return (*connection)->statement(sql);
  }

  template <class Visit>
  static Result<void> each_row(Statement& statement, Visit&& visit) {
    while (true) {
      const auto step = statement.step();
      if (!step) return step.unexpected();
      if (*step == Statement::Step::done) return {};
      if (auto visited = visit(statement); !visited) return visited;
    }
  }

  template <class Row, class Bind>
  Result<std::vector<Row>> rows_of(uint64_t root_hash, const std::string& sql, Bind&& bind) {
    auto statement = ready(shard_of(root_hash, info().shard_count), sql);
    if (!statement) return statement.unexpected();
    const StatementUse use(**statement);
    bind(**statement);
    std::vector<Row> rows;
    auto read = each_row(**statement, [&](const Statement& at) -> Result<void> {
      auto row = read_row<Row>(at);
      if (!row) return row.unexpected();
      rows.push_back(std::move(*row));
      return {};
    });
    if (!read) return read.unexpected();
    return rows;
  }

  Result<bool> has_index(uint32_t shard, std::string_view index) {
    auto statement = ready(shard, "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1");
    if (!statement) return statement.unexpected();
    const StatementUse use(**statement);
    (*statement)->bind(1, index);
    const auto step = (*statement)->step();
    if (!step) return step.unexpected();
    return *step == Statement::Step::row;
  }

  std::string folder_;
  std::unique_ptr<StoreReader> reader_;
  std::unique_ptr<Shards> shards_;
};

}  // namespace

Result<std::unique_ptr<StoreBrowser>> open_store_browser(const std::string& folder) {
  auto reader = open_store_reader(folder);
  if (!reader) return reader.unexpected();
  return std::unique_ptr<StoreBrowser>(std::make_unique<SqliteBrowser>(folder, std::move(*reader)));
}

}  // namespace lycosa::inline store
