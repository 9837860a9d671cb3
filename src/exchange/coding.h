#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lycosa::inline exchange {

// What taking one coding off gave. The bytes are good as far as they go.
struct Decoded {
  enum class End { whole, broken, limit };
  std::string bytes;
  End end = End::whole;
  std::string detail;  // why it is not whole
};

// Each decodes at most `limit` bytes, and never takes memory much beyond that.
Decoded gunzip(std::string_view wire, size_t limit);
Decoded inflate_deflate(std::string_view wire,
                        size_t limit);  // in a zlib wrapper, as the standard says, or bare, as some send
Decoded unbrotli(std::string_view wire, size_t limit);
Decoded unzstd(std::string_view wire, size_t limit);

}  // namespace lycosa::inline exchange
