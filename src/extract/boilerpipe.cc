#include "extract/boilerpipe.h"

#include <vector>

#include "extract/boilerpipe_tokens.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"

namespace lycosa {
namespace {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

// A run of text between two block tags, or several that were fused.
struct Block {
  std::string text;
  BoilerpipeCounts counts;
  bool content = false;

  float text_density() const {
    return static_cast<float>(counts.wrapped_words) / static_cast<float>(counts.wrapped_lines);
  }
  float link_density() const {
    return counts.words == 0 ? 0.0f : static_cast<float>(counts.linked_words) / static_cast<float>(counts.words);
  }
};

// How boilerpipe takes a tag, of whatever namespace; every tag that has no entry in its table is a block.
enum class Action { block, ignored, anchor, inlined };

Action action_of(const Document& document, NodeId element) {
  switch (document.tag(element)) {
    case Tag::style:
    case Tag::script:
    case Tag::option:
    case Tag::object:
    case Tag::embed:
    case Tag::applet:
    case Tag::link:
    case Tag::noscript: return Action::ignored;
    case Tag::a: return Action::anchor;
    case Tag::strike:
    case Tag::u:
    case Tag::b:
    case Tag::i:
    case Tag::em:
    case Tag::strong:
    case Tag::span:
    case Tag::sup:
    case Tag::code:
    case Tag::tt:
    case Tag::sub:
    case Tag::var:
    case Tag::abbr:
    case Tag::acronym:
    case Tag::font: return Action::inlined;
    default: return Action::block;
  }
}

// Java's Character.isWhitespace: no-break spaces are not among them.
bool is_java_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
  return c != 0xa0 && c != 0x85 && c != 0x2007 && c != 0x202f && is_unicode_space(c);
}

// How many bytes from `at` on are ASCII that is neither white space nor a control character.
size_t plain_run(std::string_view data, size_t at) {
  size_t end = at;
  while (end < data.size() && data[end] > ' ' && data[end] < 0x7f) ++end;
  return end - at;
}

// Turns a walk's events into blocks.
class BlockReader {
 public:
  explicit BlockReader(const Document& document) : document_(document) {}

  std::vector<Block> read() {
    for (TreeWalk walk(document_, document_.body()); walk.step();) {
      const NodeId node = walk.node();
      if (document_.kind(node) == NodeKind::text) {
        characters(document_.text(node));
      } else if (document_.kind(node) != NodeKind::element) {
        continue;
      } else if (walk.entering()) {
        if (start(action_of(document_, node))) walk.skip();
      } else {
        end(action_of(document_, node));
      }
    }
    flush();
    return std::move(blocks_);
  }

 private:
  // Whether the element's content is to be passed over.
  bool start(Action action) {
    if (action == Action::anchor) mark(kAnchorStart);
    if (action == Action::inlined) space();
    if (action == Action::block || action == Action::ignored) flush_next_ = true;
    if (action != Action::ignored) return false;
    end(action);
    return true;
  }

  void end(Action action) {
    if (action == Action::anchor) mark(kAnchorEnd);
    if (action == Action::inlined) space();
    if (action == Action::block || action == Action::ignored) flush_next_ = true;
    // Like the original, which ends a block with any end tag that comes after a block's tag and leaves the flag up.
    if (flush_next_) flush();
  }

  void characters(std::string_view data) {
    if (flush_next_) flush();
    flush_next_ = false;
    size_t at = 0;
    while (at < data.size()) {
      if (const size_t run = plain_run(data, at); run > 0) {
        if (space_run_) space();
        append(data.substr(at, run));
        last_was_space_ = false;
        at += run;
        continue;
      }
      const Character c = character_at(data, at);
      if (is_java_space(c.code)) {
        space_run_ = true;
      } else if (!is_control(c.code)) {
        if (space_run_) space();
        append(data.substr(at, c.size));
        last_was_space_ = false;
      }
      at += c.size;
    }
    if (space_run_) space();
  }

  void append(std::string_view bytes) {
    text_.append(bytes);
    tokens_.append(bytes);
  }

  void space() {
    space_run_ = false;
    if (last_was_space_) return;
    append(" ");
    last_was_space_ = true;
  }

  void mark(char anchor) {
    space();
    tokens_.push_back(anchor);
    tokens_.push_back(' ');
    last_was_space_ = true;
  }

  void flush() {
    if (tokens_.empty()) return;
    const BoilerpipeCounts counts = count_boilerpipe_tokens(tokens_, in_anchor_);
    // Marks and spaces alone make no block; what the marks say lives on in in_anchor_.
    if (counts.tokens > 0) {
      const size_t first = text_.find_first_not_of(' ');
      const size_t last = text_.find_last_not_of(' ');
      blocks_.push_back({text_.substr(first, last - first + 1), counts, false});
    }
    text_.clear();
    tokens_.clear();
  }

  const Document& document_;
  std::vector<Block> blocks_;
  std::string text_;    // of the open block
  std::string tokens_;  // the same with marks for anchors
  bool last_was_space_ = false;
  bool space_run_ = false;
  bool flush_next_ = false;
  bool in_anchor_ = false;
};

// SimpleBlockFusionProcessor: neighbours of the same text density become one.
void fuse_equal_density(std::vector<Block>& blocks) {
  if (blocks.size() < 2) return;
  size_t kept = 0;
  for (size_t i = 1; i < blocks.size(); ++i) {
    Block& into = blocks[kept];
    Block& next = blocks[i];
    if (into.text_density() == next.text_density()) {
      into.text += '\n';
      into.text += next.text;
      into.counts.words += next.counts.words;
      into.counts.linked_words += next.counts.linked_words;
      into.counts.wrapped_words += next.counts.wrapped_words;
      into.counts.wrapped_lines += next.counts.wrapped_lines;
    } else if (++kept != i) {
      blocks[kept] = std::move(next);
    }
  }
  blocks.resize(kept + 1);
}

// DensityRulesClassifier: the decision tree of the paper, over a block and its two neighbours.
bool is_content(const Block* before, const Block& block, const Block* after) {
  const float before_links = before ? before->link_density() : 0;
  const float before_density = before ? before->text_density() : 0;
  const float after_density = after ? after->text_density() : 0;
  if (block.link_density() > 0.333333f) return false;
  if (before_links > 0.555556f) return after_density > 11;
  if (block.text_density() > 9) return after_density != 0;
  return after_density > 10 || before_density > 4;
}

void classify(std::vector<Block>& blocks) {
  for (size_t i = 0; i < blocks.size(); ++i) {
    blocks[i].content = is_content(i > 0 ? &blocks[i - 1] : nullptr, blocks[i],
                                   i + 1 < blocks.size() ? &blocks[i + 1] : nullptr);
  }
}

}  // namespace

// BlockProximityFusion, the second step of DefaultExtractor, fuses blocks that are content already; none is before the
// classifier has run, so there it does nothing, and it is left out here.
std::string boilerpipe_text(const Document& document) {
  if (document.body() == html::kNoNode) return {};
  std::vector<Block> blocks = BlockReader(document).read();
  fuse_equal_density(blocks);
  classify(blocks);
  std::string text;
  for (const Block& block : blocks) {
    if (!block.content) continue;
    text += block.text;
    text += '\n';
  }
  return text;
}

}  // namespace lycosa
