#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/store.h"

// What a store's folder looks like, and store.toml: docs/formats/store.md.
namespace lycosa::inline store {

inline constexpr int kStoreFormat = 3;
inline constexpr uint32_t kMostShards = 1000;
// Rows of the store as a whole, which have no root, are kept in this shard.
inline constexpr uint32_t kShardOfRuns = 0;

std::string store_toml_path(const std::string& folder);
// "shards/07.db": two digits, more when there are more than a hundred shards.
std::string shard_target(uint32_t shard, uint32_t shard_count);
// "shard 07 (crawl/shards/07.db)", for messages.
std::string shard_label(const std::string& folder, uint32_t shard, uint32_t shard_count);

// Fails when a store of so many has no shard with this number.
Result<void> check_shard_number(uint32_t shard, uint32_t shard_count);

// The machine that holds a shard: `{cluster}`, `{shard}` and `{100+shard}` are replaced, `{shard:03}` and
// `{100+shard:03}` with leading zeros to that many digits (1 to 9).
Result<std::string> node_name(std::string_view pattern, std::string_view cluster, uint32_t shard);

// Reads store.toml. Unknown keys, wrong types and values out of range are errors that name the key and its line, as is
// a format that is newer than ours. `origin` is the file's name.
Result<StoreInfo> parse_store_toml(std::string_view toml, std::string_view origin);
// store.toml of a new store.
std::string store_toml(const StoreInfo& info);

// Shard count, cluster, node pattern and rules within what a store can have.
Result<void> check_store_info(const StoreInfo& info);

}  // namespace lycosa::inline store
