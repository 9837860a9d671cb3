#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lycosa::inline pipeline {

inline constexpr size_t kMaxField = 4096;  // bytes of a string that came from the web, in a row

// Text from the web as a row may hold it: valid UTF-8, NUL as U+FFFD, at most `limit` bytes, no character cut.
std::string storable(std::string_view text, size_t limit = kMaxField);

}  // namespace lycosa::inline pipeline
