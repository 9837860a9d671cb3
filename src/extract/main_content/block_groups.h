#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "extract/main_content/block_map.h"

namespace lycosa::inline extract {

// Gives equal keys equal numbers, counted from 0.
class KeyNumbers {
 public:
  explicit KeyNumbers(const std::vector<uint64_t>& keys);
  std::vector<uint32_t> number;  // by key
  uint32_t count = 0;
  // How often numbers were looked at beyond once a key. Tests hold it linear, for a page can choose its keys.
  size_t collisions() const { return collisions_; }

 private:
  bool number_by_hash(std::span<const uint64_t> keys);
  void number_by_order(std::span<const uint64_t> keys);
  size_t collisions_ = 0;
};

// The blocks of a page that one template made: those whose elements have the same tags and classes. The posts of a
// thread are one group, the names of their authors another.
class BlockGroups {
 public:
  struct Group {
    uint32_t blocks = 0;
    uint32_t words = 0;
    uint32_t link_words = 0;
    uint32_t sentence_ends = 0;
    uint32_t repeated = 0;  // blocks whose text stands on the page more than once
  };
  // `paths` says what each block is grouped by, `copies` how often its text stands on the page.
  BlockGroups(const BlockMap& map, const std::vector<uint64_t>& paths, std::span<const uint32_t> copies);

  uint32_t number_of(size_t block) const { return numbers_.number[block]; }
  std::span<const Group> groups() const { return groups_; }

 private:
  KeyNumbers numbers_;
  std::vector<Group> groups_;
};

}  // namespace lycosa::inline extract
