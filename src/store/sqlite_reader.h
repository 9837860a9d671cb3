#pragma once

#include <memory>
#include <string>

#include "store/shards.h"
#include "store/store.h"

namespace lycosa::inline store {

// A reader over SQLite databases, wherever they are. `shards` may be shared with a writer of the same thread.
// Scans pass over the shards of `left_out`.
Result<std::unique_ptr<StoreReader>> make_sqlite_reader(StoreInfo info, std::shared_ptr<Shards> shards,
                                                        const std::vector<ShardFault>& left_out = {});

}  // namespace lycosa::inline store
