#include "extract/main_content/block_features.h"

#include <algorithm>
#include <bit>

#include "base/simd.h"
#include "extract/main_content/block_groups.h"
#include "extract/main_content/candidate.h"
#include "extract/main_content/element_role.h"
#include "extract/main_content/feature_writer.h"
#include "extract/main_content/page_sums.h"
#include "extract/main_content/phrase_hints.h"
#include "extract/metadata/page_claims.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

// Names whose share of a page's words tells what kind of page it is.
constexpr NameHint kTelling[] = {NameHint::product, NameHint::forum,   NameHint::article,
                                 NameHint::comment, NameHint::listing, NameHint::content};
// The last features are the page's.
constexpr size_t kPageFeatures = 1 + std::size(kTelling) + kPageKinds;
constexpr size_t kFirstPageFeature = kBlockFeatures - kPageFeatures;

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
  copies.reserve(texts.number.size());
  for (const uint32_t text : texts.number) copies.push_back(counts[text]);
  return copies;
}

// Which feature says that a block's element is of this kind; none for others.
constexpr size_t kKindCount = 8;
// clang-format off
constexpr std::array<int8_t, 256> kKinds = [] {
  std::array<int8_t, 256> kinds{};
  kinds.fill(-1);
  int8_t next = 0;
  for (Tag kind : {Tag::p, Tag::li, Tag::div, Tag::pre, Tag::figcaption, Tag::dd, Tag::dt, Tag::td}) {
    kinds[static_cast<size_t>(kind)] = next++;
  }
  kinds[static_cast<size_t>(Tag::th)] = kinds[static_cast<size_t>(Tag::td)];
  return kinds;
}();

// A feature for each bit.
void add_bits(uint32_t bits, size_t count, FeatureWriter& out) {
  for (; bits != 0; bits &= bits - 1) out.set(static_cast<size_t>(std::countr_zero(bits)), 1);
  out.skip(count);
}

// What the blocks around are told of a block.
using Brief = std::array<float, 4>;
constexpr size_t kReach = 3;

// Of all blocks, with kReach that are none at both ends.
std::vector<Brief> make_briefs(const Document& document, const BlockMap& map) {
  std::vector<Brief> briefs(map.blocks().size() + 2 * kReach, Brief{-1, -1, -1, -1});
  for (size_t i = 0; i < map.blocks().size(); ++i) {
    const TextBlock& block = map.blocks()[i];
    briefs[i + kReach] = {log_of(block.words), ratio(block.link_words, block.words),
                          std::min(static_cast<float>(block.sentence_ends), 5.0f),
                          static_cast<float>(heading_level(document.tag(block.container)))};
  }
  return briefs;
}

// What a block is told of those that the same template made.
using GroupNews = std::array<float, 6>;

std::vector<GroupNews> make_news(const BlockGroups& groups, const BlockMap& map) {
  std::vector<GroupNews> news;
  news.reserve(groups.groups().size());
  for (const BlockGroups::Group& group : groups.groups()) {
    news.push_back({log_of(group.blocks), ratio(group.words, group.blocks), ratio(group.link_words, group.words),
                    ratio(group.sentence_ends, group.blocks), ratio(group.repeated, group.blocks),
                    ratio(group.words, map.words())});
  }
  return news;
}

class Describer {
 public:
  Describer(const Document& document, const BlockMap& map, std::string_view title, std::vector<float>* numbers)
      : document_(document),
        map_(map),
        sums_(map),
        candidate_(best_candidate(document, map)),
        title_hash_(text_hash(title)),
        claims_(document, title),
        copies_(count_copies(map)),
        groups_(map, keys_of(map, [](const TextBlock& b) { return b.path; }), copies_),
        near_groups_(map, keys_of(map, [](const TextBlock& b) { return b.near_path; }), copies_),
        news_(make_news(groups_, map)),
        near_news_(make_news(near_groups_, map)),
        briefs_(make_briefs(document, map)),
        open_(document, map, sums_),
        numbers_(numbers) {}

  PageDescription describe() {
    const size_t count = map_.blocks().size();
    page_.tiles.resize((count + kTileBlocks - 1) / kTileBlocks);
    page_.ancestors.resize(count);
    page_.groups.resize(count);
    whole_page();
    for (uint32_t i = 0; i < count; ++i) describe_block(i);
    describe_page();
    return std::move(page_);
  }

 private:
  void describe_block(uint32_t index) {
    const NodeId first = map_.blocks()[index].first;
    open_.move_to(document_.kind(first) == NodeKind::text ? document_.parent(first) : first);
    FeatureWriter out(tile_, index % kTileBlocks);
    own_text(index, out);
    place(index, out);
    for (const size_t at : {index, index + 1, index + 2, index + 4, index + 5, index + 6}) out.add(briefs_[at]);
    page_.ancestors[index] = open_.write_levels(index, out);
    for (uint64_t rest = open_.write_signals(out); rest != 0; rest &= rest - 1) {
      signal_words_[static_cast<size_t>(std::countr_zero(rest))] += map_.blocks()[index].words;
    }
    page_.groups[index] = {groups_.number_of(index), near_groups_.number_of(index)};
    out.add(news_[page_.groups[index][0]]);
    out.add(near_news_[page_.groups[index][1]]);
    remember_heading(index);
    if (index % kTileBlocks == kTileBlocks - 1 || index + 1 == map_.blocks().size()) finish_tile(index / kTileBlocks);
  }

  void finish_tile(size_t tile) {
    bin_features(level_, tile_.values, 0, kFirstPageFeature, page_.tiles[tile]);
    if (numbers_ != nullptr) {
      const size_t begin = tile * kTileBlocks;
      for (size_t i = begin; i < std::min(begin + kTileBlocks, map_.blocks().size()); ++i) {
        for (size_t f = 0; f < kBlockFeatures; ++f) numbers_->push_back(tile_.of(f)[i - begin]);
      }
    }
    tile_ = {};
  }

  // What is the same for all blocks, and known when all have been seen.
  void describe_page() {
    size_t feature = kFirstPageFeature;
    const auto add = [&](float value) {
      for (BinTile& tile : page_.tiles) bin_feature(value, feature, tile);
      for (size_t i = 0; numbers_ != nullptr && i < map_.blocks().size(); ++i) (*numbers_)[i * kBlockFeatures + feature] = value;
      ++feature;
    };
    uint32_t priced = 0;
    for (const TextBlock& block : map_.blocks()) priced += block.currencies > 0;
    add(log_of(priced));
    for (const NameHint hint : kTelling) add(ratio(signal_words_[static_cast<size_t>(hint)], map_.words()));
    for (int i = 0; i < kPageKinds; ++i) add((claims_.kinds() & (1u << i)) != 0 ? 1.0f : 0.0f);
  }

  void own_text(uint32_t index, FeatureWriter& out) {
    const TextBlock& block = map_.blocks()[index];
    const Tag tag = document_.tag(block.container);
    const Brief& brief = briefs_[index + kReach];
    out.add(brief[0]);
    out.add(brief[1]);
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
    out.add(brief[3]);
    if (const int8_t kind = kKinds[static_cast<size_t>(tag)]; kind >= 0) out.set(static_cast<size_t>(kind), 1);
    out.skip(kKindCount);
    out.add(log_of(copies_[index] - 1));
    out.add(block.hash == title_hash_ && block.words > 0);
    phrases_ = phrases_of(document_, map_, index);
    add_bits(phrases_, kPhraseKinds, out);
    out.add(std::min(static_cast<float>(block.currencies), 5.0f));
    const PageClaims::Shares shares = claims_.shares(map_.words_of(block));
    out.add(shares.in_title);
    out.add(shares.of_title);
    out.add(shares.said);
  }

  static float last_kind(char32_t c) {
    if (c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0x2026 || c == 0x201d || c == '"') return 2;
    return c == ':' || c == ',' ? 1.0f : 0.0f;
  }

  void whole_page() {
    const auto count = static_cast<uint32_t>(map_.blocks().size());
    page_words_ = std::max(map_.words(), 1u);
    whole_page_ = {log_of(page_words_), ratio(map_.link_words(), page_words_), log_of(sums_.long_blocks(0, count)),
                   ratio(sums_.long_words(0, count), page_words_)};
    candidate_share_ = {ratio(candidate_.end - candidate_.begin, count),
                        ratio(sums_.words(candidate_.begin, candidate_.end), page_words_)};
  }

  void place(uint32_t index, FeatureWriter& out) {
    out.add(ratio(index, static_cast<double>(map_.blocks().size())));
    out.add(ratio(sums_.words(0, index), page_words_));
    out.add(whole_page_);
    // The element that a simple rule takes for the content.
    const bool inside = index >= candidate_.begin && index < candidate_.end;
    out.add(inside);
    out.add(candidate_share_);
    const uint32_t away = inside ? 0 : index < candidate_.begin ? candidate_.begin - index : index - candidate_.end + 1;
    out.add(log_of(away));
    out.add(index < candidate_.begin);
    // Since the headings.
    out.add(first_h1_ == kNoBlock ? -1.0f : log_of(index - first_h1_));
    out.add(last_heading_ == kNoBlock ? -1.0f : log_of(index - last_heading_));
    out.add(last_level_);
    add_bits(last_phrases_, kPhraseKinds, out);
    out.add(static_cast<float>(open_.depth()));
  }

  void remember_heading(uint32_t index) {
    const float level = briefs_[index + kReach][3];
    if (level == 0 || map_.blocks()[index].words == 0) return;
    if (level == 1 && first_h1_ == kNoBlock) first_h1_ = index;
    last_heading_ = index;
    last_level_ = level;
    last_phrases_ = phrases_;
  }

  const Document& document_;
  const BlockMap& map_;
  const SimdLevel level_ = best_simd_level();
  PageSums sums_;
  Candidate candidate_;
  uint64_t title_hash_;
  PageClaims claims_;
  std::vector<uint32_t> copies_;
  BlockGroups groups_;
  BlockGroups near_groups_;
  std::vector<GroupNews> news_;
  std::vector<GroupNews> near_news_;
  std::vector<Brief> briefs_;
  OpenElements open_;
  PageDescription page_;
  FeatureTile tile_;           // that is being described
  std::vector<float>* numbers_;
  std::array<uint32_t, OpenElements::kSignals> signal_words_{};  // words inside of what each is said of
  uint32_t page_words_ = 1;
  std::array<float, 4> whole_page_{};
  std::array<float, 2> candidate_share_{};
  uint32_t first_h1_ = kNoBlock;
  uint32_t last_heading_ = kNoBlock;
  float last_level_ = 0;
  Phrases phrases_ = 0;       // of the block that is described
  Phrases last_phrases_ = 0;  // of the last heading
};
// clang-format on

}  // namespace

PageDescription describe_blocks(const Document& document, const BlockMap& map, std::string_view title,
                                std::vector<float>* numbers) {
  return Describer(document, map, title, numbers).describe();
}

}  // namespace lycosa::inline extract
