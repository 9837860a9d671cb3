#include "html/tree/open_elements.h"

namespace lycosa::html {

void OpenElements::remove_node(NodeId n) {
  if (is_open(n)) remove(index_of(n));
}

size_t OpenElements::index_of(NodeId n) const {
  size_t i = stack_.size();
  while (i-- > 0 && stack_[i].node != n) {
  }
  builder_.count_work(stack_.size() - i);
  return i;
}

bool OpenElements::has_heading_in_scope() const {
  size_t i = stack_.size() - 1;
  while (i > 0 && (stack_[i].traits & (kHeading | kScopeEnd)) == 0) --i;
  builder_.count_work(stack_.size() - i);
  return (stack_[i].traits & kHeading) != 0;
}

bool OpenElements::has_node_in_scope(NodeId n) const {
  if (!is_open(n)) return false;
  size_t i = stack_.size() - 1;
  while (i > 0 && stack_[i].node != n && (stack_[i].traits & kScopeEnd) == 0) --i;
  builder_.count_work(stack_.size() - i);
  return stack_[i].node == n;
}

}  // namespace lycosa::html
