#pragma once

#include <memory>

#include "store/shards.h"
#include "store/store.h"
#include "store/writer_lock.h"

namespace lycosa::inline store {

// A writer over SQLite databases, wherever they are, but those of `left_out`, whose rows are dropped. `lock` is held
// until the writer ends; none in memory. Fails when a filter of `info` cannot run.
Result<std::unique_ptr<StoreWriter>> make_sqlite_writer(StoreInfo info, std::shared_ptr<Shards> shards,
                                                        std::vector<ShardFault> left_out,
                                                        std::unique_ptr<WriterLock> lock);

}  // namespace lycosa::inline store
