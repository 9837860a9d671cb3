#pragma once

#include <memory>

#include "store/memory_table.h"

namespace lycosa::inline store {

// Reads what it shares with a writer, without a copy: not to be used while that writes.
std::unique_ptr<StoreReader> make_memory_reader(std::shared_ptr<MemoryData> data);

}  // namespace lycosa::inline store
