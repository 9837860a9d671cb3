#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lycosa::inline base {

using SipKey = std::array<unsigned char, 16>;

// SipHash-2-4 with a key of the caller's, read little-endian.
uint64_t siphash64(std::string_view bytes, const SipKey& key);

}  // namespace lycosa::inline base
