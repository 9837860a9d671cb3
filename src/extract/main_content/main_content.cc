#include "extract/main_content/main_content.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "extract/main_content/content_model.h"
#include "extract/main_content/element_role.h"
#include "extract/markdown/table_shape.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

// The scores are a little too sure of themselves: the best threshold on pages that were not learned from is somewhat
// above the one that would be best if they were true, and never above the second number.
constexpr float kDoubt = 1.2f;
constexpr float kMostThreshold = 0.6f;

class ContentFinder {
 public:
  ContentFinder(const Document& document, const BlockMap& map, const std::vector<float>& scores)
      : document_(document), blocks_(map.blocks()), map_(map), scores_(scores), kept_(scores.size(), 0) {}

  std::vector<uint8_t> find() {
    const float threshold = page_threshold();
    for (size_t i = 0; i < kept_.size(); ++i) kept_[i] = blocks_[i].words > 0 && scores_[i] > threshold;
    settle_tables();
    drop_lone_headings();
    keep_pictures_between();
    return std::move(kept_);
  }

 private:
  // The threshold that makes the expected F1 of the kept words greatest. On a page that the model is sure of it lies
  // near one half; on one where nothing looks much like content it is lower, for such a page has content too.
  float page_threshold() const {
    constexpr int kSteps = 128;
    std::array<double, kSteps> words{};
    std::array<double, kSteps> content{};
    double all_content = 0;
    float highest = 0;  // what looks most like content is kept whatever else
    for (size_t i = 0; i < scores_.size(); ++i) {
      const auto step = static_cast<size_t>(std::clamp(static_cast<int>(scores_[i] * kSteps), 0, kSteps - 1));
      words[step] += blocks_[i].words;
      if (blocks_[i].words > 0) highest = std::max(highest, scores_[i]);
      content[step] += static_cast<double>(blocks_[i].words) * static_cast<double>(scores_[i]);
      all_content += static_cast<double>(blocks_[i].words) * static_cast<double>(scores_[i]);
    }
    double kept_words = 0, kept_content = 0, most = 0;
    int best = kSteps;
    for (int step = kSteps - 1; step >= 0; --step) {
      kept_words += words[static_cast<size_t>(step)];
      kept_content += content[static_cast<size_t>(step)];
      const double f1 = kept_words > 0 ? 2 * kept_content / (kept_words + all_content) : 0;
      if (f1 > most) most = f1, best = step;
    }
    return std::min({kMostThreshold, kDoubt * static_cast<float>(best) / kSteps, 0.9f * highest});
  }

  // A table of data is wanted whole or not at all.
  void settle_tables() {
    const auto nodes = static_cast<NodeId>(document_.node_count());
    for (NodeId node = 0; node < nodes; ++node) {
      if (document_.tag(node) != Tag::table || map_.end_block(node) == map_.first_block(node)) continue;
      if (document_.is(node, Tag::table) && is_data_table(document_, node))
        settle(map_.first_block(node), map_.end_block(node));
    }
  }

  void settle(uint32_t begin, uint32_t end) {
    uint32_t words = 0;
    uint32_t kept = 0;
    for (uint32_t i = begin; i < end; ++i) {
      words += blocks_[i].words;
      kept += kept_[i] ? blocks_[i].words : 0;
    }
    std::fill(kept_.begin() + begin, kept_.begin() + end, static_cast<uint8_t>(kept * 2 > words));
  }

  // A heading whose section is gone says nothing: one that is followed by no kept block before a heading of its rank.
  void drop_lone_headings() {
    int open_below = 0;  // the highest rank (lowest number) of headings since the last kept text, seen from the end
    bool text_since = false;
    for (size_t i = kept_.size(); i-- > 0;) {
      const int level = heading_level(document_.tag(blocks_[i].container));
      if (level == 0) {
        if (kept_[i]) {
          text_since = true;
          open_below = 0;
        }
        continue;
      }
      if (kept_[i] && !text_since && (open_below == 0 || open_below <= level)) kept_[i] = 0;
      if (kept_[i]) {
        // What stood below belongs to this heading; the next one up needs text of its own or this one under it.
        text_since = false;
        open_below = level;
      } else if (blocks_[i].words > 0) {
        text_since = false;
      }
    }
  }

  // Pictures without words stand where the text around them stands.
  void keep_pictures_between() {
    bool before = false;
    size_t run = 0;
    for (size_t i = 0; i <= kept_.size(); ++i) {
      if (i < kept_.size() && blocks_[i].words == 0) {
        ++run;
        continue;
      }
      const bool after = i < kept_.size() && kept_[i];
      // A long run of pictures is a gallery of its own.
      if (before && after && run <= 8)
        std::fill_n(kept_.begin() + static_cast<std::ptrdiff_t>(i - run), run, uint8_t{1});
      before = after;
      run = 0;
    }
  }

  const Document& document_;
  const std::vector<TextBlock>& blocks_;
  const BlockMap& map_;
  const std::vector<float>& scores_;
  std::vector<uint8_t> kept_;
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
    const NodeId container = map.blocks()[i].container;
    if (!kept[i] || !is_heading(document.tag(container))) continue;
    if (document.tag(container) != Tag::h1) return;
    const std::string heading = comparable(document.text_of_subtree(container));
    if (!heading.empty() && wanted.find(heading) != std::string::npos) {
      std::fill(kept.begin() + map.first_block(container), kept.begin() + map.end_block(container), uint8_t{0});
    }
    return;
  }
}

}  // namespace

std::vector<uint8_t> find_main_content(const Document& document, const BlockMap& map, std::string_view title) {
  PageDescription page = describe_blocks(document, map, title);
  const std::vector<float> scores = content_scores(page, map);
  std::vector<uint8_t> kept = ContentFinder(document, map, scores).find();
  drop_title(document, map, title, kept);
  return kept;
}

}  // namespace lycosa::inline extract
