#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/simd.h"

#if LYCOSA_SSE2
#include <emmintrin.h>
#endif

namespace lycosa::html {

// A run of bytes of a name, up to a byte that may end it.
struct NameRun {
  uint32_t length;  // at most kMaxRun; the run goes on when it is kMaxRun
  bool plain;       // nothing in it has to be looked at: no upper case, no byte that is an error
  static constexpr uint32_t kMaxRun = 16;
};

// Finds bytes in text. Never reads outside [p, end).
class Scanner {
 public:
  explicit Scanner(SimdLevel level);

  // The first of three bytes, or end.
  const char* find(const char* p, const char* end, char a, char b, char c) const {
#if LYCOSA_SSE2
    if (level_ != SimdLevel::scalar && end - p >= 16) {
      const uint32_t hits = matches16(p, a, b, c);
      return hits != 0 ? p + std::countr_zero(hits) : find_long_(p + 16, end, a, b, c);
    }
#endif
    return find_scalar(p, end, a, b, c);
  }

  // The run of tag name bytes at p: up to a byte that is at most 0x20, '/' or '>'.
  NameRun tag_name(const char* p, const char* end) const {
#if LYCOSA_SSE2
    if (level_ != SimdLevel::scalar && end - p >= 16) return name16<false>(p);
#endif
    return name_scalar(p, end, false);
  }
  // The run of attribute name bytes at p: the same, or '='. Quotes and '<' are not plain.
  NameRun attribute_name(const char* p, const char* end) const {
#if LYCOSA_SSE2
    if (level_ != SimdLevel::scalar && end - p >= 16) return name16<true>(p);
#endif
    return name_scalar(p, end, true);
  }

  SimdLevel level() const {
    return level_;
  }

  static const char* find_scalar(const char* p, const char* end, char a, char b, char c);

 private:
  using FindLong = const char* (*)(const char*, const char*, char, char, char);

  static NameRun name_scalar(const char* p, const char* end, bool attribute);

#if LYCOSA_SSE2
  static uint32_t matches16(const char* p, char a, char b, char c) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(a)), _mm_cmpeq_epi8(v, _mm_set1_epi8(b))),
                     _mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
    return static_cast<uint32_t>(_mm_movemask_epi8(hit));
  }

  template <bool kAttribute>
  static NameRun name16(const char* p) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); };
    __m128i ends = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x20)), v);
    ends = _mm_or_si128(ends, _mm_or_si128(is('/'), is('>')));
    __m128i odd = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('A' - 1)), _mm_cmplt_epi8(v, _mm_set1_epi8('Z' + 1)));
    if constexpr (kAttribute) {
      ends = _mm_or_si128(ends, is('='));
      odd = _mm_or_si128(odd, _mm_or_si128(is('<'), _mm_or_si128(is('"'), is('\''))));
    }
    const uint32_t end_bits = static_cast<uint32_t>(_mm_movemask_epi8(ends)) | 0x10000u;
    const uint32_t odd_bits = static_cast<uint32_t>(_mm_movemask_epi8(odd));
    const auto length = static_cast<uint32_t>(std::countr_zero(end_bits));
    return {length, (odd_bits & (end_bits - 1) & ~end_bits) == 0};
  }
#endif

  SimdLevel level_;
  FindLong find_long_;
};

}  // namespace lycosa::html
