#include "extract/main_content/block_groups.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace lycosa::inline extract {

KeyNumbers::KeyNumbers(const std::vector<uint64_t>& keys) : number(keys.size()) {
  if (!number_by_hash(keys)) number_by_order(keys);
}

// In the order in which the keys come. False when so many of them fall together that they must have been made to.
bool KeyNumbers::number_by_hash(std::span<const uint64_t> keys) {
  const int bits = std::bit_width(2 * keys.size() + 1);
  const size_t mask = (size_t{1} << bits) - 1;
  const size_t patience = 4 * keys.size();
  std::vector<uint32_t> places(mask + 1, 0);  // one more than a number
  std::vector<uint64_t> distinct;
  for (size_t i = 0; i < keys.size(); ++i) {
    size_t at = (keys[i] * 0x9e3779b97f4a7c15u) >> (64 - bits);
    while (places[at] != 0 && distinct[places[at] - 1] != keys[i]) {
      if (++collisions_ > patience) return false;
      at = (at + 1) & mask;
    }
    if (places[at] == 0) {
      distinct.push_back(keys[i]);
      places[at] = static_cast<uint32_t>(distinct.size());
    }
    number[i] = places[at] - 1;
  }
  count = static_cast<uint32_t>(distinct.size());
  return true;
}

void KeyNumbers::number_by_order(std::span<const uint64_t> keys) {
  std::vector<std::pair<uint64_t, uint32_t>> sorted;
  sorted.reserve(keys.size());
  for (uint32_t i = 0; i < keys.size(); ++i) sorted.push_back({keys[i], i});
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i].first != sorted[i - 1].first) ++count;
    number[sorted[i].second] = count - 1;
  }
}

BlockGroups::BlockGroups(const BlockMap& map, const std::vector<uint64_t>& paths, std::span<const uint32_t> copies)
    : numbers_(paths), groups_(numbers_.count) {
  for (size_t i = 0; i < paths.size(); ++i) {
    const TextBlock& block = map.blocks()[i];
    Group& group = groups_[numbers_.number[i]];
    ++group.blocks;
    group.words += block.words;
    group.link_words += block.link_words;
    group.sentence_ends += block.sentence_ends;
    group.repeated += copies[i] > 1;
  }
}

}  // namespace lycosa::inline extract
