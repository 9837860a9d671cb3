#include "extract/main_content/content_model.h"

#include <cmath>

#include "extract/main_content/oblivious_forest.h"
#include "extract/main_content/score_context.h"

namespace lycosa::inline extract {
namespace {

// Features are numbered as block_features.cc writes them; behind them stand those of score_context.cc.
#include "extract/main_content/content_model.inc"

static_assert(kAllFeatures <= 256);
static_assert(fits(kFirstLook) && fits(kSecondLook));

constexpr float kLeafUnit = 1.0f / 4096;

// Probabilities of all blocks.
std::vector<float> ask_all(SimdLevel level, std::span<const ObliviousTree> forest, const PageDescription& page) {
  std::vector<int32_t> sums(page.tiles.size() * kTileBlocks);
  ask_forest(level, forest, page.tiles, sums);
  std::vector<float> scores;
  scores.reserve(page.ancestors.size());
  for (size_t i = 0; i < page.ancestors.size(); ++i) {
    scores.push_back(1 / (1 + std::exp(-static_cast<float>(sums[i]) * kLeafUnit)));
  }
  return scores;
}

void add_context(SimdLevel level, const std::vector<float>& scores, const BlockMap& map, PageDescription& page) {
  std::vector<uint32_t> words;
  words.reserve(scores.size());
  for (const TextBlock& block : map.blocks()) words.push_back(block.words);
  ScoreContext context(scores, words, page);
  ContextTile tile;
  for (size_t i = 0; i < page.tiles.size(); ++i) {
    context.describe(i * kTileBlocks, tile);
    bin_features(level, tile.values, kBlockFeatures, kContextFeatures, page.tiles[i]);
  }
}

}  // namespace

std::vector<float> content_scores(PageDescription& page, const BlockMap& map) {
  const SimdLevel level = best_simd_level();
  add_context(level, ask_all(level, kFirstLook, page), map, page);
  return ask_all(level, kSecondLook, page);
}

}  // namespace lycosa::inline extract
