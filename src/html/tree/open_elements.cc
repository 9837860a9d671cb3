#include "html/tree/open_elements.h"

namespace lycosa::html {

void OpenElements::remove_node(NodeId n) {
  if (is_open(n)) remove(index_of(n));
}

size_t OpenElements::index_of(NodeId n) const {
  size_t i = stack_.size();
  while (i-- > 0 && stack_[i].node != n) {
  }
  return i;
}

bool OpenElements::has_heading_in_scope() const {
  for (size_t i = stack_.size(); i-- > 0;) {
    if ((stack_[i].traits & kHeading) != 0) return true;
    if ((stack_[i].traits & kScopeEnd) != 0) return false;
  }
  return false;
}

bool OpenElements::has_node_in_scope(NodeId n) const {
  if (!is_open(n)) return false;
  for (size_t i = stack_.size(); i-- > 0;) {
    if (stack_[i].node == n) return true;
    if ((stack_[i].traits & kScopeEnd) != 0) return false;
  }
  return false;
}

}  // namespace lycosa::html
