// «Reconstruct the active formatting elements»: HTML standard, section 13.2.4.3.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

// Making formatting elements again is what lets a short page grow a large tree, so a page may do it only so often.
bool TreeBuilder::may_clone() {
  if (clones_left_ > 0) {
    --clones_left_;
    return true;
  }
  builder_.data().flags.formatting_limited = true;
  return false;
}

// An element for the token that an element was made for.
NodeId TreeBuilder::clone_element(NodeId of) {
  const Node original = builder_.node(of);
  const NodeId node = builder_.make_element(original.tag, original.space(), original.extent);
  builder_.node(node).begin = original.begin;
  builder_.node(node).attribute_count = original.attribute_count;
  return node;
}

void TreeBuilder::reconstruct_closed_formatting() {
  // Rewind, to the entry after the last marker or open element.
  size_t i = formatting_.size();
  while (i > 0 && !formatting_[i - 1].is_marker() && !open_.is_open(formatting_[i - 1].node)) --i;
  // Advance and create.
  for (; i < formatting_.size(); ++i) {
    if (open_.size() >= max_depth_) {
      builder_.data().flags.depth_limited = true;
      return;
    }
    if (!may_clone()) return;
    const NodeId node = clone_element(formatting_[i].node);
    insert_at(appropriate_place(), node);
    open_.push(open_element(node, {}));
    formatting_[i].node = node;
  }
}

}  // namespace lycosa::html
