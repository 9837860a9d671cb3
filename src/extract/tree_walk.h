#pragma once

#include "html/document.h"

namespace lycosa {

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

}  // namespace lycosa
