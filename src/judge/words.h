#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lycosa::inline judge {

// A word of a text: a 64-bit hash of its letters, ASCII case folded, and how many characters it has.
struct Word {
  uint64_t hash = 0;
  uint32_t length = 0;
};

struct TextWords {
  std::vector<Word> words;
  size_t unspaced = 0;  // how many of them are characters of scripts that are written without spaces
};

// The words of valid UTF-8, at most `limit`. Scripts that are written without spaces (Han, kana, Thai) give one word a
// character.
TextWords words_of(std::string_view text, size_t limit);

}  // namespace lycosa::inline judge
