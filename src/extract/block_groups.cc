#include "extract/block_groups.h"

#include <algorithm>
#include <utility>

namespace lycosa {

KeyNumbers::KeyNumbers(const std::vector<uint64_t>& keys) : number(keys.size()) {
  std::vector<std::pair<uint64_t, uint32_t>> sorted;
  sorted.reserve(keys.size());
  for (uint32_t i = 0; i < keys.size(); ++i) sorted.push_back({keys[i], i});
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i].first != sorted[i - 1].first) ++count;
    number[sorted[i].second] = count - 1;
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
