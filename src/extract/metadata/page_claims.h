#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "html/document.h"

namespace lycosa::inline extract {

// Kinds of page that a page can say it is, by og:type or by the types of its JSON-LD. One bit each.
inline constexpr int kPageKinds = 8;
using PageKinds = uint32_t;

// What a page says of itself outside of its text: its kind, its title, and the sentences of its description and its
// JSON-LD. Text that says the same is likely to be what the page is about. Words are those of BlockMap::words_of().
class PageClaims {
 public:
  PageClaims(const html::Document& document, std::string_view title);

  PageKinds kinds() const { return kinds_; }

  struct Shares {
    float in_title = 0;  // the share of these words that are in the title
    float of_title = 0;  // the share of the title's words that are among these
    float said = 0;      // the share of the pairs of neighbouring words that are in what the page claims
  };
  Shares shares(std::span<const uint32_t> words) const;

 private:
  void read_meta(const html::Document& document, html::NodeId element);
  void read_json(std::string_view json);
  void read_json_string(std::string_view text, bool names_type);
  void say(std::span<const uint32_t> words);

  // A Bloom filter of the pairs, with one hash function: no false negatives, and few false positives.
  static constexpr uint32_t kBits = 1u << 17;
  bool said(uint32_t pair) const {
    const uint32_t bit = pair % kBits;
    return (said_[bit / 64] >> (bit % 64)) & 1;
  }
  float share_said(std::span<const uint32_t> words) const;
  void compare_with_title(std::span<const uint32_t> words, Shares& shares) const;

  // The title's words: a hash table with linear probing, with a bitmap of each word's positions in the title.
  static constexpr size_t kTitleLimit = 40;
  struct TitleWord {
    uint32_t word = 0;
    uint64_t stands = 0;  // the bitmap; 0 marks a free slot
  };
  void keep_title(std::span<const uint32_t> words);
  uint64_t find_in_title(uint32_t word) const {
    size_t at = word % title_.size();
    while (title_[at].stands != 0 && title_[at].word != word) at = (at + 1) % title_.size();
    return title_[at].stands;
  }
  std::array<TitleWord, 128> title_{};
  size_t title_words_ = 0;

  PageKinds kinds_ = 0;
  std::vector<uint64_t> said_;  // empty as long as nothing is said
  std::vector<uint32_t> scratch_;
};

}  // namespace lycosa::inline extract
