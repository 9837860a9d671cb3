#include "judge/similarity.h"

#include <array>

#include "judge/judge.h"

namespace lycosa::inline judge {
namespace {

constexpr size_t kShingle = 3;

// Counts for each of 64 bits how often it was set. Bits 8 apart are counted in the bytes of one word, until a byte is
// full.
class BitVotes {
 public:
  void add(uint64_t hash) {
    constexpr uint64_t kLowBits = 0x0101010101010101u;
    for (size_t i = 0; i < 8; ++i) bytes_[i] += (hash >> i) & kLowBits;
    ++all_;
    if (++pending_ == 255) flush();
  }
  // The bits that were set more often than not.
  uint64_t majority() {
    flush();
    uint64_t bits = 0;
    for (size_t bit = 0; bit < 64; ++bit) bits |= static_cast<uint64_t>(counts_[bit] * uint64_t{2} > all_) << bit;
    return bits;
  }

 private:
  void flush() {
    for (size_t bit = 0; bit < 64; ++bit) counts_[bit] += (bytes_[bit % 8] >> (bit / 8 * 8)) & 0xff;
    bytes_ = {};
    pending_ = 0;
  }

  std::array<uint64_t, 8> bytes_{};
  std::array<uint32_t, 64> counts_{};
  uint64_t all_ = 0;
  int pending_ = 0;
};

}  // namespace

// Charikar's simhash: every shingle votes on every bit, so texts that share most shingles share most bits.
uint64_t similarity_of(std::span<const Word> words) {
  if (words.empty()) return 0;
  BitVotes votes;
  const size_t shingles = words.size() < kShingle ? 1 : words.size() - kShingle + 1;
  for (size_t i = 0; i < shingles; ++i) {
    uint64_t hash = 0;
    for (size_t j = i; j < i + kShingle && j < words.size(); ++j) {
      hash = (hash ^ words[j].hash) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 29;
    }
    votes.add(hash);
  }
  const uint64_t hash = votes.majority();
  // 0 says that there are no words.
  return hash == 0 ? 1 : hash;
}

uint64_t similarity_hash(std::string_view text) {
  return similarity_of(words_of(text, kSimilarityWords).words);
}

}  // namespace lycosa::inline judge
