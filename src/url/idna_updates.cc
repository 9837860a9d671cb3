#include "url/idna_updates.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace lycosa::inline url::idna {
namespace {

// Characters from `first` to `last` become those from `to` on; nothing when `to` is 0.
struct Mapping {
  char32_t first, last, to;
};

// In the order of `first`.
constexpr std::array kMappings = {
    Mapping{0x04c0, 0x04c0, 0x04cf},    Mapping{0x10a0, 0x10c5, 0x2d00},    Mapping{0x115f, 0x1160, 0},
    Mapping{0x17b4, 0x17b5, 0},         Mapping{0x180e, 0x180e, 0},         Mapping{0x1c89, 0x1c89, 0x1c8a},
    Mapping{0x1e9e, 0x1e9e, 0x00df},    Mapping{0x2061, 0x2063, 0},         Mapping{0x206a, 0x206f, 0},
    Mapping{0x2132, 0x2132, 0x214e},    Mapping{0x2183, 0x2183, 0x2184},    Mapping{0x3164, 0x3164, 0},
    Mapping{0xa7cb, 0xa7cb, 0x0264},    Mapping{0xa7cc, 0xa7cc, 0xa7cd},    Mapping{0xa7ce, 0xa7ce, 0xa7cf},
    Mapping{0xa7d2, 0xa7d2, 0xa7d3},    Mapping{0xa7d4, 0xa7d4, 0xa7d5},    Mapping{0xa7da, 0xa7da, 0xa7db},
    Mapping{0xa7dc, 0xa7dc, 0x019b},    Mapping{0xa7f1, 0xa7f1, 's'},       Mapping{0xffa0, 0xffa0, 0},
    Mapping{0x10d50, 0x10d65, 0x10d70}, Mapping{0x16ea0, 0x16eb8, 0x16ebb}, Mapping{0x1ccd6, 0x1ccef, 'a'},
    Mapping{0x1ccf0, 0x1ccf9, '0'},     Mapping{0x1d173, 0x1d17a, 0},       Mapping{0x2f868, 0x2f868, 0x36fc},
    Mapping{0x2f874, 0x2f874, 0x5f53},  Mapping{0x2f91f, 0x2f91f, 0x243ab}, Mapping{0x2f95f, 0x2f95f, 0x7aee},
    Mapping{0x2f9bf, 0x2f9bf, 0x45d7},
};

const Mapping* find_mapping(char32_t c) {
  const auto* row = std::lower_bound(kMappings.begin(), kMappings.end(), c,
                                     [](const Mapping& mapping, char32_t wanted) { return mapping.last < wanted; });
  return row != kMappings.end() && row->first <= c ? row : nullptr;
}

}  // namespace

std::string map_updated(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    const Mapping* row = c < 0 ? nullptr : find_mapping(static_cast<char32_t>(c));
    if (row == nullptr) {
      out.append(text, static_cast<size_t>(start), static_cast<size_t>(at - start));
    } else if (row->to != 0) {
      append_utf8(out, row->to + (static_cast<char32_t>(c) - row->first));
    }
  }
  return out;
}

bool is_new_ideograph(char32_t c) {
  return (c >= 0x2b73a && c <= 0x2b73f) || (c >= 0x2cea2 && c <= 0x2cead) || (c >= 0x2ebf0 && c <= 0x2ee5d) ||
         (c >= 0x323b0 && c <= 0x33479);
}

}  // namespace lycosa::inline url::idna
