#include "html/tokenizer/scan.h"

#if LYCOSA_SSE2
#include <immintrin.h>
#endif

namespace lycosa::html {
namespace {

#if LYCOSA_SSE2

const char* find_sse2(const char* p, const char* end, char a, char b, char c) {
  const __m128i va = _mm_set1_epi8(a), vb = _mm_set1_epi8(b), vc = _mm_set1_epi8(c);
  for (; end - p >= 16; p += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, va), _mm_cmpeq_epi8(v, vb)), _mm_cmpeq_epi8(v, vc));
    if (const auto bits = static_cast<uint32_t>(_mm_movemask_epi8(hit)); bits != 0) return p + std::countr_zero(bits);
  }
  return Scanner::find_scalar(p, end, a, b, c);
}

__attribute__((target("avx2"))) const char* find_avx2(const char* p, const char* end, char a, char b, char c) {
  const __m256i va = _mm256_set1_epi8(a), vb = _mm256_set1_epi8(b), vc = _mm256_set1_epi8(c);
  for (; end - p >= 32; p += 32) {
    const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    const __m256i hit =
        _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v, va), _mm256_cmpeq_epi8(v, vb)), _mm256_cmpeq_epi8(v, vc));
    const auto bits = static_cast<uint32_t>(_mm256_movemask_epi8(hit));
    if (bits != 0) return p + std::countr_zero(bits);
  }
  return find_sse2(p, end, a, b, c);
}

#endif

}  // namespace

Scanner::Scanner(SimdLevel level) : level_(level), find_long_(&Scanner::find_scalar) {
#if LYCOSA_SSE2
  if (level == SimdLevel::sse2) find_long_ = find_sse2;
  if (level == SimdLevel::avx2) find_long_ = find_avx2;
#else
  level_ = SimdLevel::scalar;
#endif
}

const char* Scanner::find_scalar(const char* p, const char* end, char a, char b, char c) {
  while (p != end && *p != a && *p != b && *p != c) ++p;
  return p;
}

NameRun Scanner::name_scalar(const char* p, const char* end, bool attribute) {
  NameRun run{0, true};
  for (; run.length < NameRun::kMaxRun && p + run.length != end; ++run.length) {
    const auto c = static_cast<unsigned char>(p[run.length]);
    if (c <= 0x20 || c == '/' || c == '>' || (attribute && c == '=')) break;
    if (c >= 'A' && c <= 'Z') run.plain = false;
    if (attribute && (c == '<' || c == '"' || c == '\'')) run.plain = false;
  }
  return run;
}

}  // namespace lycosa::html
