#include "extract/block_groups.h"

#include <bit>

namespace lycosa {

KeyNumbers::KeyNumbers(const std::vector<uint64_t>& keys) : number(keys.size()) {
  struct Slot {
    uint64_t key = 0;
    uint32_t number = kNoBlock;
  };
  std::vector<Slot> slots(std::bit_ceil(keys.size() * 2 + 1));
  for (size_t i = 0; i < keys.size(); ++i) {
    size_t at = (keys[i] ^ (keys[i] >> 32)) * 0x9e3779b97f4a7c15u >> 20 & (slots.size() - 1);
    while (slots[at].number != kNoBlock && slots[at].key != keys[i]) at = (at + 1) & (slots.size() - 1);
    if (slots[at].number == kNoBlock) slots[at] = {keys[i], count++};
    number[i] = slots[at].number;
  }
}

BlockGroups::BlockGroups(const BlockMap& map, const std::vector<uint64_t>& paths, const std::vector<uint32_t>& copies)
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

}  // namespace lycosa
