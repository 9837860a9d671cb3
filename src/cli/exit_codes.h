#pragma once

#include <string>

namespace lycosa::cli {

// docs/reference/exit-codes.md, made from the table of what 0 and 1 mean for each verb.
std::string exit_codes_page();

}  // namespace lycosa::cli
