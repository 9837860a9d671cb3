#include "extract/main_content/oblivious_forest.h"

#include <algorithm>

#if LYCOSA_SSE2
#include <immintrin.h>
#endif

namespace lycosa::inline extract {
namespace {

void ask(std::span<const ObliviousTree> trees, const BinTile& bins, int32_t* sums) {
  for (const ObliviousTree& tree : trees) {
    uint8_t leaf[kTileBlocks] = {};
    for (size_t depth = 0; depth < kTreeDepth; ++depth) {
      const uint8_t* column = bins.of(tree.feature[depth]);
      const auto bit = static_cast<uint8_t>(1u << depth);
      for (size_t i = 0; i < kTileBlocks; ++i) {
        leaf[i] = static_cast<uint8_t>(leaf[i] | (column[i] > tree.border[depth] ? bit : 0));
      }
    }
    for (size_t i = 0; i < kTileBlocks; ++i) sums[i] += tree.leaf(leaf[i]);
  }
}

#if LYCOSA_SSE2

#define LYCOSA_AVX2 __attribute__((target("avx2"), always_inline)) inline

// All bits of the bytes of blocks whose bin is above the border.
LYCOSA_AVX2 __m256i answers(const ObliviousTree& tree, size_t depth, const BinTile& bins) {
  const __m256i column = _mm256_load_si256(reinterpret_cast<const __m256i*>(bins.of(tree.feature[depth])));
  return _mm256_cmpgt_epi8(column, _mm256_set1_epi8(static_cast<char>(tree.border[depth])));
}

LYCOSA_AVX2 __m256i sixteen(const uint8_t* table) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
}

// Looks up bytes of a table of 64, whose numbers' low four bits are `low`; the other two are given as answers.
LYCOSA_AVX2 __m256i look_up(const uint8_t* table, __m256i low, __m256i bit4, __m256i bit5) {
  const __m256i a = _mm256_shuffle_epi8(sixteen(table), low);
  const __m256i b = _mm256_shuffle_epi8(sixteen(table + 16), low);
  const __m256i c = _mm256_shuffle_epi8(sixteen(table + 32), low);
  const __m256i d = _mm256_shuffle_epi8(sixteen(table + 48), low);
  return _mm256_blendv_epi8(_mm256_blendv_epi8(a, b, bit4), _mm256_blendv_epi8(c, d, bit4), bit5);
}

// Adds eight numbers of 16 bits to sums.
LYCOSA_AVX2 void add_eight(__m128i numbers, int32_t* sums) {
  auto* at = reinterpret_cast<__m256i*>(sums);
  _mm256_storeu_si256(at, _mm256_add_epi32(_mm256_loadu_si256(at), _mm256_cvtepi16_epi32(numbers)));
}

__attribute__((target("avx2"))) void ask_avx2(std::span<const ObliviousTree> trees, const BinTile& bins,
                                              int32_t* sums) {
  __m256i outer = _mm256_setzero_si256();  // of blocks 0 to 7 and 16 to 23
  __m256i inner = outer;                   // of the others
  for (const ObliviousTree& tree : trees) {
    __m256i low = _mm256_and_si256(answers(tree, 0, bins), _mm256_set1_epi8(1));
    low = _mm256_or_si256(low, _mm256_and_si256(answers(tree, 1, bins), _mm256_set1_epi8(2)));
    low = _mm256_or_si256(low, _mm256_and_si256(answers(tree, 2, bins), _mm256_set1_epi8(4)));
    low = _mm256_or_si256(low, _mm256_and_si256(answers(tree, 3, bins), _mm256_set1_epi8(8)));
    const __m256i bit4 = answers(tree, 4, bins);
    const __m256i bit5 = answers(tree, 5, bins);
    const __m256i low_halves = look_up(tree.low, low, bit4, bit5);
    const __m256i high_halves = look_up(tree.high, low, bit4, bit5);
    outer = _mm256_add_epi16(outer, _mm256_unpacklo_epi8(low_halves, high_halves));
    inner = _mm256_add_epi16(inner, _mm256_unpackhi_epi8(low_halves, high_halves));
  }
  add_eight(_mm256_castsi256_si128(outer), sums);
  add_eight(_mm256_castsi256_si128(inner), sums + 8);
  add_eight(_mm256_extracti128_si256(outer, 1), sums + 16);
  add_eight(_mm256_extracti128_si256(inner, 1), sums + 24);
}

#endif

using Ask = void (*)(std::span<const ObliviousTree>, const BinTile&, int32_t*);

Ask ask_at(SimdLevel level) {
#if LYCOSA_SSE2
  if (level == SimdLevel::avx2) return ask_avx2;
#endif
  static_cast<void>(level);
  return ask;
}

}  // namespace

void ask_forest(SimdLevel level, std::span<const ObliviousTree> forest, std::span<const BinTile> tiles,
                std::span<int32_t> sums) {
  // So many trees stay in the nearest cache beside a tile.
  constexpr size_t kNearTrees = 5 * kTreesAtOnce;
  const Ask ask_some = ask_at(level);
  std::fill(sums.begin(), sums.end(), 0);
  for (size_t near = 0; near < forest.size(); near += kNearTrees) {
    const auto part = forest.subspan(near, std::min(kNearTrees, forest.size() - near));
    for (size_t tile = 0; tile < tiles.size(); ++tile) {
      for (size_t i = 0; i < part.size(); i += kTreesAtOnce) {
        ask_some(part.subspan(i, std::min(kTreesAtOnce, part.size() - i)), tiles[tile], &sums[tile * kTileBlocks]);
      }
    }
  }
}

}  // namespace lycosa::inline extract
