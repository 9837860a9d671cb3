#include "base/hash.h"

#include <openssl/evp.h>
#include <sodium/crypto_shorthash.h>

#include "base/keyed_hash.h"

namespace lycosa::inline base {

uint64_t siphash64(std::string_view bytes) {
  return siphash64(bytes, SipKey{});
}

uint64_t siphash64(std::string_view bytes, const SipKey& key) {
  static_assert(std::tuple_size_v<SipKey> == crypto_shorthash_KEYBYTES);
  unsigned char out[crypto_shorthash_BYTES];
  crypto_shorthash(out, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), key.data());
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | out[i];
  return value;
}

namespace {

constexpr char kBase32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// 20 bytes are 32 characters of 5 bits each, so there is no padding.
std::string base32_of_sha1(const unsigned char* digest) {
  std::string out;
  out.reserve(32);
  uint32_t bits = 0;
  int count = 0;
  for (int i = 0; i < 20; ++i) {
    bits = bits << 8 | digest[i];
    count += 8;
    while (count >= 5) {
      count -= 5;
      out += kBase32[bits >> count & 31];
    }
  }
  return out;
}

EVP_MD_CTX* evp(void* context) {
  return static_cast<EVP_MD_CTX*>(context);
}

}  // namespace

Sha1::Sha1() : context_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex(evp(context_), EVP_sha1(), nullptr);
}

Sha1::~Sha1() {
  EVP_MD_CTX_free(evp(context_));
}

void Sha1::add(std::string_view bytes) {
  EVP_DigestUpdate(evp(context_), bytes.data(), bytes.size());
}

std::string Sha1::base32() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  EVP_DigestFinal_ex(evp(context_), digest, nullptr);
  EVP_DigestInit_ex(evp(context_), EVP_sha1(), nullptr);
  return base32_of_sha1(digest);
}

std::string sha1_base32(std::string_view bytes) {
  Sha1 digest;
  digest.add(bytes);
  return digest.base32();
}

}  // namespace lycosa::inline base
