#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/unicode.h"

namespace lycosa {

// Makes a number of each word of a text that comes in pieces: of its letters and digits, ASCII case folded. A word ends
// at white space; a character of a script without spaces is a word of its own.
class WordHasher {
 public:
  explicit WordHasher(std::vector<uint32_t>& words) : words_(words) {}

  // A letter or digit. True when it begins a word.
  bool letter(char32_t c) {
    const bool alone = is_unspaced_script(c);
    const bool begins = alone || !in_word_;
    if (alone) end_word();
    hash_ = (hash_ ^ (c >= 'A' && c <= 'Z' ? c + 32 : c)) * 0x9e3779b1u;
    hash_ ^= hash_ >> 15;
    in_word_ = true;
    if (alone) end_word();
    return begins;
  }
  void end_word() {
    if (in_word_) words_.push_back(hash_);
    in_word_ = false;
    hash_ = 0x811c9dc5u;
  }
  void add(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
      const Character c = character_at(text, at);
      at += c.size;
      if (is_unicode_space(c.code)) {
        end_word();
      } else if (is_word_character(c.code)) {
        letter(c.code);
      }
    }
  }

 private:
  std::vector<uint32_t>& words_;
  uint32_t hash_ = 0x811c9dc5u;
  bool in_word_ = false;
};

}  // namespace lycosa
