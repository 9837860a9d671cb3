#pragma once

#include <array>
#include <span>
#include <vector>

#include "extract/main_content/block_features.h"

namespace lycosa::inline extract {

using ContextTile = Tile<float, kContextFeatures>;

// What the model's first look at a page says around each block, for its second look: content comes in runs.
//
// The page must outlive it.
class ScoreContext {
 public:
  // `scores` are probabilities and `words` counts, by block.
  ScoreContext(std::span<const float> scores, std::span<const uint32_t> words, const PageDescription& page);

  // Describes the blocks from `first` on, which is the first of a tile. What has no block is left as it comes.
  void describe(size_t first, ContextTile& tile);

 private:
  // The widest look at the blocks before and after, and at single ones.
  static constexpr size_t kWidest = 20;
  static constexpr size_t kNearest = 4;

  // Sums before each block and after the last. Those of the first and last are repeated at the ends, so that any look
  // from any block of a tile stays inside.
  struct Sums {
    std::vector<double>
        weights;  // words, and a little for each block, so that runs of pictures and labels have a mean too
    std::vector<double> scored;  // weights times scores
  };
  void sum_up(std::span<const float> scores);
  std::vector<float> group_means(std::span<const float> scores, size_t kind) const;
  double weight(size_t block) const { return words_[block] + 0.2; }
  float mean(size_t begin, size_t end) const;
  void describe_runs(size_t first, size_t begin, size_t end, float* column) const;
  void describe_levels(size_t block, float* row);

  std::span<const uint32_t> words_;
  const PageDescription& page_;
  std::vector<float> scores_;  // with kNearest zeros before them, and zeros behind
  Sums before_;
  std::array<std::vector<float>, std::tuple_size_v<GroupNumbers>> groups_;
  AncestorRanges last_ranges_;
  std::array<float, kAncestorLevels> last_means_{};
  float page_mean_ = 0;
  double all_scored_ = 1;  // at least 1
  float log_scored_ = 0;
  float best_long_ = 0;
};

}  // namespace lycosa::inline extract
