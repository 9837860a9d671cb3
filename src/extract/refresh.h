#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lycosa::inline extract {

// What the value of a refresh asks for, a meta element's or a header field's: to go to `address` after so many seconds.
struct RefreshValue {
  int64_t seconds = 0;
  std::optional<std::string_view> address;  // within the value; nothing: the page itself
};
// HTML standard, «shared declarative refresh steps», up to the parsing of the URL. Nothing when browsers pass the value
// over.
std::optional<RefreshValue> read_refresh(std::string_view value);

}  // namespace lycosa::inline extract
