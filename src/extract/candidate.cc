#include "extract/candidate.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "extract/element_role.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"

namespace lycosa {

using html::Document;
using html::NodeId;
using html::NodeKind;
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

}  // namespace

Candidate best_candidate(const Document& document, const BlockMap& map) {
  std::vector<float> sums(map.blocks().size() + 1, 0);
  std::vector<uint8_t> outside(map.blocks().size(), 0);
  for (TreeWalk walk(document, document.root()); walk.step();) {
    const NodeId node = walk.node();
    if (!walk.entering() || document.kind(node) != NodeKind::element || !is_outside(document.tag(node))) continue;
    std::fill(outside.begin() + map.first_block(node), outside.begin() + map.end_block(node), uint8_t{1});
    walk.skip();
  }
  for (size_t i = 0; i < map.blocks().size(); ++i) {
    const float weight = block_weight(map.blocks()[i], document.tag(map.blocks()[i].container));
    sums[i + 1] = sums[i] + (outside[i] ? -std::abs(weight) / 2 : weight);
  }
  Candidate best;
  float most = 0;
  for (TreeWalk walk(document, document.root()); walk.step();) {
    const NodeId node = walk.node();
    if (!walk.entering() || document.kind(node) != NodeKind::element || map.skipped(node)) continue;
    const uint32_t begin = map.first_block(node);
    const uint32_t end = map.end_block(node);
    const float weight = sums[end] - sums[begin];
    if (weight > 0 && weight >= most) {
      most = weight;
      best = {begin, end};
    }
  }
  return best;
}

uint64_t text_hash(std::string_view text) {
  uint64_t hash = 0;
  for (size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    at += c.size;
    if (is_word_character(c.code)) hash = add_to_text_hash(hash, c.code);
  }
  return hash;
}

}  // namespace lycosa
