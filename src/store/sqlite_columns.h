#pragma once

#include <functional>

#include "base/result.h"
#include "store/column_scan.h"
#include "store/sqlite.h"

// What StoreReader::scan_columns() does on SQLite.
namespace lycosa::inline store {

Result<void> scan_shard(Connection& connection, const ColumnScan& scan,
                        const std::function<bool(const ColumnBatch&)>& visit);

}  // namespace lycosa::inline store
