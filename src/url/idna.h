#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lycosa::inline url {

// «Domain to ASCII» of the URL standard, section 3.3, with beStrict false: Unicode ToASCII of UTS 46, non-transitional,
// with CheckBidi and CheckJoiners. `domain` is valid UTF-8. Nothing when the domain is not valid, or is longer than
// kLongestDomain: encoding to Punycode takes time that is quadratic in a label.
std::optional<std::string> domain_to_ascii(std::string_view domain);

// A name that DNS can carry has 253 bytes; the standard sets no bound.
inline constexpr size_t kLongestDomain = 4096;

}  // namespace lycosa::inline url
