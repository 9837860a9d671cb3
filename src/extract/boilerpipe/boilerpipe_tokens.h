#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "extract/unicode.h"

namespace lycosa::inline extract {

// What boilerpipe counts in a block of text.
struct BoilerpipeCounts {
  uint32_t words = 0;
  uint32_t linked_words = 0;
  uint32_t wrapped_words = 0;  // in full lines, were the text set in lines of 80 characters
  uint32_t wrapped_lines = 0;
  uint32_t tokens = 0;
};

// Counts a block's text as boilerpipe's UnicodeTokenizer and its reader do. The text, in which white space is
// collapsed, comes in pieces; it is cut at spaces and at every boundary between a word and other characters but those
// next to
// "'.,!@-:;$?()/.
class BoilerpipeTokens {
 public:
  void space() {
    end_token();
    before_ = ' ';
  }
  // Where a link begins or ends, which parts tokens too. Holds over from block to block.
  void anchor(bool begins) {
    space();
    in_anchor_ = begins;
  }
  // Letters and digits of ASCII; what comes next may go on with them.
  void letters(uint32_t count) {
    if (!is_bound_word(before_) && !joins_words(before_)) end_token();
    length_ += count;
    has_word_ = true;
    before_ = 'a';
  }
  // A character that is none of these.
  void character(char32_t c) {
    if (is_bound_word(before_) != is_bound_word(c) && !joins_words(before_) && !joins_words(c)) end_token();
    length_ += c > 0xffff ? 2 : 1;
    has_word_ = has_word_ || counts_as_word(c);
    before_ = c;
  }
  // The counts of the block, and a new one.
  BoilerpipeCounts take();

 private:
  // Java's notion of a word character for \b: letter, digit or underscore.
  static bool is_bound_word(char32_t c) { return c == '_' || is_word_character(c); }
  // A token with one of these counts: letters and numbers of any kind.
  static bool counts_as_word(char32_t c);
  // Next to one of these a word boundary does not part tokens.
  static bool joins_words(char32_t c) { return c < 0x80 && kJoining[c]; }
  static constexpr auto kJoining = [] {
    std::array<bool, 128> joining{};
    for (const char c : std::string_view("\"'.,!@-:;$?()/")) joining[static_cast<size_t>(c)] = true;
    return joining;
  }();

  void end_token() {
    if (length_ == 0) return;
    ++counts_.tokens;
    if (has_word_) {
      ++counts_.words;
      counts_.linked_words += in_anchor_;
      add_to_line();
    }
    length_ = 0;
    has_word_ = false;
  }
  // Lines of 80 characters are filled word by word, as if the block were printed.
  void add_to_line() {
    ++words_in_line_;
    line_length_ += int64_t{length_} + 1;
    if (line_length_ <= kLineLength) return;
    ++counts_.wrapped_lines;
    line_length_ = length_;
    words_in_line_ = 1;
  }

  static constexpr int64_t kLineLength = 80;

  BoilerpipeCounts counts_;
  uint32_t length_ = 0;  // of the open token, in UTF-16 units as Java counts
  bool has_word_ = false;
  bool in_anchor_ = false;
  char32_t before_ = ' ';
  int64_t line_length_ = -1;
  uint32_t words_in_line_ = 0;
};

}  // namespace lycosa::inline extract
