#pragma once

#include <string>
#include <string_view>

// The pieces that values of HTTP fields are made of. Each function takes one piece off the front of `rest`.
namespace lycosa::inline exchange {

// Everything up to the first of `stops`, or all of it.
std::string_view take_until(std::string_view& rest, std::string_view stops);

// A quoted string (RFC 9110, section 5.6.4), whose opening quote is at the front, with its escapes undone. One that is
// never closed goes to the end.
std::string take_quoted(std::string_view& rest);

}  // namespace lycosa::inline exchange
