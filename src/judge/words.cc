#include "judge/words.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa {
namespace {

constexpr uint64_t kBasis = 0xcbf29ce484222325u;
constexpr uint64_t kPrime = 0x100000001b3u;

enum class Class { word, alone, other };

uint32_t sequence_length(unsigned char lead) { return lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2; }

// By the first two bytes of a character: enough to tell words from punctuation and unspaced scripts from others.
Class classify(unsigned char lead, unsigned char second) {
  if (lead < 0x80) return is_ascii_alphanumeric(static_cast<char>(lead)) ? Class::word : Class::other;
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

}  // namespace

std::vector<Word> words_of(std::string_view text, size_t limit, size_t* unspaced) {
  std::vector<Word> words;
  size_t alone = 0;
  Word open{kBasis, 0};
  const auto end_word = [&] {
    if (open.length == 0) return;
    words.push_back({mix(open.hash), open.length});
    open = {kBasis, 0};
  };
  for (size_t at = 0; at < text.size() && words.size() < limit;) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : '\0';
    const size_t end = std::min(at + sequence_length(lead), text.size());
    const Class kind = classify(lead, second);
    if (kind != Class::word) end_word();
    if (kind != Class::other) {
      for (; at < end; ++at) open.hash = (open.hash ^ static_cast<unsigned char>(ascii_lower(text[at]))) * kPrime;
      ++open.length;
    }
    if (kind == Class::alone) {
      end_word();
      ++alone;
    }
    at = end;
  }
  if (words.size() < limit) end_word();
  if (unspaced) *unspaced = alone;
  return words;
}

}  // namespace lycosa
