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

// Numbers by block and feature. Those of sixteen blocks stand together, feature by feature, so that the model can ask one
// question of sixteen blocks at once.
class FeatureTable {
 public:
  static constexpr size_t kLanes = 16;
  FeatureTable() = default;
  FeatureTable(size_t blocks, size_t features)
      : features_(features), values_((blocks + kLanes - 1) / kLanes * kLanes * features, 0) {}

  // Of a block; its features are kLanes apart.
  float* row(size_t block) { return &values_[block / kLanes * kLanes * features_ + block % kLanes]; }
  float at(size_t block, size_t feature) const {
    return values_[(block / kLanes * features_ + feature) * kLanes + block % kLanes];
  }
  // The blocks from kLanes * tile on: kLanes numbers a feature.
  const float* tile(size_t tile) const { return &values_[tile * kLanes * features_]; }

 private:
  size_t features_ = 0;
  std::vector<float> values_;
};

// And how many more of what the model's first look gave for the blocks around it (score_context.h).
inline constexpr size_t kContextFeatures = 26;

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
  FeatureTable features;
  std::vector<AncestorRanges> ancestors;
  std::vector<GroupNumbers> groups;
};

// Describes every block of a page, and leaves room for the second look's numbers: its text, its neighbours, the elements around it and their names, its place.
PageDescription describe_blocks(const html::Document& document, const BlockMap& map, std::string_view title);

}  // namespace lycosa
