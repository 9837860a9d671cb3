#pragma once

#include <cstdint>
#include <vector>

#include "extract/main_content/block_map.h"

namespace lycosa::inline extract {

// Sums over any run of blocks in constant time.
class PageSums {
 public:
  explicit PageSums(const BlockMap& map) : rows_(map.blocks().size() + 1) {
    for (size_t i = 0; i < map.blocks().size(); ++i) {
      const TextBlock& block = map.blocks()[i];
      Row row = rows_[i];
      row.words += block.words;
      row.link_words += block.link_words;
      row.sentence_ends += block.sentence_ends;
      if (block.words >= kLongBlock && block.link_words * 3 < block.words) {
        ++row.long_blocks;
        row.long_words += block.words;
      }
      rows_[i + 1] = row;
    }
  }
  uint32_t words(uint32_t begin, uint32_t end) const { return rows_[end].words - rows_[begin].words; }
  uint32_t link_words(uint32_t begin, uint32_t end) const { return rows_[end].link_words - rows_[begin].link_words; }
  uint32_t sentence_ends(uint32_t begin, uint32_t end) const {
    return rows_[end].sentence_ends - rows_[begin].sentence_ends;
  }
  uint32_t long_blocks(uint32_t begin, uint32_t end) const { return rows_[end].long_blocks - rows_[begin].long_blocks; }
  uint32_t long_words(uint32_t begin, uint32_t end) const { return rows_[end].long_words - rows_[begin].long_words; }

 private:
  static constexpr uint32_t kLongBlock = 20;
  struct Row {
    uint32_t words = 0;
    uint32_t link_words = 0;
    uint32_t sentence_ends = 0;
    uint32_t long_blocks = 0;
    uint32_t long_words = 0;
  };
  std::vector<Row> rows_;
};

}  // namespace lycosa::inline extract
