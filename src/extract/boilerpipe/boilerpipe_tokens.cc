#include "extract/boilerpipe/boilerpipe_tokens.h"

#include <unicode/uchar.h>

#include <utility>

namespace lycosa::inline extract {

bool BoilerpipeTokens::counts_as_word(char32_t c) {
  if (c < 0x80) return is_ascii_alphanumeric(static_cast<char>(c));
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

BoilerpipeCounts BoilerpipeTokens::take() {
  space();
  BoilerpipeCounts counts = std::exchange(counts_, {});
  if (counts.wrapped_lines == 0) {
    counts.wrapped_words = counts.words;
    counts.wrapped_lines = 1;
  } else {
    counts.wrapped_words = counts.words - words_in_line_;
  }
  line_length_ = -1;
  words_in_line_ = 0;
  return counts;
}

}  // namespace lycosa::inline extract
