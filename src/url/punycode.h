#pragma once

#include <string>
#include <string_view>

namespace lycosa::inline url {

// Appends the Punycode (RFC 3492) of a label, without "xn--". False when it would overflow. Takes time quadratic in the
// label.
bool append_punycode(std::string& out, std::u32string_view label);

}  // namespace lycosa::inline url
