#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "html/tag.h"

namespace lycosa::html {

// A tag name of at most 16 bytes as two little-endian numbers, the rest zero: what the perfect hash works on.
struct TagKey {
  uint64_t low = 0;
  uint64_t high = 0;
};

inline constexpr int kTagSlotBits = 11;
inline constexpr uint64_t kTagMultiplier = 0x97db9a781c045731;  // found by tools/html_tag_hash.py

constexpr uint32_t tag_slot(TagKey key) {
  return static_cast<uint32_t>(((key.low ^ (key.high << 7 | key.high >> 57)) * kTagMultiplier) >> (64 - kTagSlotBits));
}

extern const std::array<uint8_t, 1 << kTagSlotBits> kTagSlots;
extern const TagKey kTagKeys[];

// The tag of a key; Tag::unknown when it is none.
inline Tag tag_from_key(TagKey key) {
  const uint8_t index = kTagSlots[tag_slot(key)];
  const TagKey& found = kTagKeys[index];
  return ((found.low ^ key.low) | (found.high ^ key.high)) == 0 ? static_cast<Tag>(index) : Tag::unknown;
}

// Reads a name of 1 to 16 bytes; all 16 bytes at `p` must be readable.
inline TagKey tag_key_padded(const char* p, uint32_t length) {
  TagKey key;
  std::memcpy(&key.low, p, 8);
  if (length <= 8) {
    key.low &= ~uint64_t{0} >> (64 - 8 * length);
    return key;
  }
  std::memcpy(&key.high, p + 8, 8);
  key.high &= ~uint64_t{0} >> (64 - 8 * (length - 8));
  return key;
}

}  // namespace lycosa::html
