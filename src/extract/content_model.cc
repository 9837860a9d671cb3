#include "extract/content_model.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "extract/score_context.h"

namespace lycosa {
namespace {

constexpr int kTreeDepth = 6;
constexpr float kLeafUnit = 1.0f / 4096;

// All nodes at one depth ask the same question, so a tree is a few comparisons whose answers are the bits of a leaf's
// number. Features are numbered as BlockFeatures and, behind them, ContextFeatures.
struct ObliviousTree {
  uint8_t feature[kTreeDepth];
  float border[kTreeDepth];
  int16_t leaf[1 << kTreeDepth];
};

#include "extract/content_model.inc"

static_assert(kBlockFeatures + kContextFeatures <= 256);

// Sums the trees' answers for every block and makes probabilities of them. `value(f, block)` is a feature.
template <class Value>
std::vector<float> ask(std::span<const ObliviousTree> forest, size_t blocks, const Value& value) {
  std::vector<float> scores(blocks);
  for (size_t i = 0; i < blocks; ++i) {
    int32_t sum = 0;
    for (const ObliviousTree& tree : forest) {
      unsigned leaf = 0;
      for (int d = 0; d < kTreeDepth; ++d) leaf |= static_cast<unsigned>(value(tree.feature[d], i) > tree.border[d]) << d;
      sum += tree.leaf[leaf];
    }
    scores[i] = 1 / (1 + std::exp(-static_cast<float>(sum) * kLeafUnit));
  }
  return scores;
}

}  // namespace

std::vector<float> content_scores(const PageDescription& page, const BlockMap& map) {
  const size_t count = page.features.size();
  const std::vector<float> first = ask(kFirstLook, count, [&](size_t f, size_t i) { return page.features[i][f]; });
  std::vector<uint32_t> words;
  words.reserve(count);
  for (const TextBlock& block : map.blocks()) words.push_back(block.words);
  const std::vector<ContextFeatures> context = describe_scores(first, words, page);
  return ask(kSecondLook, count, [&](size_t f, size_t i) {
    return f < kBlockFeatures ? page.features[i][f] : context[i][f - kBlockFeatures];
  });
}

}  // namespace lycosa
