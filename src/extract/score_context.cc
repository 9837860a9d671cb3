#include "extract/score_context.h"

#include <algorithm>
#include <cmath>

namespace lycosa {
namespace {

// Sums of words and of words times score before each block.
struct Sums {
  std::vector<double> words{0};
  std::vector<double> scored{0};

  float mean(size_t begin, size_t end) const {
    const double all = words[end] - words[begin];
    return all <= 0 ? 0.0f : static_cast<float>((scored[end] - scored[begin]) / all);
  }
};

// Of the blocks that one template made. There are no more groups than blocks.
class GroupMeans {
 public:
  void add(uint32_t group, double weight, double score) {
    if (group >= sums_.size()) sums_.resize(group + size_t{1});
    sums_[group].weight += weight;
    sums_[group].scored += weight * score;
  }
  float mean(uint32_t group) const { return static_cast<float>(sums_[group].scored / sums_[group].weight); }

 private:
  struct Sum {
    double weight = 0;
    double scored = 0;
  };
  std::vector<Sum> sums_;
};

}  // namespace

std::vector<ContextFeatures> describe_scores(const std::vector<float>& scores, const std::vector<uint32_t>& words,
                                             const PageDescription& page) {
  const size_t count = scores.size();
  Sums sums;
  float best_long = 0;
  for (size_t i = 0; i < count; ++i) {
    // A little for each block, so that runs of pictures and labels have a mean too.
    const double weight = words[i] + 0.2;
    sums.words.push_back(sums.words.back() + weight);
    sums.scored.push_back(sums.scored.back() + weight * static_cast<double>(scores[i]));
    if (words[i] > 15) best_long = std::max(best_long, scores[i]);
  }
  std::array<GroupMeans, std::tuple_size_v<GroupNumbers>> groups;
  for (size_t i = 0; i < count; ++i) {
    for (size_t kind = 0; kind < groups.size(); ++kind) {
      groups[kind].add(page.groups[i][kind], words[i] + 0.2, static_cast<double>(scores[i]));
    }
  }
  std::vector<ContextFeatures> context(count);
  const auto at = [&](size_t i, int offset) {
    const int64_t j = static_cast<int64_t>(i) + offset;
    return j < 0 || j >= static_cast<int64_t>(count) ? 0.0f : scores[static_cast<size_t>(j)];
  };
  for (size_t i = 0; i < count; ++i) {
    size_t next = 0;
    const auto add = [&](float value) { context[i].at(next++) = value; };
    add(scores[i]);
    for (int offset : {-4, -3, -2, -1, 1, 2, 3, 4}) add(at(i, offset));
    for (size_t width : {3, 8, 20}) {
      add(sums.mean(i - std::min(i, width), i));
      add(sums.mean(i + 1, std::min(count, i + 1 + width)));
    }
    for (const BlockRange& range : page.ancestors[i]) add(sums.mean(range.begin, range.end));
    add(sums.mean(0, count));
    // How much content lies before and after.
    const double all = std::max(sums.scored[count], 1.0);
    add(static_cast<float>(sums.scored[i] / all));
    add(static_cast<float>(std::log1p(sums.scored[count])));
    add(best_long);
    for (size_t kind = 0; kind < groups.size(); ++kind) add(groups[kind].mean(page.groups[i][kind]));
  }
  return context;
}

}  // namespace lycosa
