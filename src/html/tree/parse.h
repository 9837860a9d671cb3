#pragma once

#include <string>

#include "html/html.h"
#include "html/tokenizer/scan.h"

namespace lycosa::html {

// parse() at one level of SIMD, for tests that compare levels.
Document parse_at(std::string utf8, const ParseOptions& options, SimdLevel level);

}  // namespace lycosa::html
