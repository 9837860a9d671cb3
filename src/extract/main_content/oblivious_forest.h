#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/simd.h"
#include "extract/main_content/feature_bins.h"

namespace lycosa::inline extract {

inline constexpr size_t kTreeDepth = 6;
inline constexpr size_t kTreeLeaves = size_t{1} << kTreeDepth;

// All nodes at one depth ask the same question, so a tree is a few comparisons whose answers are the bits of a leaf's
// number. Leaves are signed numbers of 16 bits; their halves stand apart, for so a shuffle of bytes looks up many at
// once.
struct ObliviousTree {
  uint8_t feature[kTreeDepth];
  uint8_t border[kTreeDepth];  // the bit is set where the bin is above it
  uint8_t low[kTreeLeaves];
  uint8_t high[kTreeLeaves];

  constexpr int16_t leaf(size_t number) const { return static_cast<int16_t>(low[number] | high[number] << 8); }
};

// So many trees are summed in 16 bits.
inline constexpr size_t kTreesAtOnce = 20;

// Whether that cannot overflow.
constexpr bool fits(std::span<const ObliviousTree> forest) {
  for (const ObliviousTree& tree : forest) {
    for (size_t i = 0; i < kTreeLeaves; ++i) {
      if (tree.leaf(i) > 32767 / int{kTreesAtOnce} || tree.leaf(i) < -32767 / int{kTreesAtOnce}) return false;
    }
  }
  return true;
}

// Sums the trees' leaves for each block of the tiles; `sums` has kTileBlocks places for each.
void ask_forest(SimdLevel level, std::span<const ObliviousTree> forest, std::span<const BinTile> tiles,
                std::span<int32_t> sums);

}  // namespace lycosa::inline extract
