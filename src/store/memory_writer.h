#pragma once

#include <memory>

#include "base/result.h"
#include "store/memory_table.h"

namespace lycosa::inline store {

// Writes to what it shares with readers. Fails when a filter cannot run.
Result<std::unique_ptr<StoreWriter>> make_memory_writer(std::shared_ptr<MemoryData> data);

}  // namespace lycosa::inline store
