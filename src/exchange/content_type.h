#pragma once

#include <span>
#include <string>
#include <string_view>

#include "exchange/exchange.h"

namespace lycosa::inline exchange {

// What Content-Type says. Empty where it says nothing.
struct ContentType {
  std::string essence;  // "text/html", lower case
  std::string charset;  // as it came
};

// The Fetch standard's «extract a MIME type»: of several fields, or of several values in one, the last valid one
// counts, and keeps the charset of an earlier one of the same type when it has none itself.
ContentType content_type(std::span<const Header> headers);

}  // namespace lycosa::inline exchange
