#include "extract/score_context.h"

#include <algorithm>
#include <cmath>

namespace lycosa {

ScoreContext::ScoreContext(std::span<const float> scores, std::span<const uint32_t> words, const PageDescription& page)
    : scores_(scores), words_(words), page_(page) {
  sum_up();
  for (size_t kind = 0; kind < groups_.size(); ++kind) groups_[kind] = group_means(kind);
  page_mean_ = mean(0, scores.size());
  log_scored_ = static_cast<float>(std::log1p(before_.back().scored));
}

void ScoreContext::sum_up() {
  before_.reserve(scores_.size() + 1);
  Sum sum;
  before_.push_back(sum);
  for (size_t i = 0; i < scores_.size(); ++i) {
    sum.add(weight(i), static_cast<double>(scores_[i]));
    before_.push_back(sum);
    if (words_[i] > 15) best_long_ = std::max(best_long_, scores_[i]);
  }
}

// Of the blocks that one template made. There are no more groups than blocks.
ScoreContext::Means ScoreContext::group_means(size_t kind) const {
  std::vector<Sum> sums;
  for (size_t i = 0; i < scores_.size(); ++i) {
    const uint32_t group = page_.groups[i][kind];
    if (group >= sums.size()) sums.resize(group + size_t{1});
    sums[group].add(weight(i), static_cast<double>(scores_[i]));
  }
  Means means;
  means.reserve(sums.size());
  for (const Sum& sum : sums) means.push_back(static_cast<float>(sum.scored / sum.weight));
  return means;
}

float ScoreContext::mean(size_t begin, size_t end) const {
  const double all = before_[end].weight - before_[begin].weight;
  return all <= 0 ? 0.0f : static_cast<float>((before_[end].scored - before_[begin].scored) / all);
}

const std::array<float, kAncestorLevels>& ScoreContext::level_means(size_t block) {
  const AncestorRanges& ranges = page_.ancestors[block];
  for (size_t level = 0; level < ranges.size(); ++level) {
    const BlockRange range = ranges[level];
    if (range == last_ranges_[level]) continue;
    last_ranges_[level] = range;
    last_means_[level] = mean(range.begin, range.end);
  }
  return last_means_;
}

ContextFeatures ScoreContext::of(size_t block) {
  const size_t count = scores_.size();
  ContextFeatures features;
  size_t next = 0;
  const auto add = [&](float value) { features[next++] = value; };
  add(scores_[block]);
  for (size_t back : {4, 3, 2, 1}) add(block < back ? 0.0f : scores_[block - back]);
  for (size_t ahead : {1, 2, 3, 4}) add(block + ahead < count ? scores_[block + ahead] : 0.0f);
  for (size_t width : {3, 8, 20}) {
    add(mean(block - std::min(block, width), block));
    add(mean(block + 1, std::min(count, block + 1 + width)));
  }
  for (const float level : level_means(block)) add(level);
  add(page_mean_);
  // How much content lies before and after.
  add(static_cast<float>(before_[block].scored / std::max(before_[count].scored, 1.0)));
  add(log_scored_);
  add(best_long_);
  for (size_t kind = 0; kind < groups_.size(); ++kind) add(groups_[kind][page_.groups[block][kind]]);
  static_assert(kContextFeatures == 1 + 8 + 6 + kAncestorLevels + 4 + std::tuple_size_v<GroupNumbers>);
  return features;
}

}  // namespace lycosa
