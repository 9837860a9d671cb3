#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/main_content/text_runs.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {

constexpr uint64_t mix_hash(uint64_t hash, uint64_t value) {
  const uint64_t product = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return product ^ (product >> 32);
}

// Makes a number of each word of a text that comes in pieces: of its letters and digits, ASCII case folded. A word ends
// at white space; a character of a script without spaces is a word of its own.
class WordHasher {
 public:
  explicit WordHasher(std::vector<uint32_t>& words) : words_(words) {}

  // Letters and digits of ASCII. True when they begin a word.
  bool run(const AsciiRun& run) {
    hash_ = mix_hash(hash_, run.low);
    if (run.high != 0) hash_ = mix_hash(hash_, run.high);
    return begin();
  }
  // A letter or digit beyond ASCII. True when it begins a word.
  bool letter(char32_t c) {
    const bool alone = is_unspaced_script(c);
    if (alone) end_word();
    hash_ = mix_hash(hash_, c);
    const bool begins = begin();
    if (alone) end_word();
    return begins;
  }
  void end_word() {
    if (!in_word_) return;
    words_.push_back(static_cast<uint32_t>(hash_ >> 16));
    text_hash_ = mix_hash(text_hash_, hash_);
    in_word_ = false;
    hash_ = kStart;
  }
  void add(std::string_view text) {
    const char* const end = text.data() + text.size();
    for (size_t at = 0; at < text.size();) {
      if (const AsciiRun ascii = ascii_run(text.data() + at, end); ascii.length > 0) {
        run(ascii);
        at += ascii.length;
        continue;
      }
      const Character c = character_at(text, at);
      at += c.size;
      if (is_unicode_space(c.code)) {
        end_word();
      } else if (is_word_character(c.code)) {
        letter(c.code);
      }
    }
  }

  // A number for the words that have ended since the last call, in their order; 0 when there was none.
  uint64_t take_text_hash() { return std::exchange(text_hash_, 0); }

 private:
  static constexpr uint64_t kStart = 0xcbf29ce484222325u;

  bool begin() { return !std::exchange(in_word_, true); }

  std::vector<uint32_t>& words_;
  uint64_t hash_ = kStart;
  uint64_t text_hash_ = 0;
  bool in_word_ = false;
};

}  // namespace lycosa::inline extract
