#pragma once

#include <string>
#include <string_view>

namespace lycosa::inline url {

// The host parser of the URL standard, section 3.5: reads `input` and appends the serialised host to `out`.
// Null when it is a host, else why it is none; `out` is then unspecified past its old end.
const char* append_host(std::string& out, std::string_view input, bool special);

}  // namespace lycosa::inline url
