#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/main_content/block_map.h"
#include "html/document.h"

namespace lycosa::inline extract {

// Which blocks are the page's main content: by block, 1 or 0. `title` is the page's title; a heading that repeats it is
// left out. docs/extraction.md tells how.
std::vector<uint8_t> find_main_content(const html::Document& document, const BlockMap& map, std::string_view title);

}  // namespace lycosa::inline extract
