#pragma once

#include <cstddef>
#include <string_view>

#include "html/tokenizer/scan.h"

namespace lycosa::html {

// How many bytes of ASCII the text begins with.
size_t ascii_run(std::string_view bytes);

// Whether bytes are valid UTF-8 (no surrogates, nothing overlong, nothing beyond U+10FFFF). All levels agree.
bool is_utf8(std::string_view bytes, SimdLevel level);
inline bool is_utf8(std::string_view bytes) {
  return is_utf8(bytes, best_simd_level());
}

}  // namespace lycosa::html
