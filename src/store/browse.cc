#include "store/browse.h"

#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "store/count.h"
#include "store/rows.h"
#include "store/shards.h"
#include "store/sqlite.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

constexpr std::array<std::string_view, 5> kStageNames = {"discovered", "admitted", "crawled", "ok", "indexable"};

// Rows that one page of a list may look at before it is handed out, short as it is.
constexpr int kMostExamined = 20000;
constexpr int kMostPerQuery = 2000;

// Behind every byte that an unparsed URL can have.
const std::string kEnd = "\x7f";

// " WHERE " the keys of a part that lie behind a key: a range of the key, whose first two columns are these.
std::string where_behind(const StorePart& part) {
  return part.root_hash ? " WHERE root_hash = ?1 AND src_unparsed > ?2 AND src_unparsed < ?3"
                        : " WHERE (root_hash, src_unparsed) > (?1, ?2)";
}

// The values of its parameters; must outlive the statement's run.
struct Bounds {
  int64_t root;
  std::string first, end;

  Bounds(const StorePart& part, const std::optional<UrlKey>& after) : root(-1) {
    if (!part.root_hash) {
      if (after) root = static_cast<int64_t>(after->root_hash);
      if (after) first = after->unparsed;
      return;
    }
    root = static_cast<int64_t>(*part.root_hash);
    if (!part.host.empty()) first = part.host + "!";
    end = part.host.empty() ? kEnd : part.host + "\"";
    if (after) first = std::max(first, after->unparsed);
  }
  void bind(Statement& statement, const StorePart& part) const {
    statement.bind(1, root);
    statement.bind(2, std::string_view(first));
    if (part.root_hash) statement.bind(3, std::string_view(end));
  }
};

constexpr std::string_view kKeyOrder = " ORDER BY root_hash, src_unparsed";
constexpr std::string_view kNewest =
    " AND NOT EXISTS (SELECT 1 FROM page_history AS newer WHERE newer.root_hash = page_history.root_hash AND "
    "newer.src_unparsed = page_history.src_unparsed AND newer.event_stamp_ms > page_history.event_stamp_ms)";

// Keys of a part behind a key, from the table `seen` in its own order.
std::string keys_sql(const StorePart& part) {
  return "SELECT root_hash, src_unparsed FROM seen" + where_behind(part) + std::string(kKeyOrder) + " LIMIT ?4";
}

// The same, of URLs that have a reason: two indices on reason, merged in key order.
std::string keys_with_reason_sql(const StorePart& part) {
  const std::string rest = where_behind(part) + " AND reason = ?5";
  return "SELECT root_hash, src_unparsed FROM seen" + rest + " UNION SELECT root_hash, src_unparsed FROM page_history" +
         rest + std::string(kNewest) + " ORDER BY 1, 2 LIMIT ?4";
}

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

bool reached(const UrlRow& row, const std::optional<PageInfoRow>& page, FunnelStage stage) {
  switch (stage) {
    case FunnelStage::discovered:
      return true;
    case FunnelStage::admitted:
      return row.seen.state != SeenState::refused;
    case FunnelStage::crawled:
      return page.has_value();
    case FunnelStage::ok:
      return page && page->download_http_code == 200;
    case FunnelStage::indexable:
      return row.last && row.last->verdict == "INDEXABLE";
  }
  return false;
}

class SqliteBrowser final : public StoreBrowser {
 public:
  SqliteBrowser(const std::string& folder, std::unique_ptr<StoreReader> reader)
      : folder_(folder),
        reader_(std::move(reader)),
        shards_(folder_shards_for_reading(folder, reader_->info().shard_count)) {}

  const StoreInfo& info() const override { return reader_->info(); }
  std::string target(uint32_t shard) const override { return shards_->target(shard); }

  Result<UrlList> urls(const UrlQuery& query) override {
    UrlList list;
    int examined = 0;
    const uint32_t count = info().shard_count;
    const bool one_shard = query.part.root_hash.has_value();
    uint32_t shard = one_shard     ? shard_of(*query.part.root_hash, count)
                     : query.after ? shard_of(query.after->root_hash, count)
                                   : 0;
    const uint32_t end = one_shard ? shard + 1 : count;
    std::optional<UrlKey> after = query.after;
    for (; shard < end; ++shard) {
      auto done = urls_of_shard(shard, query, after, list, examined);
      if (!done && one_shard) return done.unexpected();
      if (!done) list.unavailable.push_back({shard, target(shard), done.error()});
      list.more = done && !*done;
      if (list.more) break;
      after.reset();
    }
    return list;
  }

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

  Result<Totals> count(uint32_t shard, const StorePart& part, int64_t budget) override {
    const std::string where = where_behind(part);
    const std::string order(kKeyOrder);
    const Bounds bounds(part, std::nullopt);
    Statement* statements[3] = {};
    const std::string queries[3] = {
        "SELECT root_hash, src_unparsed, state, reason FROM seen" + where + order,
        "SELECT root_hash, src_unparsed, download_stamp, download_http_code, download_type, download_size, wire_size, "
        "download_ms, words FROM page_info" +
            where + order,
        "SELECT root_hash, src_unparsed, event_stamp_ms, download_http_code, verdict, reason FROM page_history" +
            where + order + ", event_stamp_ms",
    };
    for (size_t i = 0; i < 3; ++i) {
      auto statement = ready(shard, queries[i]);
      if (!statement) return statement.unexpected();
      statements[i] = *statement;
    }
    const StatementUse a(*statements[0]), b(*statements[1]), c(*statements[2]);
    for (Statement* statement : statements) bounds.bind(*statement, part);
    return count_rows(*statements[0], *statements[1], *statements[2], budget);
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

  // The next keys of a shard that may match: all that match when an index on reasons can tell.
  Result<std::vector<UrlKey>> next_keys(uint32_t shard, const UrlQuery& query, const std::optional<UrlKey>& after,
                                        int limit) {
    bool by_reason = !query.reason.empty();
    if (by_reason) {
      auto indexed = has_index(shard, "page_history_by_reason");
      if (!indexed) return indexed.unexpected();
      by_reason = *indexed;
    }
    auto statement = ready(shard, by_reason ? keys_with_reason_sql(query.part) : keys_sql(query.part));
    if (!statement) return statement.unexpected();
    const StatementUse use(**statement);
    const Bounds bounds(query.part, after);
    bounds.bind(**statement, query.part);
    (*statement)->bind(4, int64_t{limit});
    if (by_reason) (*statement)->bind(5, std::string_view(query.reason));
    std::vector<UrlKey> keys;
    auto read = each_row(**statement, [&](const Statement& row) {
      keys.push_back({static_cast<uint64_t>(row.integer(0)), std::string(row.bytes(1))});
      return Result<void>();
    });
    if (!read) return read.unexpected();
    return keys;
  }

  Result<std::optional<UrlRow>> row_of(const UrlKey& key, const UrlQuery& query) {
    auto seen = reader_->seen(key);
    if (!seen) return seen.unexpected();
    auto last = reader_->history(key, 1);
    if (!last) return last.unexpected();
    UrlRow row;
    row.seen.key = key;
    if (seen->found) row.seen = std::move(*seen->found);
    if (!last->found.empty()) row.last = std::move(last->found.front());
    if (query.state && row.seen.state != *query.state) return std::optional<UrlRow>();
    if (!query.verdict.empty() && (row.last ? row.last->verdict : "NOT_CRAWLED") != query.verdict) {
      return std::optional<UrlRow>();
    }
    const bool reason_holds =
        query.reason.empty() || row.seen.reason == query.reason || (row.last && row.last->reason == query.reason);
    if (!reason_holds) return std::optional<UrlRow>();
    auto page = reader_->page_info(key);
    if (!page) return page.unexpected();
    if (query.stage && !reached(row, page->found, *query.stage)) return std::optional<UrlRow>();
    if (query.http_status && (!page->found || page->found->download_http_code != *query.http_status)) {
      return std::optional<UrlRow>();
    }
    if (page->found) row.title = page->found->meta_title;
    auto first = reader_->discoveries(key, 1);
    if (!first) return first.unexpected();
    if (!first->found.empty()) row.first = std::move(first->found.front());
    return std::optional<UrlRow>(std::move(row));
  }

  // Adds the shard's URLs. False when the page is full, or has looked at as many rows as it may.
  Result<bool> urls_of_shard(uint32_t shard, const UrlQuery& query, std::optional<UrlKey> after, UrlList& list,
                             int& examined) {
    while (true) {
      const int missing = query.limit - static_cast<int>(list.rows.size());
      const int batch = std::min(kMostPerQuery, std::max(missing + 1, 64));
      auto keys = next_keys(shard, query, after, batch);
      if (!keys) return keys.unexpected();
      for (const UrlKey& key : *keys) {
        if (static_cast<int>(list.rows.size()) >= query.limit || examined >= kMostExamined) return false;
        ++examined;
        auto row = row_of(key, query);
        if (!row) return row.unexpected();
        if (*row) list.rows.push_back(std::move(**row));
        list.last = key;
      }
      if (keys->size() < static_cast<size_t>(batch)) return true;
      after = keys->back();
    }
  }

  std::string folder_;
  std::unique_ptr<StoreReader> reader_;
  std::unique_ptr<Shards> shards_;
};

}  // namespace

std::string_view name(FunnelStage stage) {
  return kStageNames[static_cast<size_t>(stage)];
}

std::optional<FunnelStage> funnel_stage_from_name(std::string_view name) {
  const auto found = std::find(kStageNames.begin(), kStageNames.end(), name);
  if (found == kStageNames.end()) return std::nullopt;
  return static_cast<FunnelStage>(found - kStageNames.begin());
}

Result<std::unique_ptr<StoreBrowser>> open_store_browser(const std::string& folder) {
  auto reader = open_store_reader(folder);
  if (!reader) return reader.unexpected();
  return std::unique_ptr<StoreBrowser>(std::make_unique<SqliteBrowser>(folder, std::move(*reader)));
}

}  // namespace lycosa::inline store
