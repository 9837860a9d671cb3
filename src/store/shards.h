#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/sqlite.h"
#include "store/store.h"

// The databases of a store by shard. One thread at a time.
namespace lycosa::inline store {

class Shards {
 public:
  virtual ~Shards() = default;
  // The shard's connection, opened when it is first asked for. One that could not be opened is tried again each time.
  virtual Result<Connection*> open(uint32_t shard) = 0;
  // How evidence names it: "shards/07.db".
  virtual std::string target(uint32_t shard) const = 0;
};

// The files of a store, opened for reading.
std::unique_ptr<Shards> folder_shards_for_reading(const std::string& folder, uint32_t shard_count);
// The same for writing, in a new store: all files are made.
Result<std::unique_ptr<Shards>> folder_shards_to_fill(const std::string& folder, uint32_t shard_count);
// The same for writing. Shards that are missing, damaged or cannot be written join `left_out`; without it, and for the
// shard of the runs, they are errors. So is what concerns the store as a whole: a newer format, a full disk.
Result<std::unique_ptr<Shards>> folder_shards_for_writing(const std::string& folder, uint32_t shard_count,
                                                          std::vector<ShardFault>* left_out);

}  // namespace lycosa::inline store
