#include "store/store_files.h"

#include <signal.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "base/text.h"

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
  const std::string path = folder + "/writer.lock";
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const auto process = parse_uint(trim(line));
  if (!process || *process == 0 || *process > INT32_MAX) return std::nullopt;
  if (kill(static_cast<pid_t>(*process), 0) != 0 && errno == ESRCH) return std::nullopt;
  return process;
}

}  // namespace

std::string file_version(const std::string& path) {
  return stamp_of(path) + stamp_of(path + "-wal");
}

StoreFiles files_of(const StoreInfo& info) {
  StoreFiles files;
  if (info.folder.empty()) return files;
  files.shard_bytes = bytes_in(info.folder + "/shards");
  files.archive_bytes = bytes_in(info.archive_folder());
  files.writer = writer_of(info.folder);
  return files;
}

}  // namespace lycosa::inline store
