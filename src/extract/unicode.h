#pragma once

#include <cstddef>
#include <string_view>

namespace lycosa {

// One character of valid UTF-8 and how many bytes it takes. U+FFFD of one byte where the text is not valid.
struct Character {
  char32_t code = 0;
  uint32_t size = 0;
};

// The character that begins at `at`, which must be inside the text.
Character character_at(std::string_view text, size_t at);
// The character that ends before `end`, which must not be 0.
Character character_before(std::string_view text, size_t end);

// Letter or digit of any script.
bool is_word_character(char32_t c);
// Unicode white space, no-break spaces included.
bool is_unicode_space(char32_t c);
// Punctuation as CommonMark means it: ASCII punctuation and the Unicode categories P and S.
bool is_punctuation(char32_t c);
// Written without spaces between words: Han, kana, Thai and their kin. Each character counts as a word.
bool is_unspaced_script(char32_t c);
// C0 but tab and line feed, DEL, C1: never in an output.
bool is_control(char32_t c);

// Counts words in text that comes in pieces: runs between white space that hold a letter or a digit.
class WordCounter {
 public:
  void add(std::string_view text);
  // Ends the word that is open, as white space does.
  void end_word() {
    words_ += in_word_;
    in_word_ = false;
  }
  uint32_t words() const { return words_ + in_word_; }

 private:
  uint32_t words_ = 0;
  bool in_word_ = false;
};

uint32_t count_words(std::string_view text);

}  // namespace lycosa
