#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "extract/main_content/name_hints.h"
#include "html/document.h"

namespace lycosa::inline extract {

inline constexpr uint32_t kNoBlock = 0xffffffffu;

// A run of text that no block element's edge and no empty line (two br) divides: a paragraph, an item, a cell, a
// heading, a menu's entry. What main content is found among. Counts are of visible text.
struct TextBlock {
  html::NodeId container = html::kNoNode;  // the nearest block element
  html::NodeId first = html::kNoNode;      // its first text or image
  uint32_t words = 0;
  uint32_t link_words = 0;
  uint32_t bytes = 0;  // without white space
  uint32_t link_bytes = 0;
  uint32_t commas = 0;         // of any script
  uint32_t sentence_ends = 0;  // . ! ? and their kin before a space or at the end
  uint32_t digits = 0;
  uint32_t capitals = 0;    // words that begin with A to Z
  uint32_t separators = 0;  // | • · » › /
  uint32_t links = 0;
  uint32_t images = 0;
  uint32_t bold_words = 0;
  uint32_t currencies = 0;  // signs of money
  uint32_t first_word = 0;  // of BlockMap::words_of()
  uint64_t hash = 0;        // of its words (WordHasher); 0 when it has none
  char32_t last = 0;        // its last character
  uint64_t path = 0;        // the same for blocks whose elements, from the root, have the same tags and classes
  uint64_t near_path = 0;   // the same for those whose nearest three block elements have
};

// A page's visible text cut into blocks, and where in the tree each lies. Built in one walk; plain arrays by NodeId.
class BlockMap {
 public:
  // A page of 16 MiB could have millions of one word each; the largest of real pages have some thousands.
  static constexpr size_t kMaxBlocks = size_t{1} << 16;

  // A page that hides nearly all of its text until a script has run is taken with what it hides.
  explicit BlockMap(const html::Document& document);

  const std::vector<TextBlock>& blocks() const { return blocks_; }
  // The block that a text node or image belongs to; kNoBlock when it is hidden, empty or no such node.
  uint32_t block_of(html::NodeId node) const { return block_of_[node]; }
  // The blocks that lie in an element are [first_block, end_block).
  uint32_t first_block(html::NodeId element) const { return first_[element]; }
  uint32_t end_block(html::NodeId element) const { return end_[element]; }
  // Whether the element's subtree has no part in the page's text: dropped or hidden.
  bool skipped(html::NodeId element) const { return skipped_[element] != 0; }

  // What an element's names say, and a number that elements of the same tag and classes share.
  NameHints hints(html::NodeId element) const { return signs_[element].hints; }
  uint32_t signature(html::NodeId element) const { return signs_[element].signature; }

  uint32_t words() const { return words_; }
  // A number for each word of a block.
  std::span<const uint32_t> words_of(const TextBlock& block) const {
    return std::span(word_hashes_).subspan(block.first_word, block.words);
  }
  uint32_t link_words() const { return link_words_; }
  uint32_t hidden_words() const { return hidden_words_; }

 private:
  friend class BlockMapBuilder;
  BlockMap() = default;
  std::vector<TextBlock> blocks_;
  std::vector<uint32_t> block_of_;
  std::vector<uint32_t> first_;
  std::vector<uint32_t> end_;
  std::vector<uint8_t> skipped_;
  struct Signs {
    NameHints hints = 0;
    uint32_t signature = 0;
  };
  std::vector<Signs> signs_;
  std::vector<uint32_t> word_hashes_;
  uint32_t words_ = 0;
  uint32_t link_words_ = 0;
  uint32_t hidden_words_ = 0;
};

}  // namespace lycosa::inline extract
