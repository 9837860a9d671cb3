#include "extract/main_content/block_map.h"

#include <array>

#include "base/text.h"
#include "extract/main_content/element_role.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"
#include "extract/word_hash.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

// What a character counts as; letters and digits are counted in runs.
enum CharacterCounts : size_t { kComma, kSeparator, kCurrency };

// How many of each a character is: sixteen bits each, so that many characters are counted with one addition.
constexpr uint64_t one_of(CharacterCounts kind) {
  return uint64_t{1} << (kind * 16);
}
constexpr uint64_t kCountsPerFlush = 0xffff;

uint64_t counts_of_wide(char32_t c) {
  switch (c) {
    case 0x60c:
    case 0x3001:
    case 0xff0c:
    case 0xff1b:
      return one_of(kComma);
    case 0x2022:
    case 0xb7:
    case 0xbb:
    case 0x203a:
    case 0xab:
    case 0x2039:
      return one_of(kSeparator);
    case 0xa3:
    case 0xa5:
      return one_of(kCurrency);
    default:
      return c >= 0x20a0 && c <= 0x20cf ? one_of(kCurrency) : 0;
  }
}

constexpr auto kAsciiCounts = [] {
  std::array<uint64_t, 128> counts{};
  counts[','] = counts[';'] = one_of(kComma);
  counts['|'] = counts['/'] = one_of(kSeparator);
  counts['$'] = one_of(kCurrency);
  return counts;
}();

bool is_sentence_end(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0x61f || c == 0x964 ||
         c == 0x2026;
}

// Counts a block's text as it comes in pieces.
class TextCounter {
 public:
  explicit TextCounter(std::vector<uint32_t>& word_hashes) : words_(word_hashes) {}

  void add(std::string_view text, bool in_link, bool bold, TextBlock& block) {
    const uint32_t bytes_before = block.bytes;
    const uint32_t words_before = block.words;
    while (!text.empty()) {
      const std::string_view piece = text.substr(0, kCountsPerFlush);
      text.remove_prefix(add_piece(piece, text, block));
    }
    if (in_link) block.link_bytes += block.bytes - bytes_before;
    if (in_link) block.link_words += block.words - words_before;
    if (bold) block.bold_words += block.words - words_before;
  }

  void end_word(TextBlock& block) {
    if (is_sentence_end(previous_)) ++block.sentence_ends;
    previous_ = ' ';
    words_.end_word();
  }

  void end_block(TextBlock& block) {
    end_word(block);
    block.hash = words_.take_text_hash();
  }

 private:
  // Counts at least the piece, which `text` begins with, and returns how much was read.
  size_t add_piece(std::string_view piece, std::string_view text, TextBlock& block) {
    const char* const end = text.data() + text.size();
    uint64_t counts = 0;
    size_t at = 0;
    while (at < piece.size()) {
      const char* const p = text.data() + at;
      if (is_ascii_whitespace(*p)) {
        end_word(block);
        while (++at < text.size() && is_ascii_whitespace(text[at])) continue;
      } else if (const AsciiRun run = ascii_run(p, end); run.length > 0) {
        if (words_.run(run)) begin_word(*p, block);
        block.digits += run.digits;
        at += run.length;
        block.bytes += run.length;
        block.last = previous_ = static_cast<unsigned char>(text[at - 1]);
      } else {
        const Character c = character_at(text, at);
        at += c.size;
        counts += sign(c, block);
      }
    }
    block.commas += counts >> (kComma * 16) & kCountsPerFlush;
    block.separators += counts >> (kSeparator * 16) & kCountsPerFlush;
    block.currencies += counts >> (kCurrency * 16) & kCountsPerFlush;
    return at;
  }

  void begin_word(char first, TextBlock& block) {
    ++block.words;
    block.capitals += first >= 'A' && first <= 'Z';
  }

  // What is no ASCII letter, digit or space.
  uint64_t sign(Character c, TextBlock& block) {
    if (is_unicode_space(c.code)) {
      end_word(block);
      return 0;
    }
    if (c.code >= 0x80) {
      if (is_word_character(c.code) && words_.letter(c.code)) ++block.words;
      // East Asian sentences end without a space.
      if (c.code > 0x2fff && is_sentence_end(c.code)) ++block.sentence_ends;
    }
    block.bytes += c.size;
    block.last = previous_ = c.code;
    return c.code < 0x80 ? kAsciiCounts[c.code] : counts_of_wide(c.code);
  }

  WordHasher words_;
  char32_t previous_ = ' ';
};

bool is_bold(Tag tag) {
  return tag == Tag::b || tag == Tag::strong;
}

}  // namespace

class BlockMapBuilder {
 public:
  BlockMapBuilder(const Document& document, BlockMap& map, bool show_hidden)
      : document_(document), map_(map), counter_(map.word_hashes_), show_hidden_(show_hidden) {}

  void build() {
    const size_t nodes = document_.node_count();
    map_.block_of_.assign(nodes, kNoBlock);
    map_.first_.assign(nodes, 0);
    map_.end_.assign(nodes, 0);
    map_.skipped_.assign(nodes, 0);
    map_.signs_.assign(nodes, {});
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      switch (document_.kind(node)) {
        case NodeKind::text:
          text(node);
          break;
        case NodeKind::element:
          if (walk.entering()) {
            if (!enter(node)) walk.skip();
          } else {
            leave(node);
          }
          break;
        default:
          break;
      }
    }
    end_block();
    for (const TextBlock& block : map_.blocks_) {
      map_.words_ += block.words;
      map_.link_words_ += block.link_words;
    }
  }

 private:
  uint32_t current() const { return static_cast<uint32_t>(map_.blocks_.size()); }

  bool enter(NodeId element) {
    const Tag tag = document_.tag(element);
    const Role role = role_of(tag);
    if (role == Role::dropped) return skip(element, role);
    const Attributes attributes = read_attributes(element, tag);
    const uint64_t signature = mix_hash(attributes.classes, static_cast<uint64_t>(tag));
    map_.signs_[element] = {attributes.hints, static_cast<uint32_t>(signature)};
    if (attributes.hides && !show_hidden_) return skip(element, role);
    if (role == Role::block) {
      flush();
      open_container(element, mix_hash(attributes.template_name, static_cast<uint64_t>(tag) + 1));
    } else if (tag == Tag::br) {
      counter_.end_word(block_);
      if (++line_breaks_ == 2) flush();
    }
    map_.first_[element] = current();
    if (tag == Tag::a) {
      ++links_;
      ++block_.links;
    } else if (tag == Tag::img || tag == Tag::picture) {
      if (tag == Tag::img) image(element);
    }
    bold_ += is_bold(tag);
    return true;
  }

  struct Attributes {
    bool hides = false;
    NameHints hints = 0;
    uint64_t classes = 0;        // a hash of the class attribute, 0 without one
    uint64_t template_name = 0;  // of its first class
  };
  Attributes read_attributes(NodeId element, Tag tag) {
    Attributes result;
    bool open = false;
    for (const html::AttributeView& attribute : document_.attributes(element)) {
      const std::string_view name = attribute.name;
      if (NameHintReader::reads(name)) {
        const NamesRead& names = names_.read(attribute.value);
        result.hints |= names.hints;
        if (!is_literal(name, "class")) continue;
        result.classes = names.hash;
        result.template_name = names.template_name;
      } else {
        result.hides = result.hides || hides(name, attribute.value);
        open = open || is_literal(name, "open");
      }
    }
    if (tag == Tag::html || tag == Tag::body) result.hides = false;
    if (tag == Tag::dialog && !open) result.hides = true;
    return result;
  }

  void open_container(NodeId element, uint64_t name) {
    const uint64_t path = containers_.empty() ? name : mix_hash(containers_.back().path, name);
    containers_.push_back({element, name, path});
  }

  // An inline element that is hidden can stand in the middle of a line; only its words are counted.
  bool skip(NodeId element, Role role) {
    map_.skipped_[element] = 1;
    map_.first_[element] = map_.end_[element] = current();
    if (role != Role::dropped) count_hidden(element);
    return false;
  }

  void count_hidden(NodeId element) {
    WordCounter counter;
    for (NodeId node = element; node != html::kNoNode;) {
      if (document_.kind(node) == NodeKind::text) counter.add(document_.text(node));
      const bool dropped = document_.kind(node) == NodeKind::element && role_of(document_.tag(node)) == Role::dropped;
      if (document_.kind(node) == NodeKind::element) counter.end_word();
      node = dropped ? document_.next_skipping(node, element) : document_.next(node, element);
    }
    map_.hidden_words_ += counter.words();
  }

  void leave(NodeId element) {
    const Tag tag = document_.tag(element);
    if (role_of(tag) == Role::block) {
      flush();
      containers_.pop_back();
    }
    map_.end_[element] = current() + (open_ ? 1 : 0);
    if (tag == Tag::a && links_ > 0) --links_;
    bold_ -= is_bold(tag);
  }

  void begin(NodeId node) {
    if (open_) return;
    open_ = true;
    block_.first = node;
    block_.first_word = static_cast<uint32_t>(map_.word_hashes_.size());
    block_.container = document_.root();
    if (containers_.empty()) return;
    block_.container = containers_.back().element;
    block_.path = containers_.back().path;
    for (size_t i = containers_.size(), n = 0; i-- > 0 && n < 3; ++n) {
      block_.near_path = mix_hash(block_.near_path, containers_[i].name);
    }
  }

  void text(NodeId node) {
    const std::string_view data = document_.text(node);
    if (trim(data).empty()) {
      counter_.end_word(block_);
      if (open_) map_.block_of_[node] = current();
      return;
    }
    line_breaks_ = 0;
    begin(node);
    map_.block_of_[node] = current();
    counter_.add(data, links_ > 0, bold_ > 0, block_);
  }

  void image(NodeId node) {
    line_breaks_ = 0;
    begin(node);
    map_.block_of_[node] = current();
    ++block_.images;
  }

  // Ends the open block. Of more blocks than there are on any page the last takes in all that comes.
  void flush() {
    line_breaks_ = 0;
    if (map_.blocks_.size() + 1 < BlockMap::kMaxBlocks) return end_block();
    counter_.end_word(block_);
  }

  void end_block() {
    counter_.end_block(block_);
    if (open_) map_.blocks_.push_back(block_);
    block_ = {};
    open_ = false;
  }

  const Document& document_;
  BlockMap& map_;
  TextBlock block_;
  TextCounter counter_;
  NameHintReader names_;
  struct Container {
    NodeId element;
    uint64_t name;
    uint64_t path;
  };
  std::vector<Container> containers_;
  int links_ = 0;
  int bold_ = 0;
  int line_breaks_ = 0;
  bool open_ = false;
  bool show_hidden_;
};

BlockMap::BlockMap(const Document& document) {
  constexpr uint32_t kMuch = 100;
  BlockMapBuilder(document, *this, false).build();
  if (hidden_words_ < kMuch || hidden_words_ / 4 < words_) return;
  *this = BlockMap();
  BlockMapBuilder(document, *this, true).build();
}

}  // namespace lycosa::inline extract
