#include "extract/links.h"

#include "base/text.h"
#include "extract/main_content/element_role.h"
#include "extract/tree_walk.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

constexpr size_t kAnchorLimit = 1000;
constexpr size_t kRelLimit = 200;

// What a link shows: its text, or for want of any, an image's alternative, then what it is labelled with.
class AnchorText {
 public:
  void clear() {
    text_.clear();
    alternative_ = {};
  }
  void text(std::string_view data) {
    if (text_.size() < kRawLimit) text_.append(data.substr(0, kRawLimit));
  }
  void image(std::string_view alternative) {
    if (alternative_.empty()) alternative_ = alternative.substr(0, kRawLimit);
  }
  std::string finish(const Document& document, NodeId link) const {
    std::string line = clean_line(utf8_prefix(text_, kRawLimit));
    if (line.empty()) line = clean_line(utf8_prefix(alternative_, kRawLimit));
    if (line.empty()) line = clean_line(utf8_prefix(label_of(document, link), kRawLimit));
    if (line.size() > kAnchorLimit) line = trim(utf8_prefix(line, kAnchorLimit));
    return line;
  }

 private:
  static std::string_view label_of(const Document& document, NodeId link) {
    const std::string_view label = document.attribute(link, "aria-label").value_or("");
    return label.empty() ? document.attribute(link, "title").value_or("") : label;
  }

  // Enough to fill the limit whatever the white space, bounded whatever the page.
  static constexpr size_t kRawLimit = 8 * kAnchorLimit;
  std::string text_;
  std::string_view alternative_;
};

std::string read_rel(std::string_view rel) {
  std::string tokens = clean_line(utf8_prefix(rel, 4 * kRelLimit));
  for (char& c : tokens) c = ascii_lower(c);
  if (tokens.size() > kRelLimit) tokens = trim(utf8_prefix(tokens, kRelLimit));
  return tokens;
}

// Of tokens that one space parts.
bool has_token(std::string_view tokens, std::string_view token) {
  for (size_t at = tokens.find(token); at != std::string_view::npos; at = tokens.find(token, at + 1)) {
    const size_t end = at + token.size();
    if ((at == 0 || tokens[at - 1] == ' ') && (end == tokens.size() || tokens[end] == ' ')) return true;
  }
  return false;
}

class LinkReader {
 public:
  LinkReader(const Document& document, References& references, std::string_view encoding, Content& content)
      : document_(document), references_(references), encoding_(encoding), content_(content) {}

  void read(std::span<const NodeId> elements) {
    content_.links.reserve(content_.links.size() + elements.size());
    for (const NodeId element : elements) {
      if (document_.tag(element) == Tag::noframes) {
        noframes(element);
      } else if (!document_.attribute(element, "srcdoc")) {
        link(element);
      }
    }
  }

 private:
  void link(NodeId node) {
    const References::Reference& reference = references_.link(node);
    content_.links_invalid += reference.kind == References::Kind::invalid;
    content_.links_not_http += reference.kind == References::Kind::other;
    if (reference.kind != References::Kind::http) return;
    ExtractedLink& found = content_.links.emplace_back(ExtractedLink{*reference.url});
    found.element = node;
    found.line = document_.source_line(node);
    anchor_.clear();
    switch (document_.tag(node)) {
      case Tag::frame:
      case Tag::iframe:
        found.rel = document_.tag_name(node);
        break;
      case Tag::area:
        anchor_.text(document_.attribute(node, "alt").value_or(""));
        relation(node, found);
        break;
      case Tag::link:
        relation(node, found);
        break;
      default:
        read_anchor(node);
        relation(node, found);
    }
    found.anchor = anchor_.finish(document_, node);
  }

  void relation(NodeId node, ExtractedLink& found) const {
    const auto rel = document_.attribute(node, "rel");
    if (!rel) return;
    found.rel = read_rel(*rel);
    found.nofollow = has_token(found.rel, "nofollow");
  }

  // To the parser its content is text. Its links stand in no block of the page but that of the element itself.
  void noframes(NodeId node) {
    const NodeId text = document_.first_child(node);
    if (text == html::kNoNode || noframes_read_) return;
    noframes_read_ = true;
    const Document inner = html::parse(std::string(document_.text(text)));
    References references(inner, references_.base(), encoding_);
    LinkReader reader(inner, references, encoding_, content_);
    const size_t before = content_.links.size();
    reader.read(anchors_of(inner));
    const int line = document_.source_line(node);
    for (size_t i = before; i < content_.links.size(); ++i) {
      content_.links[i].element = node;
      content_.links[i].line += line - 1;
    }
  }

  static std::vector<NodeId> anchors_of(const Document& document) {
    std::vector<NodeId> anchors;
    for (NodeId node = document.root(); node != html::kNoNode; node = document.next(node, document.root())) {
      if (document.is(node, Tag::a) || document.is(node, Tag::area)) anchors.push_back(node);
    }
    return anchors;
  }

  // Up to another link in it: the tree nests anchors only where tables came between, and the inner one ends the outer.
  void read_anchor(NodeId anchor) {
    for (TreeWalk walk(document_, anchor); walk.step();) {
      const NodeId node = walk.node();
      if (document_.kind(node) == NodeKind::text) {
        anchor_.text(document_.text(node));
      } else if (node != anchor && document_.kind(node) == NodeKind::element) {
        const Tag tag = document_.tag(node);
        if (tag == Tag::a || tag == Tag::area) return;
        if (tag == Tag::script || tag == Tag::style || tag == Tag::title)
          walk.skip();
        else
          part(node, tag, walk.entering());
      }
    }
  }

  // Of an element in a link.
  void part(NodeId node, Tag tag, bool entering) {
    if (role_of(tag) == Role::block || (tag == Tag::br && entering)) {
      anchor_.text(" ");
    } else if (tag == Tag::img && entering) {
      anchor_.image(document_.attribute(node, "alt").value_or(""));
    }
  }

  const Document& document_;
  References& references_;
  std::string_view encoding_;
  Content& content_;
  AnchorText anchor_;
  bool noframes_read_ = false;
};

}  // namespace

void place_links(const BlockChoice& choice, Content& content) {
  for (ExtractedLink& link : content.links) link.in_content = choice.keeps_any(link.element);
}

void read_links(const Document& document, std::span<const NodeId> elements, References& references,
                std::string_view encoding, Content& content) {
  LinkReader(document, references, encoding, content).read(elements);
}

}  // namespace lycosa::inline extract
