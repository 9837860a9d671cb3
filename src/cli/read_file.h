#pragma once

#include <string>

#include "base/result.h"

namespace lycosa::cli {

// The whole of a file, or of standard input for "-".
Result<std::string> read_file(const std::string& name);

}  // namespace lycosa::cli
