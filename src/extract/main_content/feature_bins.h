#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/simd.h"

namespace lycosa::inline extract {

// How many numbers describe a block to the model. Which number is what stands in block_features.cc; the model was
// learned on them, so a change there asks for learning it again (tools/quality/README.md).
inline constexpr size_t kBlockFeatures = 178;
// And how many more of what the model's first look gave for the blocks around it (score_context.h).
inline constexpr size_t kContextFeatures = 26;
inline constexpr size_t kAllFeatures = kBlockFeatures + kContextFeatures;

// So many blocks are described and asked about at once.
inline constexpr size_t kTileBlocks = 32;

// Some features of a tile's blocks: those of one feature stand together.
template <class Value, size_t kFeatures>
struct Tile {
  Value* of(size_t feature) { return values + feature * kTileBlocks; }
  const Value* of(size_t feature) const { return values + feature * kTileBlocks; }
  alignas(32) Value values[kFeatures * kTileBlocks] = {};
};

// A number's bin is how many of its feature's borders lie below it. The model asks of bins only, for they are a byte
// each.
using BinTile = Tile<uint8_t, kAllFeatures>;

// Bins `count` features, the first of which is number `first`, of a tile.
void bin_features(SimdLevel level, const float* columns, size_t first, size_t count, BinTile& bins);
// Gives all blocks of a tile the same number.
void bin_feature(float value, size_t feature, BinTile& bins);

}  // namespace lycosa::inline extract
