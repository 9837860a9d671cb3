#include "judge/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lycosa {
namespace {

constexpr uint64_t kBasis = 0xcbf29ce484222325u;
constexpr uint64_t kPrime = 0x100000001b3u;

// What an ASCII letter or digit is hashed as; 0 for any other byte.
constexpr std::array<uint8_t, 256> kFolded = [] {
  std::array<uint8_t, 256> folded{};
  for (size_t i = 0; i < 0x80; ++i) {
    const auto c = static_cast<char>(i);
    if (is_ascii_alphanumeric(c)) folded[i] = static_cast<uint8_t>(ascii_lower(c));
  }
  return folded;
}();

enum class Class { word, alone, other };

uint32_t sequence_length(unsigned char lead) { return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2; }

// By the first two bytes of a character that is not ASCII: enough to tell words from punctuation and unspaced scripts from
// others.
Class classify(unsigned char lead, unsigned char second) {
  if (lead == 0xc2 || (lead == 0xe2 && second < 0xb0) || (lead == 0xef && second >= 0xb8)) return Class::other;
  if (lead == 0xe3 && second == 0x80) return Class::other;            // U+3000 to U+303F: ideographic punctuation
  if (lead == 0xe3 && second <= 0x83) return Class::alone;            // kana
  if (lead >= 0xe3 && lead <= 0xe9) return Class::alone;              // Han
  if (lead == 0xe0 && second >= 0xb8 && second <= 0xbb) return Class::alone;  // Thai, Lao
  return Class::word;
}

// FNV mixes its high bits poorly; simhash and tables need all of them.
uint64_t mix(uint64_t h) {
  h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
  h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
  return h ^ (h >> 32);
}

// Reads words one after the other.
class WordReader {
 public:
  WordReader(std::string_view text, size_t limit) : text_(text), limit_(limit) {
    words_.reserve(std::min(limit, text.size() / 4 + 1));
  }

  std::vector<Word> read() {
    while (at_ < text_.size() && words_.size() < limit_) {
      const auto lead = static_cast<unsigned char>(text_[at_]);
      if (const uint8_t folded = kFolded[lead]; folded != 0) {
        ascii_run(folded);
      } else if (lead < 0x80) {
        end_word();
        ++at_;
      } else {
        long_character(lead);
      }
    }
    if (words_.size() < limit_) end_word();
    return std::move(words_);
  }
  size_t alone() const { return alone_; }

 private:
  void ascii_run(uint8_t folded) {
    const size_t begin = at_;
    do {
      hash_ = (hash_ ^ folded) * kPrime;
      folded = ++at_ < text_.size() ? kFolded[static_cast<unsigned char>(text_[at_])] : 0;
    } while (folded != 0);
    length_ += static_cast<uint32_t>(at_ - begin);
  }

  void long_character(unsigned char lead) {
    const auto second = at_ + 1 < text_.size() ? static_cast<unsigned char>(text_[at_ + 1]) : '\0';
    const size_t end = std::min(at_ + sequence_length(lead), text_.size());
    const Class kind = classify(lead, second);
    if (kind != Class::word) end_word();
    if (kind != Class::other) {
      for (; at_ < end; ++at_) hash_ = (hash_ ^ static_cast<unsigned char>(ascii_lower(text_[at_]))) * kPrime;
      ++length_;
    }
    if (kind == Class::alone) {
      end_word();
      ++alone_;
    }
    at_ = end;
  }

  void end_word() {
    if (length_ == 0) return;
    words_.push_back({mix(hash_), length_});
    hash_ = kBasis;
    length_ = 0;
  }

  std::string_view text_;
  size_t limit_;
  size_t at_ = 0;
  uint64_t hash_ = kBasis;
  uint32_t length_ = 0;  // of the word that is open
  size_t alone_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::vector<Word> words_of(std::string_view text, size_t limit, size_t* unspaced) {
  WordReader reader(text, limit);
  std::vector<Word> words = reader.read();
  if (unspaced) *unspaced = reader.alone();
  return words;
}

}  // namespace lycosa
