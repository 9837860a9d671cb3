#include "html/encoding/utf8.h"

#include <bit>
#include <cstdint>
#include <cstring>

#if LYCOSA_SSE2
#include <immintrin.h>
#endif

namespace lycosa::html {
namespace {

bool is_continuation(unsigned char c) {
  return (c & 0xC0) == 0x80;
}

// The length of the well-formed sequence at p, which is not ASCII; 0 when there is none (Unicode, table 3-7).
size_t sequence_length(const unsigned char* p, size_t left) {
  const unsigned char lead = p[0];
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (left < length || !is_continuation(p[1])) return 0;
  if ((lead == 0xE0 && p[1] < 0xA0) || (lead == 0xED && p[1] > 0x9F)) return 0;
  if ((lead == 0xF0 && p[1] < 0x90) || (lead == 0xF4 && p[1] > 0x8F)) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (!is_continuation(p[i])) return 0;
  }
  return length;
}

bool is_utf8_by_runs(std::string_view bytes) {
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  for (size_t i = 0; i < bytes.size();) {
    if (p[i] < 0x80) {
      i += ascii_run(bytes.substr(i));
      continue;
    }
    const size_t length = sequence_length(p + i, bytes.size() - i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

bool is_utf8_scalar(std::string_view bytes) {
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  for (size_t i = 0; i < bytes.size();) {
    const size_t length = p[i] < 0x80 ? 1 : sequence_length(p + i, bytes.size() - i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

#if LYCOSA_SSE2

// Errors that two neighbouring bytes can show, as bits; a pair is wrong when the three look-ups of its nibbles share
// one (Keiser and Lemire, «Validating UTF-8 in less than one instruction per byte», 2020).
constexpr uint8_t kTooShort = 1 << 0;      // a lead without its continuation
constexpr uint8_t kTooLong = 1 << 1;       // ASCII with a continuation
constexpr uint8_t kOverlong3 = 1 << 2;     // E0 and less than A0
constexpr uint8_t kSurrogate = 1 << 4;     // ED and A0 or more
constexpr uint8_t kOverlong2 = 1 << 5;     // C0 or C1
constexpr uint8_t kTwoConts = 1 << 7;      // a continuation after a continuation: wrong unless a longer lead precedes
constexpr uint8_t kTooLarge = 1 << 3;      // F4 and 90 or more, F5 and more
constexpr uint8_t kTooLarge1000 = 1 << 6;  // F5 and more with 8x
constexpr uint8_t kOverlong4 = 1 << 6;     // F0 and less than 90
constexpr uint8_t kCarry = kTooShort | kTooLong | kTwoConts;

alignas(32) constexpr uint8_t kFirstHigh[32] = {kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTwoConts,
                                                kTwoConts,
                                                kTwoConts,
                                                kTwoConts,
                                                kTooShort | kOverlong2,
                                                kTooShort,
                                                kTooShort | kOverlong3 | kSurrogate,
                                                kTooShort | kTooLarge | kTooLarge1000 | kOverlong4,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTwoConts,
                                                kTwoConts,
                                                kTwoConts,
                                                kTwoConts,
                                                kTooShort | kOverlong2,
                                                kTooShort,
                                                kTooShort | kOverlong3 | kSurrogate,
                                                kTooShort | kTooLarge | kTooLarge1000 | kOverlong4};

#define LYCOSA_FIRST_LOW                                                                                          \
  kCarry | kOverlong3 | kOverlong2 | kOverlong4, kCarry | kOverlong2, kCarry, kCarry, kCarry | kTooLarge,         \
      kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000, \
      kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000, \
      kCarry | kTooLarge | kTooLarge1000, kCarry | kTooLarge | kTooLarge1000,                                     \
      kCarry | kTooLarge | kTooLarge1000 | kSurrogate, kCarry | kTooLarge | kTooLarge1000,                        \
      kCarry | kTooLarge | kTooLarge1000
alignas(32) constexpr uint8_t kFirstLow[32] = {LYCOSA_FIRST_LOW, LYCOSA_FIRST_LOW};
#undef LYCOSA_FIRST_LOW

#define LYCOSA_SECOND_HIGH                                                                \
  kTooShort, kTooShort, kTooShort, kTooShort, kTooShort, kTooShort, kTooShort, kTooShort, \
      kTooLong | kOverlong2 | kTwoConts | kOverlong3 | kTooLarge1000 | kOverlong4,        \
      kTooLong | kOverlong2 | kTwoConts | kOverlong3 | kTooLarge,                         \
      kTooLong | kOverlong2 | kTwoConts | kSurrogate | kTooLarge,                         \
      kTooLong | kOverlong2 | kTwoConts | kSurrogate | kTooLarge, kTooShort, kTooShort, kTooShort, kTooShort
alignas(32) constexpr uint8_t kSecondHigh[32] = {LYCOSA_SECOND_HIGH, LYCOSA_SECOND_HIGH};
#undef LYCOSA_SECOND_HIGH

__attribute__((target("avx2"))) inline __m256i look_up(const uint8_t* table, __m256i nibbles) {
  return _mm256_shuffle_epi8(_mm256_load_si256(reinterpret_cast<const __m256i*>(table)), nibbles);
}

// The bytes that stand n places before those of `now`.
template <int kPlaces>
__attribute__((target("avx2"))) inline __m256i bytes_before(__m256i now, __m256i before) {
  return _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 16 - kPlaces);
}

__attribute__((target("avx2"))) inline __m256i errors_in(__m256i now, __m256i before) {
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  const __m256i first = bytes_before<1>(now, before);
  const __m256i pairs =
      _mm256_and_si256(_mm256_and_si256(look_up(kFirstHigh, _mm256_and_si256(_mm256_srli_epi16(first, 4), nibble)),
                                        look_up(kFirstLow, _mm256_and_si256(first, nibble))),
                       look_up(kSecondHigh, _mm256_and_si256(_mm256_srli_epi16(now, 4), nibble)));
  // Where a lead of three bytes is two before or a lead of four three before, a continuation must follow another.
  const __m256i third =
      _mm256_subs_epu8(bytes_before<2>(now, before), _mm256_set1_epi8(static_cast<char>(0xE0 - 0x80)));
  const __m256i fourth =
      _mm256_subs_epu8(bytes_before<3>(now, before), _mm256_set1_epi8(static_cast<char>(0xF0 - 0x80)));
  const __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(static_cast<char>(0x80)));
  return _mm256_xor_si256(must, pairs);
}

__attribute__((target("avx2"))) bool is_utf8_avx2(std::string_view bytes) {
  const char* p = bytes.data();
  size_t left = bytes.size();
  __m256i before = _mm256_setzero_si256();
  __m256i errors = _mm256_setzero_si256();
  bool open = false;  // the block before may end within a sequence
  for (; left >= 32; p += 32, left -= 32) {
    const __m256i now = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    if (_mm256_movemask_epi8(now) == 0 && !open) {
      before = now;
      continue;
    }
    errors = _mm256_or_si256(errors, errors_in(now, before));
    before = now;
    const auto* last = reinterpret_cast<const unsigned char*>(p + 29);
    open = last[0] >= 0xF0 || last[1] >= 0xE0 || last[2] >= 0xC0;
  }
  // What is left, with zeros behind it, which also end a sequence that is cut off.
  alignas(32) char tail[32] = {};
  std::memcpy(tail, p, left);
  errors = _mm256_or_si256(errors, errors_in(_mm256_load_si256(reinterpret_cast<const __m256i*>(tail)), before));
  return _mm256_testz_si256(errors, errors) != 0;
}

#endif

}  // namespace

size_t ascii_run(std::string_view bytes) {
  const char* p = bytes.data();
  size_t i = 0;
#if LYCOSA_SSE2
  for (; i + 16 <= bytes.size(); i += 16) {
    const auto bits =
        static_cast<uint32_t>(_mm_movemask_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p + i))));
    if (bits != 0) return i + static_cast<size_t>(std::countr_zero(bits));
  }
#endif
  while (i < bytes.size() && static_cast<unsigned char>(p[i]) < 0x80) ++i;
  return i;
}

bool is_utf8(std::string_view bytes, SimdLevel level) {
#if LYCOSA_SSE2
  if (level == SimdLevel::avx2) return is_utf8_avx2(bytes);
#endif
  return level == SimdLevel::scalar ? is_utf8_scalar(bytes) : is_utf8_by_runs(bytes);
}

}  // namespace lycosa::html
