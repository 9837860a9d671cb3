#include "extract/boilerpipe/boilerpipe.h"

#include <string_view>
#include <vector>

#include "extract/boilerpipe/boilerpipe_tokens.h"
#include "extract/main_content/text_runs.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {
namespace {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

// A run of text between two block tags, or several that were fused.
struct Block {
  size_t begin = 0;  // of the page's text
  size_t end = 0;
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
    case Tag::noscript:
      return Action::ignored;
    case Tag::a:
      return Action::anchor;
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
    case Tag::font:
      return Action::inlined;
    default:
      return Action::block;
  }
}

// Java's Character.isWhitespace: no-break spaces are not among them.
bool is_java_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
  return c != 0xa0 && c != 0x85 && c != 0x2007 && c != 0x202f && is_unicode_space(c);
}

// Turns a walk's events into blocks.
class BlockReader {
 public:
  explicit BlockReader(const Document& document) : document_(document) {}

  // The blocks of the body.
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
  // Their text, white space collapsed, each followed by a line feed.
  std::string_view text() const { return text_; }

 private:
  // Whether the element's content is to be passed over.
  bool start(Action action) {
    if (action == Action::anchor) mark(true);
    if (action == Action::inlined) space();
    if (action == Action::block || action == Action::ignored) flush_next_ = true;
    if (action != Action::ignored) return false;
    end(action);
    return true;
  }

  void end(Action action) {
    if (action == Action::anchor) mark(false);
    if (action == Action::inlined) space();
    if (action == Action::block || action == Action::ignored) flush_next_ = true;
    // Like the original, which ends a block with any end tag that comes after a block's tag and leaves the flag up.
    if (flush_next_) flush();
  }

  void characters(std::string_view data) {
    if (flush_next_) flush();
    flush_next_ = false;
    const char* const end = data.data() + data.size();
    size_t from = 0;  // what stands from here on is to be copied as it is
    size_t at = 0;
    const auto copy = [&] {
      if (from == at) return;
      text_.append(data, from, at - from);
      last_was_space_ = false;
    };
    while (at < data.size()) {
      if (data[at] == ' ' && at > from && at + 1 < data.size() && is_ascii_graphic(data[at + 1])) {
        tokens_.space();  // one space between two words goes with them
        ++at;
      }
      if (is_ascii_graphic(data[at])) {
        if (space_run_) space();
        at += ascii(data.data() + at, end);
        continue;
      }
      const Character c = character_at(data, at);
      const bool is_space = is_java_space(c.code);
      if (!is_space && !is_control(c.code)) {
        if (space_run_) space();
        tokens_.character(c.code);
        at += c.size;
        continue;
      }
      copy();
      space_run_ = space_run_ || is_space;
      at += c.size;
      while (is_space && at < data.size() && is_ascii_whitespace(data[at])) ++at;
      from = at;
    }
    copy();
    if (space_run_) space();
  }

  // A letter or digit with those behind it, or another character; returns how many bytes.
  size_t ascii(const char* p, const char* end) {
    if (const AsciiRun run = ascii_run(p, end); run.length > 0) {
      tokens_.letters(run.length);
      return run.length;
    }
    tokens_.character(static_cast<unsigned char>(*p));
    return 1;
  }

  static bool is_ascii_graphic(char c) { return c > ' ' && c < 0x7f; }

  void space() {
    space_run_ = false;
    tokens_.space();
    if (last_was_space_) return;
    if (text_.size() > begin_) text_ += ' ';
    last_was_space_ = true;
  }

  void mark(bool anchor_begins) {
    space();
    tokens_.anchor(anchor_begins);
  }

  void flush() {
    const BoilerpipeCounts counts = tokens_.take();
    // Marks and spaces alone make no block.
    if (counts.tokens == 0) return text_.resize(begin_);
    if (text_.back() == ' ') text_.pop_back();
    blocks_.push_back({begin_, text_.size(), counts, false});
    text_ += '\n';
    begin_ = text_.size();
  }

  const Document& document_;
  std::vector<Block> blocks_;
  std::string text_;
  size_t begin_ = 0;  // of the open block
  BoilerpipeTokens tokens_;
  bool last_was_space_ = false;
  bool space_run_ = false;
  bool flush_next_ = false;
};

// SimpleBlockFusionProcessor: neighbours of the same text density become one.
void fuse_equal_density(std::vector<Block>& blocks) {
  if (blocks.size() < 2) return;
  size_t kept = 0;
  for (size_t i = 1; i < blocks.size(); ++i) {
    Block& into = blocks[kept];
    Block& next = blocks[i];
    if (into.text_density() == next.text_density()) {
      into.end = next.end;
      into.counts.words += next.counts.words;
      into.counts.linked_words += next.counts.linked_words;
      into.counts.wrapped_words += next.counts.wrapped_words;
      into.counts.wrapped_lines += next.counts.wrapped_lines;
    } else if (++kept != i) {
      blocks[kept] = next;
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
    blocks[i].content =
        is_content(i > 0 ? &blocks[i - 1] : nullptr, blocks[i], i + 1 < blocks.size() ? &blocks[i + 1] : nullptr);
  }
}

}  // namespace

// BlockProximityFusion, the second step of DefaultExtractor, fuses blocks that are content already; none is before the
// classifier has run, so there it does nothing, and it is left out here.
std::string boilerpipe_text(const Document& document) {
  if (document.body() == html::kNoNode) return {};
  BlockReader reader(document);
  std::vector<Block> blocks = reader.read();
  fuse_equal_density(blocks);
  classify(blocks);
  std::string text;
  for (const Block& block : blocks) {
    // With the line feed behind it.
    if (block.content) text += reader.text().substr(block.begin, block.end + 1 - block.begin);
  }
  return text;
}

}  // namespace lycosa::inline extract
