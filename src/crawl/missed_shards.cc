#include "crawl/missed_shards.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/json_line.h"
#include "base/text.h"
#include "url/url.h"

namespace lycosa::inline crawl {
namespace {

// URLs of one shard that are told apart, to count them; some megabytes.
constexpr size_t kCounted = 100'000;

Unexpected cannot(const std::string& what, const std::string& path) {
  return fail(errno == ENOSPC ? ErrorKind::exhausted : ErrorKind::unavailable,
              "cannot " + what + " " + path + ": " + std::strerror(errno));
}

Result<void> append_line(const std::string& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
  if (file < 0) return cannot("write", path);
  const std::string text = line + "\n";
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  const Unexpected error = cannot("write", path);
  ::close(file);
  if (!written) return error;
  return {};
}

}  // namespace

MissedShards::MissedShards(const StoreInfo& info, const std::vector<ShardFault>& left_out)
    : folder_(info.folder), shard_count_(info.shard_count) {
  for (const ShardFault& fault : left_out) shards_.push_back({.fault = fault});
  if (folder_.empty()) return;
  for (uint32_t shard = 0; shard < shard_count_; ++shard) {
    std::error_code none;
    if (!is_left_out(shard) && std::filesystem::is_regular_file(marker(shard), none)) to_make_good_.push_back(shard);
  }
}

std::vector<MissedShards::Shard>::const_iterator MissedShards::shard_of(const UrlKey& key) const {
  const uint32_t shard = url::shard_of(key.root_hash, shard_count_);
  return std::find_if(shards_.begin(), shards_.end(), [=](const Shard& s) { return s.fault.shard == shard; });
}

bool MissedShards::is_left_out(uint32_t shard) const {
  return std::any_of(shards_.begin(), shards_.end(), [=](const Shard& s) { return s.fault.shard == shard; });
}

bool MissedShards::is_to_make_good(uint64_t root_hash) const {
  const uint32_t shard = url::shard_of(root_hash, shard_count_);
  return std::find(to_make_good_.begin(), to_make_good_.end(), shard) != to_make_good_.end();
}

std::string MissedShards::marker(uint32_t shard) const {
  char name[32];
  std::snprintf(name, sizeof name, "/shards/%02u.missed", shard);
  return folder_ + name;
}

Result<void> MissedShards::mark(Shard& shard, const std::string& line) {
  if (shard.is_marked && line.empty()) return {};
  shard.is_marked = true;
  return append_line(marker(shard.fault.shard), line.empty() ? "{}" : line);
}

Result<bool> MissedShards::take(const UrlKey& key) {
  if (shards_.empty()) return false;
  const auto found = shard_of(key);
  if (found == shards_.end()) return false;
  Shard& shard = shards_[static_cast<size_t>(found - shards_.cbegin())];
  if (auto marked = mark(shard, ""); !marked) return marked.unexpected();
  if (shard.urls.size() < kCounted) {
    shard.urls.insert(siphash63(key.unparsed));
  } else if (!shard.urls.contains(siphash63(key.unparsed))) {
    shard.more = true;
  }
  return true;
}

Result<bool> MissedShards::take_seed(const UrlKey& key, const Seed& seed, const std::string& url) {
  auto taken = take(key);
  if (!taken || !*taken) return taken;
  Shard& shard = shards_[static_cast<size_t>(shard_of(key) - shards_.cbegin())];
  const std::string line = json_line({{"seed", url}, {"place", to_valid_utf8(seed.place)}});
  if (auto marked = mark(shard, line); !marked) return marked.unexpected();
  return true;
}

void MissedShards::count_bans(const std::vector<BanRow>& bans) {
  for (const BanRow& ban : bans) {
    const auto found = shard_of({ban.root_hash, ""});
    if (found != shards_.end()) ++shards_[static_cast<size_t>(found - shards_.cbegin())].bans;
  }
}

std::vector<LeftOut> MissedShards::summary() const {
  std::vector<LeftOut> out;
  for (const Shard& shard : shards_) {
    out.push_back({shard.fault, static_cast<int64_t>(shard.urls.size()), shard.more, shard.bans});
  }
  return out;
}

Result<std::vector<Seed>> MissedShards::seeds_to_make_good() const {
  std::vector<Seed> seeds;
  for (const uint32_t shard : to_make_good_) {
    std::ifstream file(marker(shard));
    for (std::string line; std::getline(file, line);) {
      const auto object = nlohmann::json::parse(line, nullptr, false);
      // A crawl that was killed may have left half a line.
      if (!object.is_object() || !object.contains("seed") || !object["seed"].is_string()) continue;
      const auto place = object.find("place");
      seeds.push_back({object["seed"].get<std::string>(),
                       place != object.end() && place->is_string() ? place->get<std::string>() : ""});
    }
    if (file.bad()) return cannot("read", marker(shard));
  }
  return seeds;
}

Result<void> MissedShards::made_good() {
  for (const uint32_t shard : to_make_good_) {
    if (::unlink(marker(shard).c_str()) != 0) return cannot("remove", marker(shard));
  }
  to_make_good_.clear();
  return {};
}

}  // namespace lycosa::inline crawl
