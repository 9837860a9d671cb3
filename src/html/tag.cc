#include "html/tag.h"

#include <array>

#include "html/tag_hash.h"

namespace lycosa::html {
namespace {

// clang-format off
constexpr std::string_view kNames[] = {
    "",
#define LYCOSA_TAG(enumerator, name) name,
    LYCOSA_HTML_TAGS(LYCOSA_TAG)
#undef LYCOSA_TAG
};
// clang-format on
constexpr size_t kTagCount = std::size(kNames);
static_assert(kTagCount <= 256, "kTagSlots holds bytes");

constexpr TagKey key_of(std::string_view name) {
  TagKey key;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] + 32) : name[i];
    (i < 8 ? key.low : key.high) |= static_cast<uint64_t>(static_cast<unsigned char>(c)) << (8 * (i % 8));
  }
  return key;
}

constexpr auto make_slots() {
  std::array<uint8_t, 1 << kTagSlotBits> slots{};
  for (size_t i = 1; i < kTagCount; ++i) slots[tag_slot(key_of(kNames[i]))] = static_cast<uint8_t>(i);
  return slots;
}
constexpr auto kSlots = make_slots();

constexpr bool hash_is_perfect() {
  for (size_t i = 1; i < kTagCount; ++i) {
    if (kNames[i].size() > 16 || kSlots[tag_slot(key_of(kNames[i]))] != i) return false;
  }
  return true;
}
static_assert(hash_is_perfect(), "two tag names share a slot: run tools/html_tag_hash.py for another kTagMultiplier");

}  // namespace

#define LYCOSA_TAG(enumerator, name) key_of(name),
constinit const TagKey kTagKeys[] = {{}, LYCOSA_HTML_TAGS(LYCOSA_TAG)};
#undef LYCOSA_TAG

constinit const std::array<uint8_t, 1 << kTagSlotBits> kTagSlots = kSlots;

Tag tag_from_name(std::string_view name) {
  if (name.empty() || name.size() > 16) return Tag::unknown;
  return tag_from_key(key_of(name));
}

std::string_view tag_name(Tag tag) {
  return kNames[static_cast<size_t>(tag)];
}

}  // namespace lycosa::html
