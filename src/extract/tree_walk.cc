#include "extract/tree_walk.h"

namespace lycosa {

using html::kNoNode;
using html::NodeKind;

bool TreeWalk::step() {
  if (finished_) return false;
  if (node_ == kNoNode) {
    if (root_ == kNoNode) return false;
    node_ = root_;
    entering_ = true;
    return true;
  }
  if (!entering_ || skip_) {
    skip_ = false;
    return step_past(node_);
  }
  const NodeKind kind = document_.kind(node_);
  if (kind != NodeKind::element && kind != NodeKind::document) return step_past(node_);
  const html::NodeId child = document_.first_child(node_);
  if (child == kNoNode) {
    entering_ = false;
    return true;
  }
  node_ = child;
  return true;
}

bool TreeWalk::step_past(html::NodeId done) {
  if (done == root_) {
    finished_ = true;
    return false;
  }
  const html::NodeId sibling = document_.next_sibling(done);
  entering_ = sibling != kNoNode;
  node_ = entering_ ? sibling : document_.parent(done);
  return true;
}

}  // namespace lycosa
