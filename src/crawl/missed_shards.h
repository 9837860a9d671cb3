#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "crawl/crawl.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// What a crawl finds for the shards that its store leaves out: URLs that are neither fetched nor written.
//
// Nothing of it is kept a second time. The pages that named these URLs are in other shards, with their links, so a
// marker in the store says that there is something to be made good, and the first crawl that has the shard again looks
// through the links of all others (Crawl::Loop::make_good). Only seeds stand in the marker, as no page names them:
// shards/NN.missed, one JSON object a line. One thread at a time.
class MissedShards {
 public:
  MissedShards(const StoreInfo& info, const std::vector<ShardFault>& left_out);

  // Whether the URL's shard is left out.
  bool misses(const UrlKey& key) const { return !shards_.empty() && shard_of(key) != shards_.end(); }
  bool is_left_out(uint32_t shard) const;
  // Whether it is; then the URL is counted, and from here on the marker is there. A seed is kept in it.
  Result<bool> take(const UrlKey& key);
  Result<bool> take_seed(const UrlKey& key, const Seed& seed, const std::string& url);
  // Counts bans that could not be written.
  void count_bans(const std::vector<BanRow>& bans);

  std::vector<LeftOut> summary() const;

  // The shards that can be written, and for which an earlier crawl left a marker.
  const std::vector<uint32_t>& to_make_good() const { return to_make_good_; }
  bool is_to_make_good(uint64_t root_hash) const;
  // The seeds in their markers.
  Result<std::vector<Seed>> seeds_to_make_good() const;
  // When all is made good: the markers go.
  Result<void> made_good();

 private:
  struct Shard {
    ShardFault fault;
    bool is_marked = false;
    std::unordered_set<uint64_t> urls;  // fingerprints
    bool more = false;                  // there are more than are counted
    int64_t bans = 0;
  };
  std::vector<Shard>::const_iterator shard_of(const UrlKey& key) const;
  std::string marker(uint32_t shard) const;
  Result<void> mark(Shard& shard, const std::string& line);

  const std::string folder_;
  const uint32_t shard_count_;
  std::vector<Shard> shards_;
  std::vector<uint32_t> to_make_good_;
};

}  // namespace lycosa::inline crawl
