#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/main_content/block_map.h"
#include "extract/main_content/feature_bins.h"
#include "extract/markdown/open_elements.h"
#include "html/document.h"

namespace lycosa::inline extract {

// The numbers of a block's groups (block_groups.h): by the whole path, by its end.
using GroupNumbers = std::array<uint32_t, 2>;

struct PageDescription {
  std::vector<BinTile> tiles;  // of the blocks in their order; the context's bins are left 0
  std::vector<AncestorRanges> ancestors;
  std::vector<GroupNumbers> groups;
};

// Describes every block of a page: its text, its neighbours, the elements around it and their names, its place.
// `numbers`, when given, receives what was binned: kBlockFeatures numbers a block.
PageDescription describe_blocks(const html::Document& document, const BlockMap& map, std::string_view title,
                                std::vector<float>* numbers = nullptr);

}  // namespace lycosa::inline extract
