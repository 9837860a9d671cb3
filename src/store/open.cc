#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/memory_reader.h"
#include "store/memory_writer.h"
#include "store/older_formats.h"
#include "store/shards.h"
#include "store/sqlite_reader.h"
#include "store/sqlite_writer.h"
#include "store/store.h"
#include "store/store_info.h"
#include "store/writer_lock.h"

namespace lycosa::inline store {
namespace {

namespace fs = std::filesystem;

Unexpected cannot(const std::string& what, const std::string& cause) {
  return fail(ErrorKind::unavailable, what + ": " + cause + "; check its rights and the disk, or name another folder");
}

Result<bool> has_store(const std::string& folder) {
  std::error_code error;
  const bool there = fs::exists(store_toml_path(folder), error);
  if (error && error != std::errc::not_a_directory) return cannot(folder + " cannot be read", error.message());
  return there;
}

Result<std::string> read_toml(const std::string& folder) {
  const std::string path = store_toml_path(folder);
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return fail(ErrorKind::corrupt, path + " is not a file; restore it from a copy");
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return cannot(path + " cannot be read", std::strerror(errno));
  return text.str();
}

Result<StoreInfo> read_info(const std::string& folder) {
  const auto toml = read_toml(folder);
  if (!toml) return toml.unexpected();
  auto info = parse_store_toml(*toml, store_toml_path(folder));
  if (info) info->folder = folder;
  return info;
}

// Written beside its name and moved there, so that a store.toml is whole or absent.
Result<void> write_toml(const std::string& folder, const std::string& text) {
  const std::string path = store_toml_path(folder);
  const std::string fresh = path + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (file < 0) return cannot(fresh + " cannot be made", std::strerror(errno));
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  const int cause = errno;
  ::close(file);
  if (!written) return cannot(fresh + " cannot be written", std::strerror(cause));
  std::error_code error;
  fs::rename(fresh, path, error);
  if (error) return cannot(path + " cannot be made", error.message());
  return {};
}

Result<void> make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return cannot("the folder " + folder + " cannot be made", error.message());
  return {};
}

// An archive that is missing is made by the next crawl.
Result<void> check_archive_folder(const StoreInfo& info) {
  const std::string archive = info.archive_folder();
  std::error_code error;
  if (!fs::exists(archive, error) || fs::is_directory(archive, error)) return {};
  return fail(ErrorKind::invalid, archive + ", the archive of the store " + info.folder +
                                      ", is not a folder; move it away, or name another one in store.toml");
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

StoreInfo new_info(const StoreOptions& options) {
  StoreInfo info;
  info.format = kStoreFormat;
  info.shard_count = options.shard_count;
  info.cluster = options.cluster;
  info.node_pattern = options.node_pattern;
  info.rules = options.rules;
  info.filters.assign(default_filters().begin(), default_filters().end());
  return info;
}

Result<StoreInfo> existing_info(const std::string& folder, const StoreOptions& options) {
  auto info = read_info(folder);
  if (!info) return info;
  if (options.shard_count_given && options.shard_count != info->shard_count) {
    return fail(ErrorKind::invalid, "the store " + folder + " was made with " + std::to_string(info->shard_count) +
                                        " shards, not " + std::to_string(options.shard_count) +
                                        ", and that cannot change; leave the number out, or name another store");
  }
  if (options.rules_given && options.rules != info->rules) {
    return fail(ErrorKind::invalid, "the store " + folder + " was made with the rules " + joined(info->rules.names()) +
                                        " of the canonical form, not " + joined(options.rules.names()) +
                                        ", and its keys rest on them; leave the rules out, or name another store");
  }
  return info;
}

// store.toml comes last, so that where it is all shards are, and one that is missing later was lost.
Result<std::unique_ptr<StoreWriter>> make_store(const std::string& folder, const StoreOptions& options,
                                                std::unique_ptr<WriterLock> lock) {
  StoreInfo info = new_info(options);
  info.folder = folder;
  if (auto made = make_folder(info.archive_folder()); !made) return made.unexpected();
  auto shards = folder_shards_to_fill(folder, info.shard_count);
  if (!shards) return shards.unexpected();
  if (auto written = write_toml(folder, store_toml(info)); !written) return written.unexpected();
  return make_sqlite_writer(std::move(info), std::move(*shards), {}, std::move(lock));
}

}  // namespace

const ShardFault* StoreWriter::fault_of(uint64_t root_hash) const {
  const std::vector<ShardFault>& faults = left_out();
  if (faults.empty()) return nullptr;
  const uint32_t shard = shard_of(root_hash, info().shard_count);
  const auto found =
      std::find_if(faults.begin(), faults.end(), [&](const ShardFault& fault) { return fault.shard == shard; });
  return found == faults.end() ? nullptr : &*found;
}

Result<std::unique_ptr<StoreWriter>> open_store_writer(const std::string& folder, const StoreOptions& options) {
  if (auto checked = check_store_info(new_info(options)); !checked) return checked.unexpected();
  if (auto made = make_folder(folder + "/shards"); !made) return made.unexpected();
  auto lock = WriterLock::acquire(folder);
  if (!lock) return lock.unexpected();
  const auto there = has_store(folder);
  if (!there) return there.unexpected();
  if (!*there) return make_store(folder, options, std::move(*lock));
  auto info = existing_info(folder, options);
  if (!info) return info.unexpected();
  if (auto checked = check_archive_folder(*info); !checked) return checked.unexpected();
  std::vector<ShardFault> left_out;
  auto shards = folder_shards_for_writing(folder, info->shard_count, options.leave_out_damaged ? &left_out : nullptr);
  if (!shards) return shards.unexpected();
  // After the shards: until all are of the present format, each of them says which one it has.
  if (info->format < kStoreFormat && left_out.empty()) {
    const auto toml = read_toml(folder);
    if (!toml) return toml.unexpected();
    if (auto written = write_toml(folder, with_present_format(*toml)); !written) return written.unexpected();
    info->format = kStoreFormat;
  }
  return make_sqlite_writer(std::move(*info), std::move(*shards), std::move(left_out), std::move(*lock));
}

Result<std::unique_ptr<StoreReader>> open_store_reader(const std::string& folder,
                                                       const std::vector<ShardFault>& left_out) {
  const auto there = has_store(folder);
  if (!there) return there.unexpected();
  if (!*there) {
    return fail(ErrorKind::not_found, "there is no store in " + folder +
                                          " (it has no store.toml); name its folder with "
                                          "--store, or make one by crawling into it");
  }
  auto info = read_info(folder);
  if (!info) return info.unexpected();
  std::shared_ptr<Shards> shards = folder_shards_for_reading(folder, info->shard_count);
  return make_sqlite_reader(std::move(*info), std::move(shards), left_out);
}

Result<MemoryStore> open_memory_store(const StoreOptions& options) {
  return open_memory_store_like(new_info(options));
}

Result<MemoryStore> open_memory_store_like(const StoreInfo& info) {
  if (auto checked = check_store_info(info); !checked) return checked.unexpected();
  const auto data = std::make_shared<MemoryData>(MemoryData{info, std::vector<MemoryShard>(info.shard_count)});
  data->info.folder.clear();
  auto writer = make_memory_writer(data);
  if (!writer) return writer.unexpected();
  return MemoryStore{std::move(*writer), make_memory_reader(data)};
}

}  // namespace lycosa::inline store
