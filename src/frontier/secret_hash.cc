#include "frontier/secret_hash.h"

#include <random>

#include "base/keyed_hash.h"

namespace lycosa::inline frontier {
namespace {

SipKey random_key() {
  std::random_device device;
  SipKey key{};
  for (unsigned char& byte : key) byte = static_cast<unsigned char>(device());
  return key;
}

}  // namespace

uint64_t secret_fingerprint(std::string_view text) {
  static const SipKey key = random_key();
  return siphash64(text, key);
}

}  // namespace lycosa::inline frontier
