#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <optional>

#include "frontier/secret_hash.h"
#include "reason/reason.h"
#include "record/record.h"

namespace lycosa::inline frontier {

// What the frontier remembers of a URL, in four bytes.
struct SeenMark {
  SeenState state = SeenState::queued;
  std::optional<Reason> reason;
  uint16_t depth = 0;  // at most kMaxDepth
  uint8_t hops = 0;    // at most kMaxHops
  Role role = Role::page;

  static constexpr int kMaxDepth = 4095;
  static constexpr int kMaxHops = 15;

  uint32_t packed() const {
    const uint32_t code = reason ? static_cast<uint32_t>(*reason) + 1 : 0;
    return static_cast<uint32_t>(state) | code << 3 | static_cast<uint32_t>(depth) << 12 |
           static_cast<uint32_t>(hops) << 24 | static_cast<uint32_t>(role) << 28;
  }
  static SeenMark unpack(uint32_t bits) {
    SeenMark mark;
    mark.state = static_cast<SeenState>(bits & 7);
    const uint32_t code = bits >> 3 & 0x1ff;
    if (code != 0) mark.reason = static_cast<Reason>(code - 1);
    mark.depth = static_cast<uint16_t>(bits >> 12 & 0xfff);
    mark.hops = static_cast<uint8_t>(bits >> 24 & 0xf);
    mark.role = static_cast<Role>(bits >> 28 & 3);
    return mark;
  }
};

// The seen set in front of the store: 64-bit fingerprints of unparsed URLs, 16 bytes a slot. A false «seen» has a
// chance of n / 2^64 a look-up, which discovery can bear.
class SeenMap {
 public:
  std::optional<SeenMark> find(const std::string& unparsed) const {
    const auto it = marks_.find(secret_fingerprint(unparsed));
    if (it == marks_.end()) return std::nullopt;
    return SeenMark::unpack(it->second);
  }
  void set(const std::string& unparsed, const SeenMark& mark) { marks_[secret_fingerprint(unparsed)] = mark.packed(); }
  size_t size() const { return marks_.size(); }

 private:
  // SipHash output needs no further hashing.
  struct Identity {
    size_t operator()(uint64_t fingerprint) const { return fingerprint; }
  };
  tsl::robin_map<uint64_t, uint32_t, Identity> marks_;
};

}  // namespace lycosa::inline frontier
