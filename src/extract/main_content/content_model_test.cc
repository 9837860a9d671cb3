#include <gtest/gtest.h>

#include <random>

#include "extract/main_content/block_groups.h"
#include "extract/main_content/oblivious_forest.h"

namespace lycosa::inline extract {
namespace {

constexpr SimdLevel kLevels[] = {SimdLevel::scalar, SimdLevel::sse2, SimdLevel::avx2};

bool can(SimdLevel level) {
  return level <= best_simd_level();
}

TEST(FeatureBins, AreTheSameAtEveryLevel) {
  std::mt19937 random(1);
  Tile<float, kAllFeatures> tile;
  BinTile expected;
  for (int round = 0; round < 20; ++round) {
    for (float& value : tile.values) value = static_cast<float>(random() % 2000) / 100 - 2;
    // Some columns that say the same of all blocks.
    for (size_t f = 0; f < kAllFeatures; f += 3) std::fill_n(tile.of(f), kTileBlocks, static_cast<float>(f % 4));
    bin_features(SimdLevel::scalar, tile.values, 0, kAllFeatures, expected);
    for (const SimdLevel level : kLevels) {
      if (!can(level)) continue;
      BinTile bins;
      bin_features(level, tile.values, 0, kAllFeatures, bins);
      EXPECT_TRUE(std::equal(std::begin(bins.values), std::end(bins.values), std::begin(expected.values)));
    }
  }
}

TEST(FeatureBins, OfOneNumberAreThoseOfAColumnOfIt) {
  for (size_t feature = 0; feature < kAllFeatures; ++feature) {
    for (const float value : {-1.0f, 0.0f, 0.5f, 1.0f, 3.3f, 1000.0f}) {
      Tile<float, 1> column;
      std::fill_n(column.of(0), kTileBlocks, value);
      BinTile one, many;
      bin_feature(value, feature, one);
      bin_features(SimdLevel::scalar, column.values, feature, 1, many);
      EXPECT_TRUE(std::equal(std::begin(one.values), std::end(one.values), std::begin(many.values)))
          << feature << " " << value;
    }
  }
}

TEST(ObliviousForest, SumsTheSameAtEveryLevel) {
  std::mt19937 random(2);
  std::vector<ObliviousTree> forest(2 * kTreesAtOnce + 3);
  for (ObliviousTree& tree : forest) {
    for (uint8_t& feature : tree.feature) feature = static_cast<uint8_t>(random() % kAllFeatures);
    for (uint8_t& border : tree.border) border = static_cast<uint8_t>(random() % 30);
    for (size_t i = 0; i < kTreeLeaves; ++i) {
      const int leaf = static_cast<int>(random() % 3000) - 1500;
      tree.low[i] = static_cast<uint8_t>(leaf & 0xff);
      tree.high[i] = static_cast<uint8_t>(leaf >> 8 & 0xff);
    }
  }
  ASSERT_TRUE(fits(forest));
  std::vector<BinTile> tiles(3);
  for (BinTile& tile : tiles) {
    for (uint8_t& bin : tile.values) bin = static_cast<uint8_t>(random() % 32);
  }
  std::vector<int32_t> expected(tiles.size() * kTileBlocks, 0);
  for (size_t block = 0; block < expected.size(); ++block) {
    for (const ObliviousTree& tree : forest) {
      size_t leaf = 0;
      for (size_t depth = 0; depth < kTreeDepth; ++depth) {
        const uint8_t bin = tiles[block / kTileBlocks].of(tree.feature[depth])[block % kTileBlocks];
        leaf |= static_cast<size_t>(bin > tree.border[depth]) << depth;
      }
      expected[block] += tree.leaf(leaf);
    }
  }
  for (const SimdLevel level : kLevels) {
    if (!can(level)) continue;
    std::vector<int32_t> sums(expected.size(), 7);
    ask_forest(level, forest, tiles, sums);
    EXPECT_EQ(sums, expected);
  }
}

TEST(KeyNumbers, AreTheSameForTheSameKeys) {
  const KeyNumbers numbers(std::vector<uint64_t>{7, 9, 7, 0, 9, 7});
  EXPECT_EQ(numbers.count, 3u);
  EXPECT_EQ(numbers.number, (std::vector<uint32_t>{0, 1, 0, 2, 1, 0}));
  EXPECT_EQ(KeyNumbers(std::vector<uint64_t>()).count, 0u);
}

// Keys that a page made to fall on one place: those whose product with the table's factor is small.
TEST(KeyNumbers, AreCountedInLinearTimeWhateverTheKeys) {
  constexpr uint64_t kInverse = [] {
    uint64_t inverse = 1;  // of the factor, modulo 2^64: each round doubles the bits that are right
    for (int i = 0; i < 6; ++i) inverse *= 2 - 0x9e3779b97f4a7c15u * inverse;
    return inverse;
  }();
  std::vector<uint64_t> keys;
  for (uint64_t i = 0; i < 100'000; ++i) keys.push_back(i * kInverse);
  const KeyNumbers numbers(keys);
  EXPECT_EQ(numbers.count, keys.size());
  EXPECT_LE(numbers.collisions(), 4 * keys.size() + 1);
  EXPECT_EQ(KeyNumbers(std::vector<uint64_t>(1'000'000, 5)).collisions(), 0u);
}

}  // namespace
}  // namespace lycosa::inline extract
