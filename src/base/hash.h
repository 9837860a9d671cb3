#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace lycosa::inline base {

// SipHash-2-4 with an all-zero key, read little-endian: ClickHouse's sipHash64 of the same bytes.
uint64_t siphash64(std::string_view bytes);
// The same with the top bit cleared, so that it is one number in SQLite, ClickHouse and JSON tools alike.
inline uint64_t siphash63(std::string_view bytes) {
  return siphash64(bytes) & 0x7fffffffffffffffu;
}

// SHA-1 in base32, as WARC digests are written: "sha1:" is not part of it.
std::string sha1_base32(std::string_view bytes);

// Digests bytes that come in pieces.
class Sha1 {
 public:
  Sha1();
  ~Sha1();
  Sha1(const Sha1&) = delete;
  Sha1& operator=(const Sha1&) = delete;
  void add(std::string_view bytes);
  // Ends the digest and makes the object ready for another one.
  std::string base32();

 private:
  void* context_;
};

}  // namespace lycosa::inline base
