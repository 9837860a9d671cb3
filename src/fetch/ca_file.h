#pragma once

#include <string>

#include "base/result.h"

namespace lycosa::inline fetch {

// Whether the file holds certificates to trust. No file (the empty name) is sound: the system's are then used.
Result<void> check_ca_file(const std::string& path);

}  // namespace lycosa::inline fetch
