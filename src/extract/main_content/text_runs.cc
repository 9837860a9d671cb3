#include "extract/main_content/text_runs.h"

namespace lycosa::inline extract {
namespace {

bool is_settled(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7f && byte != 0xc2;
}

// Goes on from `end`, up to which the run has been seen.
size_t run_end(std::string_view text, size_t at, size_t end) {
  while (end < text.size()) {
    if (is_settled(text[end])) {
      ++end;
    } else if (text[end] == ' ' && end > at && end + 1 < text.size() && is_settled(text[end + 1])) {
      end += 2;
    } else {
      break;
    }
  }
  return end;
}

}  // namespace

size_t settled_run_scalar(std::string_view text, size_t at) {
  return run_end(text, at, at) - at;
}

size_t settled_run(std::string_view text, size_t at) {
  size_t end = at;
#if defined(__SSE2__)
  while (text.size() - end >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + end));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    const __m128i stops = _mm_or_si128(low, _mm_or_si128(is(0x7f), is(static_cast<char>(0xc2))));
    const auto spaces = static_cast<uint32_t>(_mm_movemask_epi8(is(' ')));
    const bool begins_with_space = end == at && (spaces & 1) != 0;
    if (_mm_movemask_epi8(stops) != 0 || (spaces & (spaces >> 1)) != 0 || begins_with_space) break;
    // What follows a space at the end decides whether it belongs to the run.
    end += spaces >> 15 != 0 ? 15 : 16;
  }
#endif
  return run_end(text, at, end) - at;
}

}  // namespace lycosa::inline extract
