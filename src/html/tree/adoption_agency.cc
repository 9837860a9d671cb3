// The adoption agency algorithm: HTML standard, section 13.2.6.4.7.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

// Steps 1 to 4. The subject is the token's tag, one of the formatting elements.
void TreeBuilder::run_adoption_agency(Token& token) {
  const OpenElement& current = open_.current();
  if (current.tag == token.tag && formatting_.find(current.node) == FormattingList::kNone) return open_.pop();
  for (int outer = 0; outer < 8; ++outer) {
    if (!adopt_once(token)) return;
  }
}

// The place on the stack of the topmost special element below the formatting element; its own place if there is none.
size_t TreeBuilder::find_furthest_block(size_t formatting_place) const {
  for (size_t i = formatting_place + 1; i < open_.size(); ++i) {
    builder_.count_work(1);
    if ((open_[i].traits & kSpecial) != 0) return i;
  }
  return formatting_place;
}

// One turn of the outer loop, from step 4.3; false when the algorithm is done.
bool TreeBuilder::adopt_once(Token& token) {
  const size_t entry = formatting_.find_after_marker(token.tag);
  if (entry == FormattingList::kNone) {
    // A start tag gets here only with an entry in the list, or for nobr, where there is nothing to close.
    end_any_other(token);
    return false;
  }
  const NodeId formatting = formatting_[entry].node;
  if (!open_.is_open(formatting)) {
    error(ParseErrorKind::misnested_tag, token);
    formatting_.remove(entry);
    return false;
  }
  if (!open_.has_node_in_scope(formatting)) {
    error(ParseErrorKind::misnested_tag, token);
    return false;
  }
  const size_t place = open_.index_of(formatting);
  if (open_.current().node != formatting) error(ParseErrorKind::misnested_tag, token);
  size_t block_place = find_furthest_block(place);
  if (block_place == place || !may_clone()) {
    while (open_.size() > place) open_.pop();
    formatting_.remove(entry);
    return false;
  }
  const OpenElement block = open_[block_place];
  const OpenElement common_ancestor = open_[place - 1];
  size_t bookmark = entry;
  const NodeId last = adopt_nodes_between(place, block_place, bookmark);

  // Steps 14 to 18.
  builder_.remove(last);
  insert_at(appropriate_place(common_ancestor), last);
  const NodeId copy = clone_element(formatting);
  builder_.move_children(block.container, copy);
  builder_.append(block.container, copy);

  // Step 19: the copy takes the formatting element's place in the list, at the bookmark.
  const size_t old = formatting_.find(formatting);
  FormattingList::Entry renewed = formatting_[old];
  renewed.node = copy;
  formatting_.remove(old);
  if (old < bookmark) --bookmark;
  formatting_.insert(bookmark, renewed);

  // Step 20: and it stands below the furthest block on the stack.
  open_.remove_node(formatting);
  open_.insert(open_.index_of(block.node) + 1, open_element(copy, {}));
  return true;
}

// Step 13, the inner loop: makes the elements between the formatting element and the furthest block again, each around
// the one below it. Returns «last node».
NodeId TreeBuilder::adopt_nodes_between(size_t formatting_place, size_t& block_place, size_t& bookmark) {
  const NodeId block = open_[block_place].node;
  NodeId last = block;
  int inner = 0;
  for (size_t i = block_place - 1; i > formatting_place; --i) {
    ++inner;
    builder_.count_work(1);
    const NodeId node = open_[i].node;
    size_t entry = formatting_.find(node);
    if (inner > 3 && entry != FormattingList::kNone) {
      formatting_.remove(entry);
      if (entry < bookmark) --bookmark;
      entry = FormattingList::kNone;
    }
    if (entry == FormattingList::kNone) {
      open_.remove(i);
      --block_place;
      continue;
    }
    const NodeId copy = clone_element(node);
    formatting_[entry].node = copy;
    open_.replace(i, open_element(copy, {}));
    if (last == block) bookmark = entry + 1;
    builder_.remove(last);
    builder_.append(copy, last);
    last = copy;
  }
  return last;
}

}  // namespace lycosa::html
