#pragma once

#include <string>
#include <string_view>

#include "html/dom/document_data.h"

namespace lycosa::html {

// Writes a Document: the one way in for parsers.
//
// Keeps the links right and the text stored; knows nothing of HTML's rules. All operations take constant time but for
// the bytes they copy. Not copyable; used by one thread.
class DocumentBuilder {
 public:
  using Data = Document::Data;

  // `source` must be at most kMaxSource bytes.
  explicit DocumentBuilder(std::string source);
  // The Document, which has no spare room any more. The builder is of no use after.
  Document finish();

  Data& data() { return data_; }
  Node& node(NodeId n) { return data_.nodes[n]; }
  std::string_view view(Slice s) const { return data_.view(s); }
  std::string_view source() const { return data_.source; }

  // Adds to Document::work().
  void count_work(size_t steps) { data_.work += steps; }

  // Makes a node with no parent.
  NodeId make_node(NodeKind kind) {
    Node node;
    node.kind = static_cast<uint16_t>(kind);
    data_.nodes.push(node);
    return static_cast<NodeId>(data_.nodes.size() - 1);
  }
  NodeId make_element(Tag tag, Namespace space, uint32_t source_offset) {
    Node node;
    node.tag = tag;
    node.kind = static_cast<uint16_t>(NodeKind::element);
    node.name_space = static_cast<uint16_t>(space);
    node.extent = source_offset;
    data_.nodes.push(node);
    return static_cast<NodeId>(data_.nodes.size() - 1);
  }
  // An HTML element of a known tag, written once and whole.
  NodeId make_element(Tag tag, uint32_t source_offset, uint32_t first_attribute, uint32_t attribute_count) {
    const auto n = static_cast<NodeId>(data_.nodes.size());
    Node& made = *data_.nodes.extend(1);
    made.parent = made.first_child = made.last_child = made.previous = made.next = kNoNode;
    made.tag = tag;
    made.kind = static_cast<uint16_t>(NodeKind::element) & 7;
    made.name_space = 0;
    made.on_stack = 0;
    made.attribute_count = attribute_count & 0x3ff;
    made.begin = first_attribute;
    made.extent = source_offset;
    return n;
  }
  NodeId make_text(NodeKind kind, Slice text) {
    const auto n = static_cast<NodeId>(data_.nodes.size());
    Node& made = *data_.nodes.extend(1);
    made = Node{};
    made.kind = static_cast<uint16_t>(kind) & 7;
    made.begin = text.offset;
    made.extent = text.length;
    return n;
  }
  // Names the element made last, whose tag is unknown.
  void set_name(NodeId n, Slice name) { data_.names.push({n, name}); }
  // Gives a template element, the one made last, its contents.
  NodeId make_template_contents(NodeId element) {
    const NodeId contents = make_node(NodeKind::document);
    data_.templates.push({element, contents});
    return contents;
  }

  // Puts text into the arena; what is equal to a piece of the source had better be given as a Slice of it.
  Slice store(std::string_view text);

  void append(NodeId parent, NodeId child) {
    Node* nodes = data_.nodes.data();
    const NodeId last = nodes[parent].last_child;
    nodes[child].parent = parent;
    nodes[child].previous = last;
    if (last != kNoNode) {
      nodes[last].next = child;
    } else {
      nodes[parent].first_child = child;
    }
    nodes[parent].last_child = child;
  }
  // Inserts before `reference`, a node with a parent.
  void insert_before(NodeId reference, NodeId child);
  // Takes a node from its parent; nothing when it has none.
  void remove(NodeId n);
  // Moves all children of one node to the end of another. Takes time by their number.
  void move_children(NodeId from, NodeId to);
  // Appends to the data of a text or comment node.
  void append_text(NodeId n, Slice more);

 private:
  Document document_;
  Data& data_;
};

}  // namespace lycosa::html
