#include "judge/words.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/simd.h"
#include "base/text.h"

#if LYCOSA_SSE2
#include <emmintrin.h>
#endif

namespace lycosa::inline judge {
namespace {

constexpr uint64_t kBasis = 0xcbf29ce484222325u;
constexpr uint64_t kPrime = 0x100000001b3u;

// What an ASCII letter or digit is hashed as; 0 for any other byte.
// clang-format off
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

// The ASCII characters at the beginning of a text, in lower case, and which of them are letters and digits.
constexpr size_t kPart = 64;
struct Part {
  size_t size = 0;
  uint64_t letters = 0;
  std::array<unsigned char, kPart + 8> lower;
};
// clang-format on

#if LYCOSA_SSE2

// Whether each byte lies in [low, low + span].
__m128i in_range(__m128i bytes, char low, char span) {
  const __m128i offset = _mm_sub_epi8(bytes, _mm_set1_epi8(low));
  return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(span)), offset);
}

Part read_part(std::string_view text) {
  Part part;
  if (text.size() < kPart) return part;
  uint64_t foreign = 0;
  for (size_t i = 0; i < kPart; i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
    const __m128i lower = _mm_or_si128(bytes, _mm_and_si128(in_range(bytes, 'A', 25), _mm_set1_epi8(0x20)));
    const __m128i letters = _mm_or_si128(in_range(lower, 'a', 25), in_range(bytes, '0', 9));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(part.lower.data() + i), lower);
    part.letters |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(letters))} << i;
    foreign |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(bytes))} << i;
  }
  part.size = static_cast<size_t>(std::countr_zero(foreign));
  part.letters &= part.size == 0 ? 0 : ~uint64_t{0} >> (kPart - part.size);
  return part;
}

#else

Part read_part(std::string_view) {
  return {};
}

#endif

// Of a whole word. Most are short, and which length a word has cannot be foreseen: the hashes of all its beginnings of
// up to eight letters are made, and the one wanted taken. Reads eight bytes at least.
uint64_t hash_of_word(const unsigned char* letters, size_t size) {
  std::array<uint64_t, 9> hashes;
  hashes[0] = kBasis;
  for (size_t i = 0; i < 8; ++i) hashes[i + 1] = (hashes[i] ^ letters[i]) * kPrime;
  uint64_t hash = hashes[std::min<size_t>(size, 8)];
  for (size_t i = 8; i < size; ++i) hash = (hash ^ letters[i]) * kPrime;
  return hash;
}

// Reads words one after the other.
class WordReader {
 public:
  WordReader(std::string_view text, size_t limit) : text_(text), limit_(limit) {
    words_.reserve(std::min(limit, text.size() / 4 + 1));
  }

  std::vector<Word> read() {
    while (at_ < text_.size() && words_.size() < limit_) {
      if (at_ >= next_part_ && words_.size() + kPart < limit_) {
        const Part part = read_part(text_.substr(at_));
        // Where ASCII comes in dribs and drabs, looking for it costs more than it saves.
        next_part_ = at_ + (part.size < kPart / 4 ? kPart : 0);
        if (part.size > 0) {
          ascii_part(part);
          continue;
        }
      }
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
  void ascii_part(const Part& part) {
    size_t at = 0;
    if (length_ > 0) {
      at = static_cast<size_t>(std::countr_one(part.letters));
      go_on(part.lower.data(), at);
      if (at < part.size) end_word();
    }
    for (uint64_t rest = at < part.size ? part.letters >> at << at : 0; rest != 0;) {
      const auto begin = static_cast<size_t>(std::countr_zero(rest));
      const auto size = static_cast<size_t>(std::countr_one(rest >> begin));
      if (begin + size == part.size) {
        go_on(part.lower.data() + begin, size);
        break;
      }
      words_.push_back({mix(hash_of_word(part.lower.data() + begin, size)), static_cast<uint32_t>(size)});
      rest &= rest + (uint64_t{1} << begin);
    }
    at_ += part.size;
  }

  // Adds letters to the word that is open.
  void go_on(const unsigned char* letters, size_t count) {
    for (size_t i = 0; i < count; ++i) hash_ = (hash_ ^ letters[i]) * kPrime;
    length_ += static_cast<uint32_t>(count);
  }

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
    // The word before may have been the last one; this character would be one too many.
    if (words_.size() == limit_) return;
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
  size_t next_part_ = 0;  // where to look for a part again
  uint64_t hash_ = kBasis;
  uint32_t length_ = 0;  // of the word that is open
  size_t alone_ = 0;
  std::vector<Word> words_;
};

}  // namespace

TextWords words_of(std::string_view text, size_t limit) {
  WordReader reader(text, limit);
  TextWords all;
  all.words = reader.read();
  all.unspaced = reader.alone();
  return all;
}

}  // namespace lycosa::inline judge
