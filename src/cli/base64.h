#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lycosa::cli {

// Base64 (RFC 4648, section 4), padded or not; white space is skipped. Nothing when another character is in it.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace lycosa::cli
