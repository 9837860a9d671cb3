#include "extract/main_content/feature_bins.h"

#include <algorithm>
#include <iterator>

#if LYCOSA_SSE2
#include <immintrin.h>
#endif

namespace lycosa::inline extract {
namespace {

#include "extract/main_content/feature_borders.inc"

static_assert(std::size(kBorderStart) == kAllFeatures + 1);

constexpr bool bins_are_small() {
  for (size_t f = 0; f < kAllFeatures; ++f) {
    if (kBorderStart[f + 1] - kBorderStart[f] > 127) return false;
  }
  return true;
}
// Vectors of bytes are compared as signed ones.
static_assert(bins_are_small());

struct Borders {
  const float* begin;
  const float* end;
};

Borders borders_of(size_t feature) {
  return {kBorders + kBorderStart[feature], kBorders + kBorderStart[feature + 1]};
}

void bin_column(const float* column, Borders borders, uint8_t* bins) {
  int32_t counts[kTileBlocks] = {};
  for (const float* border = borders.begin; border != borders.end; ++border) {
    for (size_t i = 0; i < kTileBlocks; ++i) counts[i] += column[i] > *border;
  }
  for (size_t i = 0; i < kTileBlocks; ++i) bins[i] = static_cast<uint8_t>(counts[i]);
}

void bin_constant(float value, Borders borders, uint8_t* bins) {
  const float* above = borders.begin;
  while (above != borders.end && value > *above) ++above;
  std::fill_n(bins, kTileBlocks, static_cast<uint8_t>(above - borders.begin));
}

#if LYCOSA_SSE2

__attribute__((target("avx2"))) void bin_column_avx2(const float* column, Borders borders, uint8_t* bins) {
  const __m256 a = _mm256_load_ps(column), b = _mm256_load_ps(column + 8);
  const __m256 c = _mm256_load_ps(column + 16), d = _mm256_load_ps(column + 24);
  // Many columns say the same of all blocks: no such name is around, no such phrase stands anywhere.
  const __m256 same =
      _mm256_and_ps(_mm256_and_ps(_mm256_cmp_ps(a, b, _CMP_EQ_OQ), _mm256_cmp_ps(c, d, _CMP_EQ_OQ)),
                    _mm256_and_ps(_mm256_cmp_ps(a, c, _CMP_EQ_OQ),
                                  _mm256_cmp_ps(a, _mm256_broadcastss_ps(_mm256_castps256_ps128(a)), _CMP_EQ_OQ)));
  if (_mm256_movemask_ps(same) == 0xff) return bin_constant(*column, borders, bins);
  __m256i in_a = _mm256_setzero_si256(), in_b = in_a, in_c = in_a, in_d = in_a;
  // A comparison that holds is -1.
  for (const float* border = borders.begin; border != borders.end; ++border) {
    const __m256 x = _mm256_broadcast_ss(border);
    in_a = _mm256_sub_epi32(in_a, _mm256_castps_si256(_mm256_cmp_ps(a, x, _CMP_GT_OQ)));
    in_b = _mm256_sub_epi32(in_b, _mm256_castps_si256(_mm256_cmp_ps(b, x, _CMP_GT_OQ)));
    in_c = _mm256_sub_epi32(in_c, _mm256_castps_si256(_mm256_cmp_ps(c, x, _CMP_GT_OQ)));
    in_d = _mm256_sub_epi32(in_d, _mm256_castps_si256(_mm256_cmp_ps(d, x, _CMP_GT_OQ)));
  }
  // Packing goes by halves of a vector, so fours of bytes have to be put in order.
  const __m256i packed = _mm256_packus_epi16(_mm256_packs_epi32(in_a, in_b), _mm256_packs_epi32(in_c, in_d));
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  _mm256_store_si256(reinterpret_cast<__m256i*>(bins), _mm256_permutevar8x32_epi32(packed, order));
}

#endif

}  // namespace

void bin_features(SimdLevel level, const float* columns, size_t first, size_t count, BinTile& bins) {
  auto* const bin = [&] {
#if LYCOSA_SSE2
    if (level == SimdLevel::avx2) return bin_column_avx2;
#endif
    static_cast<void>(level);
    return bin_column;
  }();
  for (size_t i = 0; i < count; ++i) {
    const Borders borders = borders_of(first + i);
    // Of most features that no tree asks about nothing is known, and nothing has to be.
    if (borders.begin != borders.end) bin(columns + i * kTileBlocks, borders, bins.of(first + i));
  }
}

void bin_feature(float value, size_t feature, BinTile& bins) {
  bin_constant(value, borders_of(feature), bins.of(feature));
}

}  // namespace lycosa::inline extract
