#pragma once

#include <array>

#include "html/dom/document_builder.h"
#include "html/tree/tag_traits.h"

namespace lycosa::html {

// An element on the stack, with what the rules ask of it beside it.
struct OpenElement {
  NodeId node = kNoNode;
  NodeId container = kNoNode;    // where its children go: a template's contents, else the node
  Tag tag = Tag::unknown;        // of an HTML element; unknown for all others
  Tag local_tag = Tag::unknown;  // whatever its namespace
  Namespace space = Namespace::html;
  uint32_t traits = 0;
  Slice name;  // when local_tag is unknown
};

// The stack of open elements (HTML standard, section 13.2.4.2).
//
// Counts the open HTML elements of each tag, so that asking for one that is not open takes no walk. It does not grow
// beyond the depth limit, which bounds every walk.
class OpenElements {
 public:
  explicit OpenElements(DocumentBuilder& builder) : builder_(builder) { stack_.reserve(64); }

  bool empty() const { return stack_.empty(); }
  size_t size() const { return stack_.size(); }
  const OpenElement& operator[](size_t i) const { return stack_[i]; }
  const OpenElement& current() const { return stack_.back(); }
  bool current_is(Tag tag) const { return stack_.back().tag == tag; }

  void push(const OpenElement& element) {
    stack_.push(element);
    note_pushed(element);
  }
  void pop() {
    note_popped(stack_.back());
    stack_.pop();
  }
  void insert(size_t at, const OpenElement& element) {
    builder_.count_work(stack_.size() - at);
    stack_.insert(at, element);
    note_pushed(element);
  }
  void remove(size_t at) {
    note_popped(stack_[at]);
    builder_.count_work(stack_.size() - at);
    stack_.erase(at);
  }
  void replace(size_t at, const OpenElement& element) {
    note_popped(stack_[at]);
    stack_[at] = element;
    note_pushed(element);
  }
  void remove_node(NodeId n);

  // How many HTML elements of a known tag are open.
  size_t count(Tag tag) const { return counts_[static_cast<size_t>(tag)]; }
  bool is_open(NodeId n) const { return builder_.data().nodes[n].on_stack != 0; }
  // The place of an open node.
  size_t index_of(NodeId n) const;

  bool has_in_scope(Tag tag) const { return has(tag, kScopeEnd); }
  bool has_in_list_item_scope(Tag tag) const { return has(tag, kScopeEnd | kListScopeEnd); }
  bool has_in_button_scope(Tag tag) const { return has(tag, kScopeEnd | kButtonScopeEnd); }
  bool has_in_table_scope(Tag tag) const { return has(tag, kTableScopeEnd); }
  bool has_heading_in_scope() const;
  bool has_node_in_scope(NodeId n) const;

  // Pops up to and including the topmost HTML element of a tag, which must be open.
  void pop_until(Tag tag) {
    while (stack_.back().tag != tag) pop();
    pop();
  }
  // Pops as long as the current node has one of the traits.
  void pop_until_not(uint32_t traits) {
    while ((stack_.back().traits & traits) != 0) pop();
  }
  // Pops until the current node has one of the traits.
  void pop_to(uint32_t traits) {
    while ((stack_.back().traits & traits) == 0) pop();
  }

 private:
  bool has(Tag tag, uint32_t ends) const {
    if (count(tag) == 0) return false;
    size_t i = stack_.size() - 1;
    while (i > 0 && stack_[i].tag != tag && (stack_[i].traits & ends) == 0) --i;
    builder_.count_work(stack_.size() - i);
    return stack_[i].tag == tag;
  }
  void note_pushed(const OpenElement& element) {
    ++counts_[static_cast<size_t>(element.tag)];
    builder_.node(element.node).on_stack = 1;
  }
  void note_popped(const OpenElement& element) {
    --counts_[static_cast<size_t>(element.tag)];
    builder_.node(element.node).on_stack = 0;
  }

  DocumentBuilder& builder_;
  PodVector<OpenElement> stack_;
  std::array<uint32_t, 256> counts_{};
};

}  // namespace lycosa::html
