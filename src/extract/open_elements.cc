#include "extract/open_elements.h"

#include <algorithm>
#include <bit>

#include "extract/element_role.h"

namespace lycosa {

using html::NodeId;
using html::Tag;

namespace {

// Elements whose being around a block says something, in the order of their features.
constexpr Tag kAround[] = {Tag::nav,   Tag::header, Tag::footer, Tag::aside,   Tag::form,     Tag::main,
                           Tag::article, Tag::section, Tag::table, Tag::ul,    Tag::ol,       Tag::figure,
                           Tag::a,     Tag::details, Tag::noscript, Tag::button, Tag::blockquote, Tag::select};
static_assert(kNameHints + std::size(kAround) == OpenElements::kSignals);

constexpr size_t kTagCount = 256;
constexpr std::array<uint64_t, kTagCount> kTagSignals = [] {
  std::array<uint64_t, kTagCount> signals{};
  for (size_t i = 0; i < std::size(kAround); ++i) signals[static_cast<size_t>(kAround[i])] = uint64_t{1} << (kNameHints + i);
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

void OpenElements::enter(NodeId element, uint32_t alike) {
  const BlockRange range{map_.first_block(element), map_.end_block(element)};
  const auto index = static_cast<uint32_t>(levels_.size());
  const bool outermost = levels_.empty();
  const bool is_container = role_of(document_.tag(element)) == Role::block;
  Level level{range, alike, alike, outermost ? kNone : index - 1, is_container ? index : outermost ? kNone : levels_.back().container,
              static_cast<uint32_t>(hidden_.size())};
  if (!outermost && levels_.back().range == range) {
    const Level& around = levels_.back();
    level.alike = std::max(alike, around.alike);
    level.wider = around.wider;
    level.described = around.described;
    level.numbers = around.numbers;
  }
  levels_.push_back(level);
  open_signals(element);
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
  while (hidden_.size() > levels_.back().signals_before) {
    const Hidden hidden = hidden_.back();
    hidden_.pop_back();
    nearest_[hidden.signal] = hidden.depth;
    if (hidden.depth == 0) signals_ &= ~(uint64_t{1} << hidden.signal);
  }
  levels_.pop_back();
}

const std::array<float, 4>& OpenElements::numbers_of(Level& level) {
  if (!level.described) {
    const auto [begin, end] = level.range;
    const double words = sums_.words(begin, end);
    level.numbers = {log_of(words), ratio(sums_.link_words(begin, end), words), ratio(words, end - begin),
                     ratio(sums_.sentence_ends(begin, end), end - begin)};
    level.described = true;
  }
  return level.numbers;
}

AncestorRanges OpenElements::write_levels(uint32_t block, FeatureWriter& out) {
  AncestorRanges ranges;
  BlockRange inner{block, block + 1};
  const uint32_t container = levels_.empty() ? kNone : levels_.back().container;
  uint32_t at = container;
  uint32_t alike = 0;
  if (at != kNone) {
    alike = levels_[at].own_alike;
    if (levels_[at].range == inner) {
      alike = levels_[at].alike;
      at = levels_[at].wider;
    }
  }
  size_t level = 0;
  for (; level < ranges.size() && at != kNone && container - at < kMaxSteps; ++level) {
    Level& around = levels_[at];
    inner = around.range;
    ranges[level] = inner;
    out.add(numbers_of(around));
    out.add(log_of(alike));
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

}  // namespace lycosa
