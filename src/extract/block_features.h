#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "extract/block_map.h"
#include "extract/name_hints.h"
#include "html/document.h"

namespace lycosa {

// How many numbers describe a block to the model. Which number is what stands in block_features.cc; the model of
// content_model.cc was learned on them, so a change there asks for learning it again (tools/quality/README.md).
inline constexpr size_t kBlockFeatures = 178;
using BlockFeatures = std::array<float, kBlockFeatures>;

// The blocks of the elements around a block, from the innermost that holds another block too. Levels that there are not
// repeat the last.
inline constexpr int kAncestorLevels = 5;
struct BlockRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};
using AncestorRanges = std::array<BlockRange, kAncestorLevels>;

// The numbers of a block's groups (block_groups.h): by the whole path, by its end.
using GroupNumbers = std::array<uint32_t, 2>;

struct PageDescription {
  std::vector<BlockFeatures> features;
  std::vector<AncestorRanges> ancestors;
  std::vector<GroupNumbers> groups;
};

// Describes every block of a page: its text, its neighbours, the elements around it and their names, its place.
PageDescription describe_blocks(const html::Document& document, const BlockMap& map, std::string_view title);

}  // namespace lycosa
