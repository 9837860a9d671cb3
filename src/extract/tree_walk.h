#pragma once

#include "html/document.h"

namespace lycosa::inline extract {

// Goes through a subtree in document order and tells where elements begin and where they end, without recursion.
//
//   for (TreeWalk walk(document, root); walk.step();) {
//     if (walk.entering()) ... walk.node() ...
//   }
//
// Text and comment nodes are entered and never left. The root itself is entered and left too.
class TreeWalk {
 public:
  TreeWalk(const html::Document& document, html::NodeId root) : document_(document), root_(root) {}

  // Moves to the next event; false at the end.
  bool step();
  bool entering() const { return entering_; }
  html::NodeId node() const { return node_; }
  // After entering an element: its children are passed over, and it is not left either.
  void skip() { skip_ = true; }

 private:
  bool step_past(html::NodeId done);

  const html::Document& document_;
  html::NodeId root_;
  html::NodeId node_ = html::kNoNode;
  bool entering_ = false;
  bool skip_ = false;
  bool finished_ = false;
};

inline bool TreeWalk::step() {
  if (finished_) return false;
  if (node_ == html::kNoNode) {
    if (root_ == html::kNoNode) return false;
    node_ = root_;
    entering_ = true;
    return true;
  }
  if (!entering_ || skip_) {
    skip_ = false;
    return step_past(node_);
  }
  const html::NodeKind kind = document_.kind(node_);
  if (kind != html::NodeKind::element && kind != html::NodeKind::document) return step_past(node_);
  const html::NodeId child = document_.first_child(node_);
  if (child == html::kNoNode) {
    entering_ = false;
    return true;
  }
  node_ = child;
  return true;
}

inline bool TreeWalk::step_past(html::NodeId done) {
  if (done == root_) {
    finished_ = true;
    return false;
  }
  const html::NodeId sibling = document_.next_sibling(done);
  entering_ = sibling != html::kNoNode;
  node_ = entering_ ? sibling : document_.parent(done);
  return true;
}

}  // namespace lycosa::inline extract
