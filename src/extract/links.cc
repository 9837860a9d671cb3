#include "extract/links.h"

#include "base/text.h"
#include "extract/element_role.h"
#include "extract/tree_walk.h"

namespace lycosa {

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
  void text(std::string_view data) {
    if (text_.size() < kRawLimit) text_.append(data.substr(0, kRawLimit));
  }
  void image(std::string_view alternative) {
    if (alternative_.empty()) alternative_ = alternative.substr(0, kRawLimit);
  }
  std::string finish(std::string_view label) const {
    std::string line = clean_line(utf8_prefix(text_, kRawLimit));
    if (line.empty()) line = clean_line(utf8_prefix(alternative_, kRawLimit));
    if (line.empty()) line = clean_line(utf8_prefix(label, kRawLimit));
    return std::string(trim(utf8_prefix(line, kAnchorLimit)));
  }

 private:
  // Enough to fill the limit whatever the white space, bounded whatever the page.
  static constexpr size_t kRawLimit = 8 * kAnchorLimit;
  std::string text_;
  std::string_view alternative_;
};

std::string read_rel(std::string_view rel) {
  return std::string(trim(utf8_prefix(collapse_whitespace(ascii_lower(utf8_prefix(rel, 4 * kRelLimit))), kRelLimit)));
}

bool has_token(std::string_view tokens, std::string_view token) {
  for (std::string_view t : split(tokens, ' ')) {
    if (t == token) return true;
  }
  return false;
}

class LinkReader {
 public:
  LinkReader(const Document& document, References& references, Content& content)
      : document_(document), references_(references), content_(content) {}

  void read() {
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      if (document_.kind(node) == NodeKind::text) {
        if (open_) anchor_.text(document_.text(node));
        continue;
      }
      if (document_.kind(node) != NodeKind::element) continue;
      const Tag tag = document_.tag(node);
      if (walk.entering()) {
        if (tag == Tag::script || tag == Tag::style || tag == Tag::title) {
          walk.skip();
        } else {
          enter(node, tag);
        }
      } else if (tag == Tag::a && node == open_element_) {
        finish();
      } else if (open_ && role_of(tag) == Role::block) {
        anchor_.text(" ");
      }
    }
  }

 private:
  void enter(NodeId node, Tag tag) {
    if (tag == Tag::a || tag == Tag::area) {
      link(node, tag);
    } else if (open_ && tag == Tag::img) {
      anchor_.image(document_.attribute(node, "alt").value_or(""));
    } else if (open_ && (tag == Tag::br || role_of(tag) == Role::block)) {
      anchor_.text(" ");
    }
  }

  void link(NodeId node, Tag tag) {
    // The tree nests anchors only where tables came between; the inner one ends the outer.
    if (open_) finish();
    const References::Reference& reference = references_.link(node);
    switch (reference.kind) {
      case References::Kind::none: return;
      case References::Kind::invalid: ++content_.links_invalid; return;
      case References::Kind::other: ++content_.links_not_http; return;
      case References::Kind::http: break;
    }
    std::string rel = read_rel(document_.attribute(node, "rel").value_or(""));
    const bool nofollow = has_token(rel, "nofollow");
    content_.links.push_back(
        {*reference.url, {}, std::move(rel), nofollow, document_.source_line(node), false, node});
    open_ = true;
    open_element_ = node;
    anchor_ = {};
    if (tag == Tag::area) {
      anchor_.text(document_.attribute(node, "alt").value_or(""));
      finish();
    }
  }

  void finish() {
    std::string_view label = document_.attribute(open_element_, "aria-label").value_or("");
    if (label.empty()) label = document_.attribute(open_element_, "title").value_or("");
    content_.links.back().anchor = anchor_.finish(label);
    open_ = false;
    open_element_ = html::kNoNode;
  }

  const Document& document_;
  References& references_;
  Content& content_;
  AnchorText anchor_;
  NodeId open_element_ = html::kNoNode;
  bool open_ = false;
};

}  // namespace

void place_links(const BlockChoice& choice, Content& content) {
  for (ExtractedLink& link : content.links) link.in_content = choice.keeps_any(link.element);
}

void read_links(const Document& document, References& references, Content& content) {
  LinkReader(document, references, content).read();
}

}  // namespace lycosa
