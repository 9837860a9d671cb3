#include "extract/block_map.h"

#include <functional>

#include "base/text.h"
#include "extract/element_role.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"
#include "extract/word_hash.h"

namespace lycosa {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

bool is_comma(char32_t c) { return c == ',' || c == 0x60c || c == 0x3001 || c == 0xff0c || c == ';' || c == 0xff1b; }
bool is_sentence_end(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0x61f || c == 0x964 ||
         c == 0x2026;
}
bool is_separator(char32_t c) {
  return c == '|' || c == '/' || c == 0x2022 || c == 0xb7 || c == 0xbb || c == 0x203a || c == 0xab || c == 0x2039;
}

bool is_currency(char32_t c) { return c == '$' || c == 0xa3 || c == 0xa5 || (c >= 0x20a0 && c <= 0x20cf); }

// Counts a block's text as it comes in pieces.
class TextCounter {
 public:
  explicit TextCounter(std::vector<uint32_t>& word_hashes) : words_(word_hashes) {}

  void add(std::string_view text, bool in_link, bool bold, TextBlock& block) {
    for (size_t at = 0; at < text.size();) {
      const Character c = character_at(text, at);
      at += c.size;
      if (is_unicode_space(c.code)) {
        end_word(block);
        continue;
      }
      block.bytes += c.size;
      if (in_link) block.link_bytes += c.size;
      character(c.code, in_link, bold, block);
      previous_ = c.code;
      block.last = c.code;
    }
  }

  void end_word(TextBlock& block) {
    if (is_sentence_end(previous_)) ++block.sentence_ends;
    previous_ = ' ';
    words_.end_word();
  }

 private:
  void character(char32_t c, bool in_link, bool bold, TextBlock& block) {
    if (is_word_character(c)) {
      block.hash = add_to_text_hash(block.hash, c);
      if (words_.letter(c)) {
        ++block.words;
        block.link_words += in_link;
        block.bold_words += bold;
        block.capitals += c >= 'A' && c <= 'Z';
      }
      block.digits += c >= '0' && c <= '9';
      return;
    }
    if (is_comma(c)) ++block.commas;
    if (is_separator(c)) ++block.separators;
    if (is_currency(c)) ++block.currencies;
    // East Asian sentences end without a space.
    if (c > 0x2fff && is_sentence_end(c)) ++block.sentence_ends;
  }

  WordHasher words_;
  char32_t previous_ = ' ';
};

// What a template calls an element: its tag and the letters of its first class, for numbers differ from post to post.
uint64_t template_name(Tag tag, std::string_view classes) {
  uint64_t hash = add_to_text_hash(0, static_cast<char32_t>(tag) + 1);
  for (const char c : trim(classes).substr(0, 60)) {
    if (is_ascii_whitespace(c)) break;
    if (is_ascii_alpha(c)) hash = add_to_text_hash(hash, static_cast<char32_t>(c));
  }
  return hash;
}

uint64_t joined(uint64_t a, uint64_t b) { return (a ^ (b >> 29) ^ (b << 7)) * 0x9e3779b97f4a7c15u; }

bool is_bold(Tag tag) { return tag == Tag::b || tag == Tag::strong; }

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
        case NodeKind::text: text(node); break;
        case NodeKind::element:
          if (walk.entering()) {
            if (!enter(node)) walk.skip();
          } else {
            leave(node);
          }
          break;
        default: break;
      }
    }
    flush();
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
    const auto classes = std::hash<std::string_view>{}(attributes.classes);
    map_.signs_[element] = {attributes.hints, static_cast<uint32_t>(classes * 31 + static_cast<size_t>(tag))};
    if (attributes.hides && !show_hidden_) return skip(element, role);
    if (role == Role::block) {
      flush();
      open_container(element, template_name(tag, attributes.classes));
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
    std::string_view classes;
    NameHints hints = 0;
  };
  Attributes read_attributes(NodeId element, Tag tag) {
    Attributes read;
    bool open = false;
    for (const html::AttributeView& attribute : document_.attributes(element)) {
      const std::string_view name = attribute.name;
      if (name == "class") read.classes = attribute.value;
      if (names_.reads(name)) read.hints |= names_.hints(attribute.value);
      read.hides = read.hides || hides(name, attribute.value);
      open = open || name == "open";
    }
    if (tag == Tag::html || tag == Tag::body) read.hides = false;
    if (tag == Tag::dialog && !open) read.hides = true;
    return read;
  }

  void open_container(NodeId element, uint64_t name) {
    const uint64_t path = containers_.empty() ? name : joined(containers_.back().path, name);
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
      block_.near_path = joined(block_.near_path, containers_[i].name);
    }
  }

  void text(NodeId node) {
    const std::string_view data = document_.text(node);
    if (data.find_first_not_of(" \t\n\r\f") == std::string_view::npos) {
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

  void flush() {
    counter_.end_word(block_);
    line_breaks_ = 0;
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

}  // namespace lycosa
