#pragma once

#include <functional>

#include "base/result.h"
#include "store/column_scan.h"
#include "store/memory_table.h"

// What StoreReader::scan_columns() does in memory.
namespace lycosa::inline store {

Result<void> scan_shard(MemoryShard& shard, const ColumnScan& scan,
                        const std::function<bool(const ColumnBatch&)>& visit);

}  // namespace lycosa::inline store
