#include "extract/markdown/open_elements.h"

#include <algorithm>
#include <bit>

#include "extract/main_content/element_role.h"

namespace lycosa::inline extract {

using html::NodeId;
using html::Tag;

namespace {

// Elements whose being around a block says something, in the order of their features.
constexpr Tag kAround[] = {Tag::nav,     Tag::header,  Tag::footer,   Tag::aside,  Tag::form,       Tag::main,
                           Tag::article, Tag::section, Tag::table,    Tag::ul,     Tag::ol,         Tag::figure,
                           Tag::a,       Tag::details, Tag::noscript, Tag::button, Tag::blockquote, Tag::select};
static_assert(kNameHints + std::size(kAround) == OpenElements::kSignals);

constexpr size_t kTagCount = 256;
constexpr std::array<uint64_t, kTagCount> kTagSignals = [] {
  std::array<uint64_t, kTagCount> signals{};
  for (size_t i = 0; i < std::size(kAround); ++i)
    signals[static_cast<size_t>(kAround[i])] = uint64_t{1} << (kNameHints + i);
  return signals;
}();

// What a signal weighs by how many elements lie between.
constexpr std::array<float, 32> kNear = [] {
  std::array<float, 32> near{};
  for (size_t i = 0; i < near.size(); ++i) near[i] = 1.0f / static_cast<float>(1 + i);
  return near;
}();

// Elements that are further from a block than this are not looked at.
constexpr uint32_t kMaxSteps = 64;

}  // namespace

OpenElements::OpenElements(const html::Document& document, const BlockMap& map, const PageSums& sums)
    : document_(document), map_(map), sums_(sums), places_(document.node_count()) {}

bool OpenElements::is_open(NodeId element) const {
  const uint32_t level = places_[element].level;
  return level < levels_.size() && levels_[level].element == element;
}

void OpenElements::move_to(NodeId element) {
  way_.clear();
  for (; document_.kind(element) == html::NodeKind::element && !is_open(element); element = document_.parent(element)) {
    way_.push_back(element);
  }
  while (!levels_.empty() && levels_.back().element != element) leave();
  for (size_t i = way_.size(); i-- > 0;) enter(way_[i]);
}

void OpenElements::enter(NodeId element) {
  const BlockRange range{map_.first_block(element), map_.end_block(element)};
  const auto index = static_cast<uint32_t>(levels_.size());
  const bool outermost = levels_.empty();
  const bool is_container = role_of(document_.tag(element)) == Role::block;
  const float alike = log_of(places_[element].alike);
  Level level{element,
              range,
              alike,
              alike,
              outermost ? kNone : index - 1,
              is_container ? index
              : outermost  ? kNone
                           : levels_.back().container,
              static_cast<uint32_t>(hidden_.size()),
              index};
  if (!outermost && levels_.back().range == range) {
    const Level& around = levels_.back();
    level.alike = std::max(alike, around.alike);
    level.wider = around.wider;
    level.numbers = around.numbers;
  } else {
    if (index >= numbers_.size()) numbers_.resize(index + size_t{1});
    numbers_[index].known = false;
  }
  places_[element].level = index;
  levels_.push_back(level);
  open_signals(element);
  if (document_.first_child(element) != document_.last_child(element)) count_siblings(element);
}

// How many children of one element look alike: cards, posts, entries of a menu.
void OpenElements::count_siblings(NodeId parent) {
  constexpr size_t kFew = 12;
  Sibling few[kFew + 1];
  size_t count = 0;
  NodeId child = document_.first_child(parent);
  for (; child != html::kNoNode && count <= kFew; child = document_.next_sibling(child)) {
    few[count] = {map_.signature(child), child};
    count += document_.kind(child) == html::NodeKind::element;
  }
  if (count > kFew) return count_many_siblings(parent);
  for (size_t i = 1; i < count; ++i) {
    for (size_t j = 0; j < i; ++j) {
      const bool alike = few[i].signature == few[j].signature;
      places_[few[i].element].alike += alike;
      places_[few[j].element].alike += alike;
    }
  }
}

void OpenElements::count_many_siblings(NodeId parent) {
  siblings_.clear();
  for (NodeId child = document_.first_child(parent); child != html::kNoNode; child = document_.next_sibling(child)) {
    if (document_.kind(child) == html::NodeKind::element) siblings_.push_back({map_.signature(child), child});
  }
  std::sort(siblings_.begin(), siblings_.end());
  for (size_t i = 0; i < siblings_.size();) {
    size_t end = i;
    while (end < siblings_.size() && siblings_[end].signature == siblings_[i].signature) ++end;
    for (size_t j = i; j < end; ++j) places_[siblings_[j].element].alike = static_cast<uint32_t>(end - i - 1);
    i = end;
  }
}

void OpenElements::open_signals(NodeId element) {
  const Tag tag = document_.tag(element);
  // The names of html and body («home page-template») are about the whole page.
  if (tag == Tag::html || tag == Tag::body) return;
  const uint64_t signals = map_.hints(element) | kTagSignals[static_cast<size_t>(tag)];
  for (uint64_t rest = signals; rest != 0; rest &= rest - 1) {
    const auto signal = static_cast<uint32_t>(std::countr_zero(rest));
    hidden_.push_back({signal, (signals_ >> signal & 1) != 0 ? nearest_[signal] : 0});
    nearest_[signal] = depth();
  }
  signals_ |= signals;
}

void OpenElements::leave() {
  while (hidden_.size() > levels_.back().hidden_before) {
    const Hidden hidden = hidden_.back();
    hidden_.pop_back();
    nearest_[hidden.signal] = hidden.depth;
    if (hidden.depth == 0) signals_ &= ~(uint64_t{1} << hidden.signal);
  }
  levels_.pop_back();
}

const std::array<float, 4>& OpenElements::numbers_of(const Level& level) {
  Numbers& numbers = numbers_[level.numbers];
  if (!numbers.known) {
    const auto [begin, end] = level.range;
    const uint32_t words = sums_.words(begin, end);
    numbers.values = {log_of(words), ratio(sums_.link_words(begin, end), words), ratio(words, end - begin),
                      ratio(sums_.sentence_ends(begin, end), end - begin)};
    numbers.known = true;
  }
  return numbers.values;
}

AncestorRanges OpenElements::write_levels(uint32_t block, FeatureWriter& out) {
  AncestorRanges ranges;
  BlockRange inner{block, block + 1};
  const uint32_t container = levels_.empty() ? kNone : levels_.back().container;
  uint32_t at = container;
  float alike = 0;
  if (at != kNone) {
    alike = levels_[at].own_alike;
    if (levels_[at].range == inner) {
      alike = levels_[at].alike;
      at = levels_[at].wider;
    }
  }
  size_t level = 0;
  for (; level < ranges.size() && at != kNone && container - at < kMaxSteps; ++level) {
    const Level& around = levels_[at];
    inner = around.range;
    ranges[level] = inner;
    out.add(numbers_of(around));
    out.add(alike);
    alike = around.alike;
    at = around.wider;
  }
  for (; level < ranges.size(); ++level) {
    ranges[level] = inner;
    out.add(std::array<float, 5>{-1, -1, -1, -1, -1});
  }
  return ranges;
}

uint64_t OpenElements::write_signals(FeatureWriter& out) const {
  for (uint64_t rest = signals_; rest != 0; rest &= rest - 1) {
    const auto signal = static_cast<size_t>(std::countr_zero(rest));
    const uint32_t between = depth() - nearest_[signal];
    out.set(signal, between < kNear.size() ? kNear[between] : 1.0f / static_cast<float>(1 + between));
  }
  out.skip(kSignals);
  return signals_;
}

}  // namespace lycosa::inline extract
