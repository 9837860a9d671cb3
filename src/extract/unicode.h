#pragma once

#include <cstddef>
#include <string_view>

#include "base/text.h"

namespace lycosa::inline extract {

// One character of valid UTF-8 and how many bytes it takes. U+FFFD of one byte where the text is not valid.
struct Character {
  char32_t code = 0;
  uint32_t size = 0;
};

// Where most text is ASCII, these are answered without a call.
namespace unicode {
Character long_character_at(std::string_view text, size_t at);
bool is_word_character(char32_t c);
bool is_space(char32_t c);
}  // namespace unicode

// The character that begins at `at`, which must be inside the text.
inline Character character_at(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return lead < 0x80 ? Character{lead, 1} : unicode::long_character_at(text, at);
}
// The character that ends before `end`, which must not be 0.
Character character_before(std::string_view text, size_t end);

// Letter or digit of any script.
inline bool is_word_character(char32_t c) {
  return c < 0x80 ? is_ascii_alphanumeric(static_cast<char>(c)) : unicode::is_word_character(c);
}
// Unicode white space, no-break spaces included.
inline bool is_unicode_space(char32_t c) {
  return c < 0x80 ? is_ascii_whitespace(static_cast<char>(c)) || c == '\v' : unicode::is_space(c);
}
// Punctuation as CommonMark means it: ASCII punctuation and the Unicode categories P and S.
bool is_punctuation(char32_t c);
// Written without spaces between words: Han, kana, Thai and their kin. Each character counts as a word.
inline bool is_unspaced_script(char32_t c) {
  if (c < 0x0e00) return false;
  return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3134f) || (c >= 0x0e00 && c <= 0x0eff) ||
         (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff);
}
// C0 but tab and line feed, DEL, C1: never in an output.
inline bool is_control(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
}

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

}  // namespace lycosa::inline extract
