#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Text taken many bytes at a time. Each function has a scalar form that gives the same.
namespace lycosa::inline extract {

// A run of ASCII letters and digits, at most sixteen: its letters in lower case and its digits as numbers to hash, in
// two halves that are zero behind the run's end.
struct AsciiRun {
  uint32_t length = 0;
  uint32_t digits = 0;
  uint64_t low = 0;
  uint64_t high = 0;
};

inline AsciiRun ascii_run_scalar(const char* p, const char* end) {
  AsciiRun run;
  for (; p + run.length < end && run.length < 16 && is_ascii_alphanumeric(p[run.length]); ++run.length) {
    const char c = p[run.length];
    run.digits += is_ascii_digit(c);
    uint64_t& half = run.length < 8 ? run.low : run.high;
    half |= uint64_t{static_cast<unsigned char>(c)} << (run.length % 8 * 8);
  }
  // Digits have the bit of lower case already.
  const auto fold = [](uint64_t half, uint32_t count) {
    const uint64_t lower = 0x2020202020202020u;
    return half | (count >= 8 ? lower : lower & ((uint64_t{1} << (count * 8)) - 1));
  };
  run.low = fold(run.low, run.length);
  run.high = fold(run.high, run.length > 8 ? run.length - 8 : 0);
  return run;
}

#if defined(__SSE2__)
// The same from sixteen bytes that can be read.
inline AsciiRun ascii_run16(const char* p) {
  const __m128i lower = _mm_or_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)), _mm_set1_epi8(0x20));
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  // Signed comparison: bytes from 0x80 on are below all of these.
  const auto within = [](__m128i v, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmpgt_epi8(_mm_set1_epi8(static_cast<char>(last + 1)), v));
  };
  const auto digits = static_cast<uint32_t>(_mm_movemask_epi8(within(bytes, '0', '9')));
  const auto letters = static_cast<uint32_t>(_mm_movemask_epi8(within(lower, 'a', 'z')));
  AsciiRun run;
  run.length = static_cast<uint32_t>(std::countr_zero(~(digits | letters)));
  const uint32_t own = digits & ((1u << run.length) - 1);
  run.digits = own == 0 ? 0 : static_cast<uint32_t>(std::popcount(own));
  const auto keep = [](uint32_t count) { return count >= 8 ? ~uint64_t{0} : (uint64_t{1} << (count * 8)) - 1; };
  run.low = static_cast<uint64_t>(_mm_cvtsi128_si64(lower)) & keep(run.length);
  if (run.length > 8) {
    run.high = static_cast<uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(lower, lower))) & keep(run.length - 8);
  }
  return run;
}
#endif

// The run at p, which is empty when no letter or digit stands there. Reads nothing from `end` on.
inline AsciiRun ascii_run(const char* p, const char* end) {
#if defined(__SSE2__)
  if (end - p >= 16) return ascii_run16(p);
#endif
  return ascii_run_scalar(p, end);
}

// How many bytes from `at` on collapsing leaves as they are: no control, no white space but single spaces that have
// something on both sides, and no byte 0xC2, with which controls and no-break spaces begin. Any other character may be
// in it.
size_t settled_run(std::string_view text, size_t at);
size_t settled_run_scalar(std::string_view text, size_t at);

}  // namespace lycosa::inline extract
