#include "extract/content_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>

#include "extract/score_context.h"

namespace lycosa {
namespace {

constexpr int kTreeDepth = 6;
constexpr float kLeafUnit = 1.0f / 4096;

// All nodes at one depth ask the same question, so a tree is a few comparisons whose answers are the bits of a leaf's
// number. Features are numbered as block_features.cc writes them; behind them stand those of
// score_context.cc.
struct ObliviousTree {
  uint8_t feature[kTreeDepth];
  float border[kTreeDepth];
  int16_t leaf[1 << kTreeDepth];
};

#include "extract/content_model.inc"

static_assert(kBlockFeatures + kContextFeatures <= 256);

constexpr size_t kLanes = FeatureTable::kLanes;

// Four blocks at a time: vector types that GCC and Clang bring to any machine.
constexpr size_t kWidth = 4;
using Floats = float __attribute__((vector_size(kWidth * sizeof(float))));
using Masks = int32_t __attribute__((vector_size(kWidth * sizeof(int32_t))));

// Sums the trees' answers for the blocks of one tile.
void ask(std::span<const ObliviousTree> forest, const float* tile, int32_t* sums) {
  for (const ObliviousTree& tree : forest) {
    for (size_t first = 0; first < kLanes; first += kWidth) {
      Masks leaf = {0, 0, 0, 0};
      for (unsigned d = 0; d < kTreeDepth; ++d) {
        Floats values;
        std::memcpy(&values, tile + tree.feature[d] * kLanes + first, sizeof values);
        const Floats border = {tree.border[d], tree.border[d], tree.border[d], tree.border[d]};
        leaf |= (values > border) & static_cast<int32_t>(1u << d);
      }
      for (size_t i = 0; i < kWidth; ++i) sums[first + i] += tree.leaf[leaf[i]];
    }
  }
}

// Probabilities of all blocks.
std::vector<float> ask_all(std::span<const ObliviousTree> forest, const FeatureTable& features, size_t blocks) {
  std::vector<float> scores(blocks);
  for (size_t first = 0; first < blocks; first += kLanes) {
    int32_t sums[kLanes] = {};
    ask(forest, features.tile(first / kLanes), sums);
    for (size_t i = first; i < std::min(first + kLanes, blocks); ++i) {
      scores[i] = 1 / (1 + std::exp(-static_cast<float>(sums[i - first]) * kLeafUnit));
    }
  }
  return scores;
}

}  // namespace

std::vector<float> content_scores(PageDescription& page, const BlockMap& map) {
  const size_t count = map.blocks().size();
  const std::vector<float> first = ask_all(kFirstLook, page.features, count);
  std::vector<uint32_t> words;
  words.reserve(count);
  for (const TextBlock& block : map.blocks()) words.push_back(block.words);
  const std::vector<ContextFeatures> context = describe_scores(first, words, page);
  for (size_t i = 0; i < count; ++i) {
    float* row = page.features.row(i) + kBlockFeatures * kLanes;
    for (size_t f = 0; f < kContextFeatures; ++f) row[f * kLanes] = context[i][f];
  }
  return ask_all(kSecondLook, page.features, count);
}

}  // namespace lycosa
