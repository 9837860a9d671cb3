#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lycosa {

// A word of a text: a 64-bit hash of its letters, ASCII case folded, and how many characters it has.
struct Word {
  uint64_t hash = 0;
  uint32_t length = 0;
};

// The words of valid UTF-8, at most `limit`. Scripts that are written without spaces (Han, kana, Thai) give one word a
// character; `unspaced`, when given, receives how many of the words are such.
std::vector<Word> words_of(std::string_view text, size_t limit, size_t* unspaced = nullptr);

}  // namespace lycosa
