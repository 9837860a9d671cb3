#pragma once

#include <functional>
#include <optional>

#include "base/result.h"
#include "store/sqlite.h"
#include "store/store.h"

// What StoreReader::walk() and walk_events() do on SQLite.
namespace lycosa::inline store {

Result<void> walk_urls(Connection& connection, const StorePart& part, const std::optional<UrlKey>& after,
                       const std::function<bool(UrlRows&)>& visit);
Result<void> walk_events(Connection& connection, const StorePart& part,
                         const std::function<bool(const PageHistoryRow&)>& visit);

}  // namespace lycosa::inline store
