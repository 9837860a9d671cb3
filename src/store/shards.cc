#include "store/shards.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "record/columns.h"
#include "store/older_formats.h"
#include "store/store_info.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// "LYCO", by which `file` and we know a shard from any other database.
constexpr int64_t kApplicationId = 0x4c59434f;
constexpr uint32_t kPageSize = 8192;
// Memory for pages of all shards together, in KiB, and what one shard gets of it.
constexpr uint32_t kCacheKiB = 256 << 10;
constexpr uint32_t kMostCacheKiB = 64 << 10;
constexpr uint32_t kLeastCacheKiB = 2 << 10;

std::string cache_pragma(uint32_t shard_count) {
  return "PRAGMA cache_size=-" + std::to_string(std::clamp(kCacheKiB / shard_count, kLeastCacheKiB, kMostCacheKiB));
}

// Pragmas that stay with the file. 8 KiB pages keep rows of a kilobyte out of overflow pages.
Result<void> make_tables(Connection& connection) {
  std::string sql = "BEGIN IMMEDIATE;";
  sql += create_all() + create_indices();
  sql += "PRAGMA application_id=" + std::to_string(kApplicationId) + ";";
  sql += "PRAGMA user_version=" + std::to_string(kStoreFormat) + ";COMMIT";
  return connection.execute(sql);
}

// A file that is not a shard of a format that we know is found here, before a query meets it. Gives its format.
Result<int64_t> format_of(Connection& connection) {
  const auto id = connection.integer("PRAGMA application_id");
  if (!id) return id.unexpected();
  const auto version = connection.integer("PRAGMA user_version");
  if (!version) return version.unexpected();
  if (*id != kApplicationId) {
    return fail(ErrorKind::corrupt, connection.label() +
                                        " is not a shard of a store; restore its file from a copy; the "
                                        "other shards can still be asked");
  }
  if (*version > kStoreFormat) {
    return fail(ErrorKind::invalid, connection.label() + " has format " + std::to_string(*version) +
                                        " and this lycosa reads up to " + std::to_string(kStoreFormat) +
                                        "; use a newer lycosa");
  }
  return *version;
}

// The journal mode is kept in the file; the others hold for one connection.
Result<void> set_for_writing(Connection& connection, uint32_t shard_count) {
  return connection.execute("PRAGMA page_size=" + std::to_string(kPageSize) +
                            ";PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA wal_autocheckpoint=20000;" +
                            cache_pragma(shard_count));
}

// The view `link` of a store is somebody's text, which is not to be trusted: this is ours.
Result<void> show_links(Connection& connection) {
  return connection.execute("PRAGMA query_only=OFF;CREATE TEMP VIEW link AS " +
                            select_all_from(table("link"), "lycosa_link") + ";PRAGMA query_only=ON");
}

Unexpected missing(const std::string& label) {
  return fail(ErrorKind::not_found,
              label + " is missing; restore its file from a copy; the other shards can still be asked");
}

bool exists(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

// Opening a pipe would wait for whoever writes to it. SQLite opens what stands beside the file, too.
Result<void> check_file(const std::string& path, const std::string& label) {
  for (const char* end : {"", "-wal", "-shm", "-journal"}) {
    struct stat status {};
    if (stat((path + end).c_str(), &status) != 0 || S_ISREG(status.st_mode)) continue;
    std::string what = label;
    if (*end != '\0') {
      what = path;
      what.append(end).append(", which belongs to ").append(label).append(",");
    }
    return fail(ErrorKind::corrupt,
                what + " is not a file; restore it from a copy; the other shards can still be asked");
  }
  return {};
}

// Whether the other shards can be written all the same.
bool is_of_one_shard(const Error& error) {
  return error.kind == ErrorKind::not_found || error.kind == ErrorKind::corrupt || error.kind == ErrorKind::unavailable;
}

class FolderShards : public Shards {
 public:
  FolderShards(std::string folder, uint32_t shard_count) : folder_(std::move(folder)), connections_(shard_count) {}

  Result<Connection*> open(uint32_t shard) override {
    if (auto checked = check_shard_number(shard, count()); !checked) return checked.unexpected();
    auto& connection = connections_[shard];
    if (!connection) {
      auto opened = open_file(folder_ + "/" + target(shard), shard_label(folder_, shard, count()));
      if (!opened) return opened.unexpected();
      connection = std::move(*opened);
    }
    return connection.get();
  }

  std::string target(uint32_t shard) const override { return shard_target(shard, count()); }

 protected:
  uint32_t count() const { return static_cast<uint32_t>(connections_.size()); }
  virtual Result<std::unique_ptr<Connection>> open_file(const std::string& path, std::string label) = 0;

 private:
  std::string folder_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

class ReadShards final : public FolderShards {
 public:
  using FolderShards::FolderShards;

 private:
  Result<std::unique_ptr<Connection>> open_file(const std::string& path, std::string label) override {
    if (!exists(path)) return missing(label);
    if (auto checked = check_file(path, label); !checked) return checked.unexpected();
    auto connection = open_checked(path, Connection::Mode::read, label);
    // In a folder that cannot be written SQLite cannot make the index that it shares with a writer. Without a log
    // there is no writer, and the file alone is the whole shard.
    if (connection || connection.error().kind != ErrorKind::unavailable || access(folder_of(path).c_str(), W_OK) == 0) {
      return connection;
    }
    if (struct stat log{}; stat((path + "-wal").c_str(), &log) == 0 && log.st_size > 0) {
      return fail(ErrorKind::unavailable, label +
                                              " has a log of a crawl that was killed or still runs, and cannot be "
                                              "read in a folder without the right to write; copy the store first");
    }
    return open_checked(path, Connection::Mode::read_immutable, label);
  }

  Result<std::unique_ptr<Connection>> open_checked(const std::string& path, Connection::Mode mode,
                                                   const std::string& label) const {
    auto connection = Connection::open(path, mode, label);
    if (!connection) return connection;
    const auto format = format_of(**connection);
    if (!format) return format.unexpected();
    if (auto done = (*connection)->execute(cache_pragma(count())); !done) return done.unexpected();
    auto shown = *format < kStoreFormat ? show_as_present(**connection, *format) : show_links(**connection);
    if (!shown) return shown.unexpected();
    return connection;
  }

  static std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }
};

class WriteShards final : public FolderShards {
 public:
  WriteShards(std::string folder, uint32_t shard_count, bool make)
      : FolderShards(std::move(folder), shard_count), make_(make) {}

 private:
  Result<std::unique_ptr<Connection>> open_file(const std::string& path, std::string label) override {
    if (!make_ && !exists(path)) return missing(label);
    if (auto checked = check_file(path, label); !checked) return checked.unexpected();
    const auto mode = make_ ? Connection::Mode::create : Connection::Mode::write;
    auto connection = Connection::open(path, mode, std::move(label));
    if (!connection) return connection;
    if ((*connection)->is_read_only()) {
      return fail(ErrorKind::unavailable,
                  (*connection)->label() + " cannot be written; check the rights of its folder and file");
    }
    if (auto set = set_for_writing(**connection, count()); !set) return set.unexpected();
    if (make_) {
      if (auto made = make_tables(**connection); !made) return made.unexpected();
    }
    const auto format = format_of(**connection);
    if (!format) return format.unexpected();
    if (*format < kStoreFormat) {
      if (auto brought = bring_to_present(**connection, *format); !brought) return brought.unexpected();
    }
    // A store of an earlier version lacks them; for one that has them this is nothing.
    if (auto indexed = (*connection)->execute(create_indices()); !indexed) return indexed.unexpected();
    return connection;
  }

  bool make_;
};

}  // namespace

std::unique_ptr<Shards> folder_shards_for_reading(const std::string& folder, uint32_t shard_count) {
  return std::make_unique<ReadShards>(folder, shard_count);
}

Result<std::unique_ptr<Shards>> folder_shards_to_fill(const std::string& folder, uint32_t shard_count) {
  std::unique_ptr<Shards> shards = std::make_unique<WriteShards>(folder, shard_count, true);
  for (uint32_t i = 0; i < shard_count; ++i) {
    if (auto opened = shards->open(i); !opened) return opened.unexpected();
  }
  return shards;
}

Result<std::unique_ptr<Shards>> folder_shards_for_writing(const std::string& folder, uint32_t shard_count,
                                                          std::vector<ShardFault>* left_out) {
  std::unique_ptr<Shards> shards = std::make_unique<WriteShards>(folder, shard_count, false);
  for (uint32_t i = 0; i < shard_count; ++i) {
    const auto opened = shards->open(i);
    if (opened) continue;
    if (!left_out || i == kShardOfRuns || !is_of_one_shard(opened.error())) return opened.unexpected();
    left_out->push_back({i, shards->target(i), opened.error()});
  }
  return shards;
}

}  // namespace lycosa::inline store
