#pragma once

#include <array>
#include <span>
#include <vector>

#include "extract/block_features.h"

namespace lycosa {

// What the model's first look at a page says around each block, for its second look: content comes in runs.
using ContextFeatures = std::array<float, kContextFeatures>;

// The arguments must outlive it.
class ScoreContext {
 public:
  // `scores` are probabilities and `words` counts, by block.
  ScoreContext(std::span<const float> scores, std::span<const uint32_t> words, const PageDescription& page);

  // Quickest when blocks are asked for in their order.
  ContextFeatures of(size_t block);

 private:
  struct Sum {
    double weight = 0;  // words, and a little for each block, so that runs of pictures and labels have a mean too
    double scored = 0;  // times score

    void add(double more, double score) {
      weight += more;
      scored += more * score;
    }
  };
  using Means = std::vector<float>;

  void sum_up();
  Means group_means(size_t kind) const;
  double weight(size_t block) const { return words_[block] + 0.2; }
  float mean(size_t begin, size_t end) const;
  // Of the elements around; what the block before had is known.
  const std::array<float, kAncestorLevels>& level_means(size_t block);

  std::span<const float> scores_;
  std::span<const uint32_t> words_;
  const PageDescription& page_;
  std::vector<Sum> before_;  // each block, and after the last
  std::array<Means, std::tuple_size_v<GroupNumbers>> groups_;
  AncestorRanges last_ranges_;
  std::array<float, kAncestorLevels> last_means_{};
  float page_mean_ = 0;
  float log_scored_ = 0;
  float best_long_ = 0;
};

}  // namespace lycosa
