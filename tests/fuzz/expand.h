#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Lets a short input of the fuzzer stand for a large one, so that it reaches sizes past every limit of ours: 50,000
// words, 512 levels, 256 KiB of text. Short inputs are also the ones that a fuzzer mutates well.
//
// Bytes without kRepeat stand for themselves. Otherwise they are pieces: each kRepeat is followed by a byte N, and the
// text from there to the next kRepeat comes 2 to the power of N modulo 18 times. At most `most` bytes come out.
namespace lycosa::fuzzing {

constexpr char kRepeat = '\x1e';  // a record separator, which no page needs

inline std::string expanded(const uint8_t* data, size_t size, size_t most = 640 << 10) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string out(rest.substr(0, rest.find(kRepeat)));
  rest.remove_prefix(out.size());
  while (rest.size() >= 2 && out.size() < most) {
    size_t times = size_t{1} << static_cast<unsigned char>(rest[1]) % 18;
    rest.remove_prefix(2);
    const std::string_view piece = rest.substr(0, rest.find(kRepeat));
    rest.remove_prefix(piece.size());
    if (!piece.empty()) times = std::min(times, (most - out.size()) / piece.size());
    for (; times > 0 && !piece.empty(); --times) out += piece;
  }
  return out;
}

}  // namespace lycosa::fuzzing
