#include "extract/block_features.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "extract/block_groups.h"
#include "extract/candidate.h"
#include "extract/element_role.h"
#include "extract/page_claims.h"
#include "extract/page_sums.h"
#include "extract/phrase_hints.h"
#include "extract/tree_walk.h"

namespace lycosa {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

// Elements whose being around a block says something, in the order of their features.
constexpr Tag kAround[] = {Tag::nav,   Tag::header, Tag::footer, Tag::aside,   Tag::form,     Tag::main,
                           Tag::article, Tag::section, Tag::table, Tag::ul,    Tag::ol,       Tag::figure,
                           Tag::a,     Tag::details, Tag::noscript, Tag::button, Tag::blockquote, Tag::select};
constexpr int kAroundCount = static_cast<int>(std::size(kAround));
constexpr int kSignals = kNameHints + kAroundCount;

// Names whose share of a page's words tells what kind of page it is.
constexpr NameHint kTelling[] = {NameHint::product, NameHint::forum,   NameHint::article,
                                 NameHint::comment, NameHint::listing, NameHint::content};

// The logarithm of one more than a count; most counts are small.
float log_of(double n) {
  static const std::array<float, 512> kSmall = [] {
    std::array<float, 512> logs{};
    for (size_t i = 0; i < logs.size(); ++i) logs[i] = static_cast<float>(std::log1p(static_cast<double>(i)));
    return logs;
  }();
  if (n <= 0) return 0;
  return n < static_cast<double>(kSmall.size()) ? kSmall[static_cast<size_t>(n)] : static_cast<float>(std::log1p(n));
}
float ratio(double part, double whole) { return whole <= 0 ? 0.0f : static_cast<float>(part / whole); }

// Appends numbers one after the other, so that their order is the order of the code.
class FeatureWriter {
 public:
  explicit FeatureWriter(float* row, size_t at = 0) : row_(row), at_(at) {}
  void add(float value) { row_[FeatureTable::kLanes * at_++] = value; }
  void add(bool value) { add(value ? 1.0f : 0.0f); }
  size_t size() const { return at_; }

 private:
  float* row_;
  size_t at_;
};

template <class Key>
std::vector<uint64_t> keys_of(const BlockMap& map, Key key) {
  std::vector<uint64_t> keys;
  keys.reserve(map.blocks().size());
  for (const TextBlock& block : map.blocks()) keys.push_back(key(block));
  return keys;
}

// How often each block's text stands on the page.
std::vector<uint32_t> count_copies(const BlockMap& map) {
  const KeyNumbers texts(keys_of(map, [](const TextBlock& b) { return b.hash; }));
  std::vector<uint32_t> counts(texts.count, 0);
  for (const uint32_t text : texts.number) ++counts[text];
  std::vector<uint32_t> copies;
  for (const uint32_t text : texts.number) copies.push_back(counts[text]);
  return copies;
}

class Describer {
 public:
  Describer(const Document& document, const BlockMap& map, std::string_view title)
      : document_(document), map_(map), sums_(map), candidate_(best_candidate(document, map)), title_hash_(text_hash(title)),
        claims_(document, title), copies_(count_copies(map)),
        groups_(map, keys_of(map, [](const TextBlock& b) { return b.path; }), copies_),
        near_groups_(map, keys_of(map, [](const TextBlock& b) { return b.near_path; }), copies_) {}

  PageDescription describe() {
    const size_t count = map_.blocks().size();
    page_.features = FeatureTable(count, kBlockFeatures + kContextFeatures);
    page_.ancestors.assign(count, AncestorRanges{});
    page_.groups.assign(count, GroupNumbers{});
    same_siblings_.assign(document_.node_count(), 0);
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      const NodeKind kind = document_.kind(node);
      if (kind == NodeKind::text) {
        leaf(node);
      } else if (kind == NodeKind::element) {
        if (!walk.entering()) {
          leave(node);
        } else if (map_.skipped(node)) {
          walk.skip();
        } else {
          enter(node);
          if (document_.tag(node) == Tag::img) leaf(node);
        }
      }
    }
    describe_page();
    return std::move(page_);
  }

 private:
  void enter(NodeId element) {
    ++depth_;
    uint64_t signals = map_.hints(element);
    const Tag tag = document_.tag(element);
    for (int i = 0; i < kAroundCount; ++i) {
      if (kAround[i] == tag) signals |= uint64_t{1} << (kNameHints + i);
    }
    // The names of html and body («home page-template») are about the whole page.
    if (tag == Tag::html || tag == Tag::body) signals = 0;
    levels_.push_back(signals);
    for (uint64_t rest = signals; rest != 0; rest &= rest - 1) {
      depths_[static_cast<size_t>(__builtin_ctzll(rest))].push_back(depth_);
    }
    count_siblings(element);
  }

  void leave(NodeId) {
    for (uint64_t rest = levels_.back(); rest != 0; rest &= rest - 1) {
      depths_[static_cast<size_t>(__builtin_ctzll(rest))].pop_back();
    }
    levels_.pop_back();
    --depth_;
  }

  // How many children of one element look alike: cards, posts, entries of a menu.
  void count_siblings(NodeId parent) {
    scratch_.clear();
    for (NodeId child = document_.first_child(parent); child != html::kNoNode; child = document_.next_sibling(child)) {
      if (document_.kind(child) == NodeKind::element) scratch_.push_back({map_.signature(child), child});
    }
    if (scratch_.size() < 2) return;
    std::sort(scratch_.begin(), scratch_.end());
    for (size_t i = 0; i < scratch_.size();) {
      size_t end = i;
      while (end < scratch_.size() && scratch_[end].first == scratch_[i].first) ++end;
      for (size_t j = i; j < end; ++j) same_siblings_[scratch_[j].second] = static_cast<uint32_t>(end - i - 1);
      i = end;
    }
  }

  void leaf(NodeId node) {
    const uint32_t index = map_.block_of(node);
    if (index == kNoBlock || map_.blocks()[index].first != node) return;
    FeatureWriter out(page_.features.row(index));
    own_text(index, out);
    place(index, out);
    for (int offset : {-3, -2, -1, 1, 2, 3}) neighbour(index, offset, out);
    ancestors(index, out);
    for (int i = 0; i < kSignals; ++i) {
      const auto& depths = depths_[static_cast<size_t>(i)];
      out.add(depths.empty() ? 0.0f : 1.0f / static_cast<float>(1 + depth_ - depths.back()));
      if (!depths.empty()) signal_words_[static_cast<size_t>(i)] += map_.blocks()[index].words;
    }
    group(groups_.of(index), out);
    group(near_groups_.of(index), out);
    page_.groups[index] = {groups_.number_of(index), near_groups_.number_of(index)};
    page_part_ = out.size();
    remember_heading(index);
  }

  void group(const BlockGroups::Group& group, FeatureWriter& out) const {
    out.add(log_of(group.blocks));
    out.add(ratio(group.words, group.blocks));
    out.add(ratio(group.link_words, group.words));
    out.add(ratio(group.sentence_ends, group.blocks));
    out.add(ratio(group.repeated, group.blocks));
    out.add(ratio(group.words, map_.words()));
  }

  // What is the same for all blocks.
  void describe_page() {
    uint32_t priced = 0;
    for (const TextBlock& block : map_.blocks()) priced += block.currencies > 0;
    for (size_t block = 0; block < map_.blocks().size(); ++block) {
      FeatureWriter out(page_.features.row(block), page_part_);
      out.add(log_of(priced));
      for (const NameHint hint : kTelling) out.add(ratio(signal_words_[static_cast<size_t>(hint)], map_.words()));
      for (int i = 0; i < kPageKinds; ++i) out.add((claims_.kinds() & (1u << i)) != 0);
    }
  }

  void own_text(uint32_t index, FeatureWriter& out) {
    const TextBlock& block = map_.blocks()[index];
    const Tag tag = document_.tag(block.container);
    out.add(log_of(block.words));
    out.add(ratio(block.link_words, block.words));
    out.add(ratio(block.bytes, block.words));
    out.add(ratio(block.commas, block.words));
    out.add(std::min(static_cast<float>(block.sentence_ends), 20.0f));
    out.add(ratio(block.digits, block.bytes));
    out.add(ratio(block.capitals, block.words));
    out.add(ratio(block.separators, block.words));
    out.add(std::min(static_cast<float>(block.links), 20.0f));
    out.add(std::min(static_cast<float>(block.images), 5.0f));
    out.add(ratio(block.bold_words, block.words));
    out.add(last_kind(block.last));
    out.add(static_cast<float>(heading_level(tag)));
    for (Tag kind : {Tag::p, Tag::li, Tag::div, Tag::pre, Tag::figcaption, Tag::dd, Tag::dt}) out.add(tag == kind);
    out.add(tag == Tag::td || tag == Tag::th);
    out.add(log_of(copies_[index] - 1));
    out.add(block.hash == title_hash_ && block.words > 0);
    const Phrases phrases = phrases_ = phrases_of(document_, map_, index);
    for (int i = 0; i < kPhraseKinds; ++i) out.add((phrases & (1u << i)) != 0);
    const std::span<const uint32_t> words = map_.words_of(block);
    out.add(std::min(static_cast<float>(block.currencies), 5.0f));
    out.add(claims_.share_in_title(words));
    out.add(claims_.share_of_title(words));
    out.add(claims_.share_said(words));
  }

  static float last_kind(char32_t c) {
    if (c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0x2026 || c == 0x201d || c == '"') return 2;
    return c == ':' || c == ',' ? 1.0f : 0.0f;
  }

  void place(uint32_t index, FeatureWriter& out) {
    const auto count = static_cast<double>(map_.blocks().size());
    const double words = std::max<double>(map_.words(), 1);
    out.add(ratio(index, count));
    out.add(ratio(sums_.words(0, index), words));
    out.add(log_of(words));
    out.add(ratio(map_.link_words(), words));
    out.add(log_of(sums_.long_blocks(0, static_cast<uint32_t>(count))));
    out.add(ratio(sums_.long_words(0, static_cast<uint32_t>(count)), words));
    // The element that a simple rule takes for the content.
    const bool inside = index >= candidate_.begin && index < candidate_.end;
    out.add(inside);
    out.add(ratio(candidate_.end - candidate_.begin, count));
    out.add(ratio(sums_.words(candidate_.begin, candidate_.end), words));
    const uint32_t away = inside ? 0 : index < candidate_.begin ? candidate_.begin - index : index - candidate_.end + 1;
    out.add(log_of(away));
    out.add(index < candidate_.begin);
    // Since the headings.
    out.add(first_h1_ == kNoBlock ? -1.0f : log_of(index - first_h1_));
    out.add(last_heading_ == kNoBlock ? -1.0f : log_of(index - last_heading_));
    out.add(last_level_);
    for (int i = 0; i < kPhraseKinds; ++i) out.add((last_phrases_ & (1u << i)) != 0);
    out.add(static_cast<float>(depth_));
  }

  void neighbour(uint32_t index, int offset, FeatureWriter& out) {
    const int64_t at = static_cast<int64_t>(index) + offset;
    if (at < 0 || at >= static_cast<int64_t>(map_.blocks().size())) {
      for (int i = 0; i < 4; ++i) out.add(-1.0f);
      return;
    }
    const TextBlock& block = map_.blocks()[static_cast<size_t>(at)];
    out.add(log_of(block.words));
    out.add(ratio(block.link_words, block.words));
    out.add(std::min(static_cast<float>(block.sentence_ends), 5.0f));
    out.add(static_cast<float>(heading_level(document_.tag(block.container))));
  }

  // The elements around, each of which holds more blocks than the one before.
  void ancestors(uint32_t index, FeatureWriter& out) {
    constexpr int kLevels = kAncestorLevels;
    constexpr int kMaxSteps = 64;
    uint32_t begin = index;
    uint32_t end = index + 1;
    NodeId node = map_.blocks()[index].container;
    uint32_t alike = node == html::kNoNode ? 0 : same_siblings_[node];
    int level = 0;
    for (int step = 0; step < kMaxSteps && level < kLevels && node != html::kNoNode; ++step, node = document_.parent(node)) {
      if (document_.kind(node) != NodeKind::element) break;
      const uint32_t first = map_.first_block(node);
      const uint32_t last = end_of(node);
      if (first == begin && last == end) {
        alike = std::max(alike, same_siblings_[node]);
        continue;
      }
      begin = first;
      end = last;
      const double words = sums_.words(begin, end);
      out.add(log_of(words));
      out.add(ratio(sums_.link_words(begin, end), words));
      out.add(ratio(words, end - begin));
      out.add(ratio(sums_.sentence_ends(begin, end), end - begin));
      out.add(log_of(alike));
      page_.ancestors[index][static_cast<size_t>(level++)] = {begin, end};
      alike = same_siblings_[node];
    }
    for (; level < kLevels; ++level) {
      page_.ancestors[index][static_cast<size_t>(level)] = {begin, end};
      for (int i = 0; i < 5; ++i) out.add(-1.0f);
    }
  }

  uint32_t end_of(NodeId element) const { return map_.end_block(element); }

  void remember_heading(uint32_t index) {
    const int level = heading_level(document_.tag(map_.blocks()[index].container));
    if (level == 0 || map_.blocks()[index].words == 0) return;
    if (level == 1 && first_h1_ == kNoBlock) first_h1_ = index;
    last_heading_ = index;
    last_level_ = static_cast<float>(level);
    last_phrases_ = phrases_;
  }

  const Document& document_;
  const BlockMap& map_;
  PageSums sums_;
  Candidate candidate_;
  uint64_t title_hash_;
  PageClaims claims_;
  std::vector<uint32_t> copies_;
  BlockGroups groups_;
  BlockGroups near_groups_;
  PageDescription page_;
  std::vector<uint32_t> same_siblings_;
  std::vector<std::pair<uint32_t, NodeId>> scratch_;
  std::vector<uint64_t> levels_;
  std::array<std::vector<int>, kSignals> depths_;
  std::array<uint32_t, kSignals> signal_words_{};  // words inside of what each is said of
  size_t page_part_ = 0;                           // number of the first feature that is the page's
  int depth_ = 0;
  uint32_t first_h1_ = kNoBlock;
  uint32_t last_heading_ = kNoBlock;
  float last_level_ = 0;
  Phrases phrases_ = 0;       // of the block that is described
  Phrases last_phrases_ = 0;  // of the last heading
};

}  // namespace

PageDescription describe_blocks(const Document& document, const BlockMap& map, std::string_view title) {
  return Describer(document, map, title).describe();
}

}  // namespace lycosa
