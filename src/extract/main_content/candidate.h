#pragma once

#include <cstdint>
#include <string_view>

#include "extract/main_content/block_map.h"
#include "html/document.h"

namespace lycosa::inline extract {

// The blocks [begin, end) of one element.
struct Candidate {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// The element that by a simple rule holds the main content: of all, the one whose blocks weigh most, where prose weighs
// as much as it has words, and links and labels weigh against it.
Candidate best_candidate(const html::Document& document, const BlockMap& map);

// The hash that a TextBlock of this text would have.
uint64_t text_hash(std::string_view text);

}  // namespace lycosa::inline extract
