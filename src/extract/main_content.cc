#include "extract/main_content.h"

#include <algorithm>

#include "base/text.h"
#include "extract/element_role.h"
#include "extract/name_hints.h"
#include "extract/tree_walk.h"

namespace lycosa {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

// How much a block by itself looks like what a reader came for (above 0) or like what surrounds it (below).
float block_weight(const TextBlock& block, Tag tag) {
  if (block.words == 0) return 0;
  const float words = static_cast<float>(block.words);
  const float links = static_cast<float>(block.link_words) / words;
  if (links > 0.5f) return -std::min(words, 20.0f) * links;
  float weight = words * (1 - 2 * links);
  // Labels and menu entries are short and end without a full stop.
  if (block.words < 8 && block.sentence_ends == 0 && !is_heading(tag)) weight -= 4;
  return weight + 3 * static_cast<float>(block.commas + block.sentence_ends);
}

bool is_boilerplate_element(const Document& document, NodeId element) {
  switch (document.tag(element)) {
    case Tag::nav:
    case Tag::footer:
    case Tag::aside:
    case Tag::button:
    case Tag::select:
    case Tag::textarea:
    case Tag::noscript: return true;
    default: return name_hint(document, element) == NameHint::boilerplate;
  }
}

class ContentFinder {
 public:
  ContentFinder(const Document& document, const BlockMap& map) : document_(document), map_(map) {}

  std::vector<uint8_t> find() {
    const size_t count = map_.blocks().size();
    std::vector<uint8_t> boilerplate(count, 0);
    mark_boilerplate(boilerplate);
    sums_.assign(count + 1, 0);
    for (size_t i = 0; i < count; ++i) {
      const TextBlock& block = map_.blocks()[i];
      const float weight = block_weight(block, document_.tag(block.container));
      sums_[i + 1] = sums_[i] + (boilerplate[i] ? -std::abs(weight) / 2 : weight);
    }
    const NodeId best = best_element();
    std::vector<uint8_t> kept(count, 0);
    if (best == html::kNoNode) return kept;
    for (uint32_t i = map_.first_block(best); i < map_.end_block(best); ++i) kept[i] = !boilerplate[i];
    drop_link_lists(best, kept);
    return kept;
  }

 private:
  void mark_boilerplate(std::vector<uint8_t>& boilerplate) const {
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      if (!walk.entering() || document_.kind(node) != NodeKind::element || map_.skipped(node)) continue;
      if (node == document_.body() || node == document_.html_element()) continue;
      if (!is_boilerplate_element(document_, node)) continue;
      std::fill(boilerplate.begin() + map_.first_block(node), boilerplate.begin() + map_.end_block(node), uint8_t{1});
      walk.skip();
    }
  }

  // The element whose blocks weigh most; of several the innermost.
  NodeId best_element() const {
    NodeId best = html::kNoNode;
    float most = 0;
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      if (!walk.entering() || document_.kind(node) != NodeKind::element || map_.skipped(node)) continue;
      float weight = sums_[map_.end_block(node)] - sums_[map_.first_block(node)];
      if (document_.tag(node) == Tag::article || document_.tag(node) == Tag::main) weight *= 1.1f;
      if (weight > 0 && weight >= most) {
        most = weight;
        best = node;
      }
    }
    return best;
  }

  // Lists and boxes in the content that are mostly links: related pages, tags, sharing.
  void drop_link_lists(NodeId best, std::vector<uint8_t>& kept) const {
    for (TreeWalk walk(document_, best); walk.step();) {
      const NodeId node = walk.node();
      if (!walk.entering() || document_.kind(node) != NodeKind::element || map_.skipped(node)) continue;
      const Tag tag = document_.tag(node);
      if (role_of(tag) != Role::block || node == best || tag == Tag::td || tag == Tag::tr) continue;
      uint32_t words = 0;
      uint32_t links = 0;
      uint32_t count = 0;
      for (uint32_t i = map_.first_block(node); i < map_.end_block(node) && count < 64; ++i, ++count) {
        words += map_.blocks()[i].words;
        links += map_.blocks()[i].link_words;
      }
      if (words > 0 && links * 10 > words * 7 && !is_heading(tag)) {
        std::fill(kept.begin() + map_.first_block(node), kept.begin() + map_.end_block(node), uint8_t{0});
      }
    }
  }

  const Document& document_;
  const BlockMap& map_;
  std::vector<float> sums_;  // of weights, before each block
};

std::string comparable(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80) letters += ascii_lower(c);
  }
  return letters;
}

// The first heading of the first level, when the page's title says the same: readers have the title already.
void drop_title(const Document& document, const BlockMap& map, std::string_view title, std::vector<uint8_t>& kept) {
  const std::string wanted = comparable(title);
  for (uint32_t i = 0; i < kept.size(); ++i) {
    if (!kept[i] || !is_heading(document.tag(map.blocks()[i].container))) continue;
    if (document.tag(map.blocks()[i].container) != Tag::h1) return;
    const std::string heading = comparable(document.text_of_subtree(map.blocks()[i].container));
    if (!heading.empty() && wanted.find(heading) != std::string::npos) kept[i] = 0;
    return;
  }
}

}  // namespace

std::vector<uint8_t> find_main_content(const Document& document, const BlockMap& map, std::string_view title) {
  std::vector<uint8_t> kept = ContentFinder(document, map).find();
  drop_title(document, map, title, kept);
  return kept;
}

}  // namespace lycosa
