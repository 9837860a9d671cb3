#pragma once

#include <string_view>

#include "judge/words.h"

namespace lycosa::inline judge {

// What the spam scorer measures of a text.
struct TextSignals {
  size_t words = 0;
  double average_word_length = 0;  // in characters; 0 for scripts that are written without spaces
  double repetition = 0;           // share of the runs of four words that stood in the text before
  double compression = 1;          // how many times shorter an LZ77 coder would make it
  double top_word = 0;             // share of the most frequent word that has four characters or more
};

// Looks at the first 256 KiB of the text.
TextSignals measure_text(std::string_view text);
// The same of a text whose words are known.
TextSignals measure_text(std::string_view text, const TextWords& words);

}  // namespace lycosa::inline judge
