#include "extract/main_content/score_context.h"

#include <algorithm>
#include <cmath>

namespace lycosa::inline extract {

ScoreContext::ScoreContext(std::span<const float> scores, std::span<const uint32_t> words, const PageDescription& page)
    : words_(words), page_(page), scores_(kNearest + scores.size() + kNearest + kTileBlocks, 0.0f) {
  std::copy(scores.begin(), scores.end(), scores_.begin() + kNearest);
  sum_up(scores);
  for (size_t kind = 0; kind < groups_.size(); ++kind) groups_[kind] = group_means(scores, kind);
  page_mean_ = mean(0, scores.size());
  all_scored_ = std::max(before_.scored.back(), 1.0);
  log_scored_ = static_cast<float>(std::log1p(before_.scored.back()));
  for (size_t i = 0; i < scores.size(); ++i) {
    if (words[i] > 15) best_long_ = std::max(best_long_, scores[i]);
  }
}

void ScoreContext::sum_up(std::span<const float> scores) {
  const size_t size = kWidest + scores.size() + 1 + kWidest + kTileBlocks;
  before_.weights.resize(size, 0.0);
  before_.scored.resize(size, 0.0);
  double weights = 0;
  double scored = 0;
  for (size_t i = 0; i < scores.size(); ++i) {
    weights += weight(i);
    scored += weight(i) * static_cast<double>(scores[i]);
    before_.weights[kWidest + i + 1] = weights;
    before_.scored[kWidest + i + 1] = scored;
  }
  const auto behind = static_cast<std::ptrdiff_t>(kWidest + scores.size() + 1);
  std::fill(before_.weights.begin() + behind, before_.weights.end(), weights);
  std::fill(before_.scored.begin() + behind, before_.scored.end(), scored);
}

// Of the blocks that one template made. There are no more groups than blocks.
std::vector<float> ScoreContext::group_means(std::span<const float> scores, size_t kind) const {
  struct Sum {
    double weight = 0;
    double scored = 0;
  };
  std::vector<Sum> sums;
  for (size_t i = 0; i < scores.size(); ++i) {
    const uint32_t group = page_.groups[i][kind];
    if (group >= sums.size()) sums.resize(group + size_t{1});
    sums[group].weight += weight(i);
    sums[group].scored += weight(i) * static_cast<double>(scores[i]);
  }
  std::vector<float> means;
  means.reserve(sums.size());
  for (const Sum& sum : sums) means.push_back(static_cast<float>(sum.scored / sum.weight));
  return means;
}

float ScoreContext::mean(size_t begin, size_t end) const {
  const double all = before_.weights[kWidest + end] - before_.weights[kWidest + begin];
  return all <= 0 ? 0.0f : static_cast<float>((before_.scored[kWidest + end] - before_.scored[kWidest + begin]) / all);
}

// The means of runs of blocks that begin and end so far from each block, counted from kWidest before it.
void ScoreContext::describe_runs(size_t first, size_t begin, size_t end, float* column) const {
  const double* weights = &before_.weights[first];
  const double* scored = &before_.scored[first];
  for (size_t i = 0; i < kTileBlocks; ++i) {
    const double all = weights[i + end] - weights[i + begin];
    const double part = scored[i + end] - scored[i + begin];
    column[i] = static_cast<float>((all > 0 ? part : 0.0) / (all > 0 ? all : 1.0));
  }
}

// Of the elements around; what the block before had is known.
void ScoreContext::describe_levels(size_t block, float* row) {
  const AncestorRanges& ranges = page_.ancestors[block];
  for (size_t level = 0; level < ranges.size(); ++level) {
    if (!(ranges[level] == last_ranges_[level])) {
      last_ranges_[level] = ranges[level];
      last_means_[level] = mean(ranges[level].begin, ranges[level].end);
    }
    row[level * kTileBlocks] = last_means_[level];
  }
}

void ScoreContext::describe(size_t first, ContextTile& tile) {
  const size_t count = std::min(kTileBlocks, words_.size() - first);
  size_t feature = 0;
  const auto next = [&] { return tile.of(feature++); };
  for (const size_t at :
       {kNearest, size_t{0}, size_t{1}, size_t{2}, size_t{3}, size_t{5}, size_t{6}, size_t{7}, size_t{8}}) {
    std::copy_n(&scores_[first + at], kTileBlocks, next());
  }
  for (const size_t width : {size_t{3}, size_t{8}, kWidest}) {
    describe_runs(first, kWidest - width, kWidest, next());
    describe_runs(first, kWidest + 1, kWidest + 1 + width, next());
  }
  for (size_t i = 0; i < count; ++i) describe_levels(first + i, tile.of(feature) + i);
  feature += kAncestorLevels;
  std::fill_n(next(), kTileBlocks, page_mean_);
  // How much content lies before and after.
  float* share = next();
  for (size_t i = 0; i < count; ++i) share[i] = static_cast<float>(before_.scored[kWidest + first + i] / all_scored_);
  std::fill_n(next(), kTileBlocks, log_scored_);
  std::fill_n(next(), kTileBlocks, best_long_);
  for (size_t kind = 0; kind < groups_.size(); ++kind) {
    float* column = next();
    for (size_t i = 0; i < count; ++i) column[i] = groups_[kind][page_.groups[first + i][kind]];
  }
  static_assert(kContextFeatures == 1 + 2 * kNearest + 6 + kAncestorLevels + 4 + std::tuple_size_v<GroupNumbers>);
}

}  // namespace lycosa::inline extract
