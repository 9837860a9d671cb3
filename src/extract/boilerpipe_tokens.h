#pragma once

#include <cstdint>
#include <string_view>

namespace lycosa {

// What boilerpipe counts in a block of text.
struct BoilerpipeCounts {
  uint32_t words = 0;
  uint32_t linked_words = 0;
  uint32_t wrapped_words = 0;  // in full lines, were the text set in lines of 80 characters
  uint32_t wrapped_lines = 0;
  uint32_t tokens = 0;
};

// Marks in the token text where an anchor begins and ends. Noncharacters' neighbours: HTML text cannot hold bytes 1, 2
// here, because the handler leaves control characters out.
inline constexpr char kAnchorStart = '\x01';
inline constexpr char kAnchorEnd = '\x02';

// Cuts a text as boilerpipe's UnicodeTokenizer does, which is at spaces and at every boundary between a word and other
// characters but those next to "'.,!@-:;$?()/ and counts. `in_anchor` holds over from block to block.
BoilerpipeCounts count_boilerpipe_tokens(std::string_view text, bool& in_anchor);

}  // namespace lycosa
