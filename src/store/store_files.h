#pragma once

#include <string>

#include "store/store.h"

// What the file system tells of a store.
namespace lycosa::inline store {

// What StoreReader::version() says of a shard whose file is `path`.
std::string file_version(const std::string& path);
// Sizes that cannot be told count as nothing, as do those of a store in memory.
StoreFiles files_of(const StoreInfo& info);

}  // namespace lycosa::inline store
