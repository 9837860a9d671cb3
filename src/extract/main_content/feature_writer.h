#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "extract/main_content/feature_bins.h"

namespace lycosa::inline extract {

// The numbers of a tile's blocks before they are binned.
using FeatureTile = Tile<float, kBlockFeatures>;

// Appends one block's numbers one after the other, so that their order is the order of the code.
class FeatureWriter {
 public:
  FeatureWriter(FeatureTile& tile, size_t lane) : begin_(tile.values + lane), at_(begin_) {}
  void add(float value) {
    *at_ = value;
    at_ += kTileBlocks;
  }
  void add(bool value) { add(value ? 1.0f : 0.0f); }
  template <size_t kCount>
  void add(const std::array<float, kCount>& values) {
    for (const float value : values) add(value);
  }
  // Numbers that stand apart from their order. What is skipped and not set is 0.
  void set(size_t offset, float value) { at_[offset * kTileBlocks] = value; }
  void skip(size_t count) { at_ += count * kTileBlocks; }
  size_t size() const { return static_cast<size_t>(at_ - begin_) / kTileBlocks; }

 private:
  float* begin_;
  float* at_;
};

// The logarithm of one more than a count; most counts are small.
float log_of_many(double n);
inline constexpr size_t kSmallCounts = 512;
extern const std::array<float, kSmallCounts> kLogs;
inline float log_of(uint32_t n) {
  return n < kSmallCounts ? kLogs[n] : log_of_many(n);
}

inline float ratio(double part, double whole) {
  return whole <= 0 ? 0.0f : static_cast<float>(part / whole);
}

}  // namespace lycosa::inline extract
