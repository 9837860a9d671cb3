#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "html/html.h"

namespace lycosa::html {

// What must hold of every Document that parse() makes, whatever the input. The first thing that does not, in words;
// empty when all is well. Takes time by the nodes; no recursion.
class DocumentCheck {
 public:
  explicit DocumentCheck(const Document& document) : d_(document) {}

  std::string run() {
    check_links();
    if (wrong_.empty() && !d_.flags().refused) check_landmarks();
    return wrong_;
  }

 private:
  void fail(NodeId n, const char* what) {
    if (wrong_.empty()) wrong_ = "node " + std::to_string(n) + " (" + std::string(d_.tag_name(n)) + "): " + what;
  }

  // Walks the tree and all templates' contents: every node is reached once, and links agree in both directions.
  void check_links() {
    std::vector<bool> seen(d_.node_count());
    std::vector<NodeId> roots{d_.root()};
    while (!roots.empty() && wrong_.empty()) {
      const NodeId root = roots.back();
      roots.pop_back();
      for (NodeId n = root; n != kNoNode && wrong_.empty(); n = d_.next(n, root)) {
        if (n >= seen.size() || seen[n]) return fail(n, "is in the tree twice");
        seen[n] = true;
        check_node(n);
        if (const NodeId contents = d_.template_contents(n); contents != kNoNode) roots.push_back(contents);
      }
    }
  }

  void check_node(NodeId n) {
    const NodeId first = d_.first_child(n);
    const NodeId last = d_.last_child(n);
    if ((first == kNoNode) != (last == kNoNode)) return fail(n, "has a first child or a last, and not both");
    if (first != kNoNode && d_.previous_sibling(first) != kNoNode) return fail(n, "has a child before its first");
    if (last != kNoNode && d_.next_sibling(last) != kNoNode) return fail(n, "has a child after its last");
    if (first != kNoNode && d_.parent(first) != n) return fail(n, "is not its first child's parent");
    if (const NodeId next = d_.next_sibling(n); next != kNoNode) {
      if (d_.previous_sibling(next) != n || d_.parent(next) != d_.parent(n))
        return fail(n, "and its next sibling disagree");
    }
    switch (d_.kind(n)) {
      case NodeKind::text:
        if (d_.text(n).empty()) fail(n, "is an empty text");
        [[fallthrough]];
      case NodeKind::comment:
      case NodeKind::doctype:
        if (first != kNoNode) fail(n, "has children and is no element");
        if (!is_valid_utf8(d_.text(n))) fail(n, "has text that is not UTF-8");
        return;
      case NodeKind::element:
        return check_element(n);
      case NodeKind::document:
        return;
    }
  }

  void check_element(NodeId n) {
    if (d_.tag_name(n).empty()) return fail(n, "has no name");
    for (const AttributeView& a : d_.attributes(n)) {
      if (a.name.empty()) return fail(n, "has an attribute without a name");
      if (!is_valid_utf8(a.value) || !is_valid_utf8(a.name)) return fail(n, "has an attribute that is not UTF-8");
    }
    if (const auto offset = d_.source_offset(n)) check_offset(n, *offset);
    if (d_.name_space(n) == Namespace::html) check_html_element(n);
  }

  // The tag is where the element says it is.
  void check_offset(NodeId n, size_t offset) {
    const std::string_view tag = d_.source().substr(offset);
    if (!tag.starts_with('<')) return fail(n, "does not begin with \"<\" where it says");
    const std::string_view name = tag.substr(tag.substr(1).starts_with('/') ? 2 : 1);
    const bool renamed = d_.is(n, Tag::img) && starts_with_ignoring_case(name, "image");
    const bool has_nul = d_.tag_name(n).find("\xef\xbf\xbd") != std::string_view::npos;
    if (!renamed && !has_nul && !starts_with_ignoring_case(name, d_.tag_name(n)))
      fail(n, "has another name in the source");
  }

  void check_html_element(NodeId n) {
    const Tag tag = d_.tag(n);
    const NodeId parent = d_.parent(n);
    const bool in_template = parent == kNoNode || (d_.kind(parent) == NodeKind::document && parent != d_.root());
    switch (tag) {
      case Tag::area:
      case Tag::base:
      case Tag::br:
      case Tag::col:
      case Tag::embed:
      case Tag::hr:
      case Tag::img:
      case Tag::input:
      case Tag::link:
      case Tag::meta:
      case Tag::param:
      case Tag::source:
      case Tag::track:
      case Tag::wbr:
        if (d_.first_child(n) != kNoNode) fail(n, "is void and has children");
        return;
      case Tag::template_:
        if (d_.first_child(n) != kNoNode || d_.template_contents(n) == kNoNode) fail(n, "has children, not contents");
        return;
      case Tag::tr:
        if (!whole() || in_template || is_any(parent, {Tag::tbody, Tag::thead, Tag::tfoot, Tag::html})) return;
        return fail(n, "is outside of a table body");
      case Tag::td:
      case Tag::th:
        if (whole() && !in_template && !is_any(parent, {Tag::tr, Tag::html})) fail(n, "is outside of a row");
        return;
      case Tag::tbody:
      case Tag::thead:
      case Tag::tfoot:
      case Tag::caption:
      case Tag::colgroup:
        if (whole() && !in_template && !is_any(parent, {Tag::table, Tag::html})) fail(n, "is outside of a table");
        return;
      default:
        return;
    }
  }

  // Elements beyond the depth limit stand where the standard would not put them.
  bool whole() const { return !d_.flags().depth_limited && !is_fragment(); }
  bool is_fragment() const { return d_.html_element() == kNoNode; }
  bool is_any(NodeId n, std::initializer_list<Tag> tags) const {
    for (const Tag tag : tags) {
      if (n != kNoNode && d_.is(n, tag)) return true;
    }
    return false;
  }

  // The document has one html element, which has one head and then one body or frameset.
  void check_landmarks() {
    if (is_fragment()) return;
    int elements = 0;
    for (NodeId n = d_.first_child(d_.root()); n != kNoNode; n = d_.next_sibling(n)) {
      elements += d_.kind(n) == NodeKind::element;
      if (d_.kind(n) == NodeKind::text) fail(n, "is text outside of the root element");
    }
    if (elements != 1) return fail(d_.root(), "does not have one root element");
    if (!d_.is(d_.html_element(), Tag::html) || d_.parent(d_.html_element()) != d_.root())
      return fail(0, "has no html");
    if (!d_.is(d_.head(), Tag::head) || d_.parent(d_.head()) != d_.html_element()) return fail(0, "has no head");
    bool frameset = false;
    for (NodeId n = d_.first_child(d_.html_element()); n != kNoNode; n = d_.next_sibling(n)) {
      frameset = frameset || d_.is(n, Tag::frameset);
    }
    if (frameset != (d_.body() == kNoNode)) return fail(0, "has a body and a frameset, or neither");
    if (!frameset && d_.parent(d_.body()) != d_.html_element()) return fail(d_.body(), "is not in html");
  }

  const Document& d_;
  std::string wrong_;
};

}  // namespace lycosa::html
