#include <array>

#include "judge/judge.h"
#include "judge/words.h"

namespace lycosa {
namespace {

constexpr size_t kWordLimit = 200'000;
constexpr size_t kShingle = 3;

}  // namespace

// Charikar's simhash: every shingle votes on every bit, so texts that share most shingles share most bits.
uint64_t similarity_hash(std::string_view text) {
  const std::vector<Word> words = words_of(text, kWordLimit);
  if (words.empty()) return 0;
  std::array<int32_t, 64> votes{};
  const size_t shingles = words.size() < kShingle ? 1 : words.size() - kShingle + 1;
  for (size_t i = 0; i < shingles; ++i) {
    uint64_t hash = 0;
    for (size_t j = i; j < i + kShingle && j < words.size(); ++j) {
      hash = (hash ^ words[j].hash) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 29;
    }
    for (size_t bit = 0; bit < 64; ++bit) votes[bit] += (hash >> bit) & 1 ? 1 : -1;
  }
  uint64_t hash = 0;
  for (size_t bit = 0; bit < 64; ++bit) hash |= static_cast<uint64_t>(votes[bit] > 0) << bit;
  // 0 says that there are no words.
  return hash == 0 ? 1 : hash;
}

}  // namespace lycosa
