#pragma once

#include <string>

#include "store/store.h"

// What the file system tells of a store.
namespace lycosa::inline store {

// What StoreReader::version() says of a shard whose file is `path`.
std::string file_version(const std::string& path);
// Sizes that cannot be told count as nothing.
StoreFiles files_of(const std::string& folder);

}  // namespace lycosa::inline store
