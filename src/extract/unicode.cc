#include "extract/unicode.h"

#include <unicode/uchar.h>

#include "base/text.h"
#include "extract/main_content/text_runs.h"

namespace lycosa::inline extract {

Character unicode::long_character_at(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const uint32_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
  if (size == 0 || at + size > text.size()) return {0xfffd, 1};
  char32_t code = lead & (0x7fu >> size);
  for (uint32_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return {0xfffd, 1};
    code = (code << 6) | (byte(at + i) & 0x3fu);
  }
  return {code, size};
}

Character character_before(std::string_view text, size_t end) {
  size_t start = end - 1;
  while (start > 0 && end - start < 4 && (static_cast<unsigned char>(text[start]) & 0xc0) == 0x80) --start;
  const Character c = character_at(text, start);
  return start + c.size == end ? c : Character{0xfffd, 1};
}

bool unicode::is_word_character(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c));
}

bool unicode::is_space(char32_t c) {
  if (c < 0x1680) return c == 0xa0 || c == 0x85;
  return c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

bool is_punctuation(char32_t c) {
  if (c < 0x80) return c > 0x20 && c < 0x7f && !is_ascii_alphanumeric(static_cast<char>(c));
  const uint32_t mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  return (mask & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

void WordCounter::add(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (size_t at = 0; at < text.size();) {
    if (const AsciiRun run = ascii_run(text.data() + at, end); run.length > 0) {
      in_word_ = true;
      at += run.length;
      continue;
    }
    const Character c = character_at(text, at);
    at += c.size;
    if (is_unicode_space(c.code)) {
      end_word();
    } else if (!is_word_character(c.code)) {
      continue;
    } else if (is_unspaced_script(c.code)) {
      end_word();
      ++words_;
    } else {
      in_word_ = true;
    }
  }
}

uint32_t count_words(std::string_view text) {
  WordCounter counter;
  counter.add(text);
  return counter.words();
}

}  // namespace lycosa::inline extract
