#include "extract/boilerpipe_tokens.h"

#include <unicode/uchar.h>

#include <array>

#include "base/text.h"
#include "extract/unicode.h"

namespace lycosa {
namespace {

constexpr uint32_t kLineLength = 80;

// Java's notion of a word character for \b: letter, digit or underscore.
bool is_bound_word(char32_t c) { return c == '_' || is_word_character(c); }

// A token with one of these counts: letters and numbers of any kind.
bool counts_as_word(char32_t c) {
  if (c < 0x80) return is_ascii_alphanumeric(static_cast<char>(c));
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

// Next to one of these a word boundary does not part tokens.
constexpr auto kJoining = [] {
  std::array<bool, 128> joining{};
  for (const char c : std::string_view("\"'.,!@-:;$?()/")) joining[static_cast<size_t>(c)] = true;
  return joining;
}();
bool joins_words(char32_t c) { return c < 0x80 && kJoining[c]; }

// Lines of 80 characters filled word by word, as if the block were printed.
class Lines {
 public:
  void add_word(uint32_t length, BoilerpipeCounts& counts) {
    ++words_in_line_;
    line_length_ += static_cast<int64_t>(length) + 1;
    if (line_length_ <= kLineLength) return;
    ++counts.wrapped_lines;
    line_length_ = length;
    words_in_line_ = 1;
  }
  void finish(BoilerpipeCounts& counts) const {
    if (counts.wrapped_lines == 0) {
      counts.wrapped_words = counts.words;
      counts.wrapped_lines = 1;
    } else {
      counts.wrapped_words = counts.words - words_in_line_;
    }
  }

 private:
  int64_t line_length_ = -1;
  uint32_t words_in_line_ = 0;
};

}  // namespace

BoilerpipeCounts count_boilerpipe_tokens(std::string_view text, bool& in_anchor) {
  BoilerpipeCounts counts;
  Lines lines;
  uint32_t length = 0;  // of the open token, in UTF-16 units as Java counts
  bool has_word = false;
  const auto end_token = [&] {
    if (length == 0) return;
    ++counts.tokens;
    if (has_word) {
      ++counts.words;
      counts.linked_words += in_anchor;
      lines.add_word(length, counts);
    }
    length = 0;
    has_word = false;
  };

  char32_t before = ' ';
  for (size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    at += c.size;
    if (c.code == ' ' || c.code == kAnchorStart || c.code == kAnchorEnd) {
      end_token();
      if (c.code != ' ') in_anchor = c.code == kAnchorStart;
      before = ' ';
      continue;
    }
    const bool boundary = is_bound_word(before) != is_bound_word(c.code);
    if (boundary && !joins_words(before) && !joins_words(c.code)) end_token();
    length += c.code > 0xffff ? 2 : 1;
    has_word = has_word || counts_as_word(c.code);
    before = c.code;
    // Nothing ends a token inside of a run of ASCII letters and digits.
    if (c.size > 1 || !is_ascii_alphanumeric(text[at - 1])) continue;
    for (; at < text.size() && is_ascii_alphanumeric(text[at]); ++at) ++length;
  }
  end_token();
  lines.finish(counts);
  return counts;
}

}  // namespace lycosa
