#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/main_content/block_map.h"
#include "extract/markdown/references.h"

namespace lycosa::inline extract {

// Which blocks of a page are wanted.
class BlockChoice {
 public:
  // The whole page, pictures and rules without text included.
  explicit BlockChoice(const BlockMap& map) : map_(map) {}
  // The blocks whose entry in `kept` is not 0.
  BlockChoice(const BlockMap& map, const std::vector<uint8_t>& kept) : map_(map), kept_before_(kept.size() + 1, 0) {
    for (size_t i = 0; i < kept.size(); ++i) kept_before_[i + 1] = kept_before_[i] + (kept[i] != 0);
  }

  const BlockMap& map() const { return map_; }
  bool whole_page() const { return kept_before_.empty(); }
  bool keeps(uint32_t block) const {
    return block != kNoBlock && (whole_page() || kept_before_[block + 1] > kept_before_[block]);
  }
  // Whether an element holds a block that is wanted.
  bool keeps_any(html::NodeId element) const {
    return whole_page() || kept_before_[map_.end_block(element)] > kept_before_[map_.first_block(element)];
  }

 private:
  const BlockMap& map_;
  std::vector<uint32_t> kept_before_;  // how many are kept before each block; empty for the whole page
};

// The chosen blocks as CommonMark with GFM's tables and strikethrough, in the page's structure. Links and images are
// absolute and of safe schemes; docs/extraction.md has the rules.
std::string write_markdown(const html::Document& document, References& references, const BlockChoice& choice);

}  // namespace lycosa::inline extract
