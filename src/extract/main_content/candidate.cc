#include "extract/main_content/candidate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "extract/main_content/element_role.h"
#include "extract/word_hash.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::Tag;

namespace {

float block_weight(const TextBlock& block, Tag tag) {
  if (block.words == 0) return 0;
  const float words = static_cast<float>(block.words);
  const float links = static_cast<float>(block.link_words) / words;
  if (links > 0.5f) return -std::min(words, 20.0f) * links;
  float weight = words * (1 - 2 * links);
  // Labels and menu entries are short and end without a full stop.
  if (block.words < 8 && block.sentence_ends == 0 && !is_heading(tag)) weight -= 6;
  return weight + 3 * static_cast<float>(block.commas + block.sentence_ends);
}

bool is_outside(Tag tag) {
  return tag == Tag::nav || tag == Tag::footer || tag == Tag::aside || tag == Tag::select || tag == Tag::noscript;
}

// The elements that hold blocks, by their numbers; other nodes hold none. Which do cannot be foreseen, so nothing is
// branched on.
std::vector<NodeId> find_holders(const Document& document, const BlockMap& map) {
  const auto nodes = static_cast<NodeId>(document.node_count());
  std::vector<NodeId> holders(nodes);
  size_t count = 0;
  for (NodeId node = 0; node < nodes; ++node) {
    holders[count] = node;
    count += map.end_block(node) > map.first_block(node);
  }
  holders.resize(count);
  return holders;
}

}  // namespace

Candidate best_candidate(const Document& document, const BlockMap& map) {
  const std::vector<NodeId> holders = find_holders(document, map);
  const size_t count = map.blocks().size();
  // How many elements that are no content are around a block: what is added where they begin and taken where they end.
  std::vector<int32_t> outside(count + 1, 0);
  for (const NodeId node : holders) {
    if (!is_outside(document.tag(node))) continue;
    ++outside[map.first_block(node)];
    --outside[map.end_block(node)];
  }
  std::vector<float> sums(count + 1, 0);
  int32_t around = 0;
  for (size_t i = 0; i < count; ++i) {
    around += outside[i];
    const float weight = block_weight(map.blocks()[i], document.tag(map.blocks()[i].container));
    sums[i + 1] = sums[i] + (around > 0 ? -std::abs(weight) / 2 : weight);
  }
  Candidate best;
  float most = 0;
  // Of those that hold the same, the last is the innermost.
  for (const NodeId node : holders) {
    const float weight = sums[map.end_block(node)] - sums[map.first_block(node)];
    if (weight <= 0 || weight < most) continue;
    most = weight;
    best = {map.first_block(node), map.end_block(node)};
  }
  return best;
}

uint64_t text_hash(std::string_view text) {
  std::vector<uint32_t> words;
  WordHasher hasher(words);
  hasher.add(text);
  hasher.end_word();
  return hasher.take_text_hash();
}

}  // namespace lycosa::inline extract
