#pragma once

#include <string>

#include "base/result.h"
#include "store/sqlite.h"

// Shards that an earlier version of the format has made. Readers see them as they would be now, writers make them so.
namespace lycosa::inline store {

// Lays the present tables, as temporary views, over those of an older shard. What it does not have reads as NULL.
Result<void> show_as_present(Connection& connection, int64_t format);

// Brings an older shard to the present format, in one transaction.
Result<void> bring_to_present(Connection& connection, int64_t format);

// The text of a store.toml with the present format's number in the place of an older one.
std::string with_present_format(const std::string& toml);

}  // namespace lycosa::inline store
