#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lycosa::inline frontier {

// SipHash-2-4 with a key that this process alone knows, for maps in memory whose keys others choose: whoever could
// foresee the hashes could name URLs that all fall into one place. Never for what is stored.
uint64_t secret_fingerprint(std::string_view text);

struct SecretHash {
  size_t operator()(std::string_view text) const { return secret_fingerprint(text); }
};

}  // namespace lycosa::inline frontier
