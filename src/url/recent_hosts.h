#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lycosa::inline url {

// What was found out about the last hosts. The links of a page are mostly of few hosts, and a look-up in the public
// suffix list takes longer than all else that makes a key. A host's place follows from its bytes, so nothing has to be
// kept in order and nothing is allocated. Not shared: each thread has its own.
template <class Value, size_t entries>
class RecentHosts {
 public:
  static constexpr size_t kHostBytes = 63;

  // The value of a host of 1 to kHostBytes bytes; made by `make(host)` when it is not at hand.
  template <class Make>
  const Value& get(std::string_view host, Make make) {
    Entry& entry = entries_[place_of(host)];
    if (std::string_view(entry.host.data(), entry.size) != host) {
      entry.value = make(host);
      entry.size = static_cast<uint8_t>(host.copy(entry.host.data(), kHostBytes));
    }
    return entry.value;
  }

  static bool takes(std::string_view host) { return !host.empty() && host.size() <= kHostBytes; }

 private:
  struct Entry {
    uint8_t size = 0;
    std::array<char, kHostBytes> host{};
    Value value{};
  };

  // From the length and both ends, where hosts differ.
  static size_t place_of(std::string_view host) {
    uint64_t first = 0, last = 0;
    const size_t bytes = std::min(host.size(), sizeof first);
    std::memcpy(&first, host.data(), bytes);
    std::memcpy(&last, host.data() + host.size() - bytes, bytes);
    const uint64_t mixed = (first ^ std::rotl(last, 29) ^ host.size()) * 0x9e3779b97f4a7c15u;
    return (mixed >> 32) % entries;
  }

  std::array<Entry, entries> entries_{};
};

}  // namespace lycosa::inline url
