#include "url/punycode.h"

#include <algorithm>
#include <cstdint>

namespace lycosa::inline url {
namespace {

// RFC 3492, section 5.
constexpr uint32_t kBase = 36, kTMin = 1, kTMax = 26, kSkew = 38, kDamp = 700, kInitialBias = 72, kInitialN = 0x80;

constexpr char digit(uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

// Section 6.1.
uint32_t adapt(uint32_t delta, uint32_t points, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / points;
  uint32_t k = 0;
  for (; delta > (kBase - kTMin) * kTMax / 2; k += kBase) delta /= kBase - kTMin;
  return k + (kBase - kTMin + 1) * delta / (delta + kSkew);
}

void append_integer(std::string& out, uint32_t value, uint32_t bias) {
  for (uint32_t k = kBase;; k += kBase) {
    const uint32_t t = k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
    if (value < t) break;
    out += digit(t + (value - t) % (kBase - t));
    value = (value - t) / (kBase - t);
  }
  out += digit(value);
}

}  // namespace

// Section 6.3.
bool append_punycode(std::string& out, std::u32string_view label) {
  uint32_t basic = 0;
  for (const char32_t c : label) {
    if (c >= kInitialN) continue;
    out += static_cast<char>(c);
    ++basic;
  }
  if (basic > 0) out += '-';
  uint32_t n = kInitialN, delta = 0, bias = kInitialBias, handled = basic;
  while (handled < label.size()) {
    char32_t next = 0x110000;
    for (const char32_t c : label) {
      if (c >= n) next = std::min(next, c);
    }
    if (next - n > (UINT32_MAX - delta) / (handled + 1)) return false;
    delta += (next - n) * (handled + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n && ++delta == 0) return false;
      if (c != n) continue;
      append_integer(out, delta, bias);
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return true;
}

}  // namespace lycosa::inline url
