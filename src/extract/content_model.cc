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

Floats load(const float* from) {
  Floats values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

// Sums the trees' answers for the blocks of one tile. Written out for its four vectors: compilers then keep the leaves'
// numbers in registers.
void ask(std::span<const ObliviousTree> forest, const float* tile, int32_t* sums) {
  static_assert(kLanes == 4 * kWidth);
  for (const ObliviousTree& tree : forest) {
    Masks a = {0, 0, 0, 0}, b = a, c = a, d = a;
    Masks bit = {1, 1, 1, 1};
    for (int depth = 0; depth < kTreeDepth; ++depth) {
      const float* column = tile + tree.feature[depth] * kLanes;
      const float x = tree.border[depth];
      const Floats border = {x, x, x, x};
      a |= (load(column) > border) & bit;
      b |= (load(column + kWidth) > border) & bit;
      c |= (load(column + 2 * kWidth) > border) & bit;
      d |= (load(column + 3 * kWidth) > border) & bit;
      bit += bit;
    }
    for (size_t i = 0; i < kWidth; ++i) {
      sums[i] += tree.leaf[a[i]];
      sums[kWidth + i] += tree.leaf[b[i]];
      sums[2 * kWidth + i] += tree.leaf[c[i]];
      sums[3 * kWidth + i] += tree.leaf[d[i]];
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
