#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "extract/main_content/block_map.h"
#include "extract/main_content/feature_writer.h"
#include "extract/main_content/page_sums.h"
#include "html/document.h"

namespace lycosa::inline extract {

// The blocks of the elements around a block, from the innermost that holds another block too. Levels that there are not
// repeat the last.
inline constexpr int kAncestorLevels = 5;
struct BlockRange {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool operator==(const BlockRange&) const = default;
};
using AncestorRanges = std::array<BlockRange, kAncestorLevels>;

// The elements around the place where a walk through the page is, and what of them is told of a block there: which
// kinds of elements and names they are and how near, and how much text they hold.
class OpenElements {
 public:
  // Names and then elements, one bit and one feature each.
  static constexpr size_t kSignals = kNameHints + 18;

  OpenElements(const html::Document& document, const BlockMap& map, const PageSums& sums);

  // Leaves and enters elements until this one is the innermost. Called in document order, so that each is entered once.
  void move_to(html::NodeId element);
  uint32_t depth() const { return static_cast<uint32_t>(levels_.size()); }

  // Numbers of the elements that hold more blocks than the one before, from this block on.
  AncestorRanges write_levels(uint32_t block, FeatureWriter& out);
  // How near each signal is; `tile` must have zeros there. Returns which there are, as bits.
  uint64_t write_signals(FeatureWriter& out) const;

 private:
  static constexpr uint32_t kNone = 0xffffffffu;
  struct Level {
    html::NodeId element;
    BlockRange range;
    float own_alike;     // how many siblings look the same, as a logarithm
    float alike;         // the most of this and the elements around that hold the same blocks
    uint32_t wider;      // the nearest around that holds more; kNone
    uint32_t container;  // the nearest block element, which this may be; kNone
    uint32_t hidden_before;
    uint32_t numbers;  // the outermost level that holds the same blocks
  };
  const std::array<float, 4>& numbers_of(const Level& level);
  struct Sibling {
    uint32_t signature;
    html::NodeId element;
    auto operator<=>(const Sibling&) const = default;
  };
  void enter(html::NodeId element);
  void leave();
  bool is_open(html::NodeId element) const;
  void open_signals(html::NodeId element);
  void count_siblings(html::NodeId parent);
  void count_many_siblings(html::NodeId parent);

  const html::Document& document_;
  const BlockMap& map_;
  const PageSums& sums_;
  std::vector<Level> levels_;
  // By level, and which of them are known.
  struct Numbers {
    std::array<float, 4> values{};
    bool known = false;
  };
  std::vector<Numbers> numbers_;
  struct Place {
    uint32_t level = 0;  // where an element stands in levels_ while it is open
    uint32_t alike = 0;  // how many of its siblings look like it
  };
  std::vector<Place> places_;  // by NodeId
  std::vector<html::NodeId> way_;
  std::vector<Sibling> siblings_;
  uint64_t signals_ = 0;
  std::array<uint32_t, kSignals> nearest_{};  // the depth of the innermost element of each signal that there is
  struct Hidden {
    uint32_t signal;
    uint32_t depth;  // of the element that an inner one hides; 0 for none
  };
  std::vector<Hidden> hidden_;
};

}  // namespace lycosa::inline extract
