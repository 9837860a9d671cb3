// What several insertion modes share.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

// «Reset the insertion mode appropriately» (HTML standard, section 13.2.4.1).
void TreeBuilder::reset_insertion_mode() {
  for (size_t i = open_.size(); i-- > 0;) {
    builder_.count_work(1);
    const bool last = i == 0;
    const Tag tag = last && fragment_ ? context_.tag : open_[i].tag;
    switch (tag) {
      case Tag::td:
      case Tag::th:
        if (last) break;
        mode_ = InsertionMode::in_cell;
        return;
      case Tag::tr:
        mode_ = InsertionMode::in_row;
        return;
      case Tag::tbody:
      case Tag::thead:
      case Tag::tfoot:
        mode_ = InsertionMode::in_table_body;
        return;
      case Tag::caption:
        mode_ = InsertionMode::in_caption;
        return;
      case Tag::colgroup:
        mode_ = InsertionMode::in_column_group;
        return;
      case Tag::table:
        mode_ = InsertionMode::in_table;
        return;
      case Tag::template_:
        mode_ = template_modes_.back();
        return;
      case Tag::head:
        if (last) break;
        mode_ = InsertionMode::in_head;
        return;
      case Tag::body:
        mode_ = InsertionMode::in_body;
        return;
      case Tag::frameset:
        mode_ = InsertionMode::in_frameset;
        return;
      case Tag::html:
        mode_ = head_ == kNoNode ? InsertionMode::before_head : InsertionMode::after_head;
        return;
      default:
        break;
    }
  }
  mode_ = InsertionMode::in_body;
}

// Section 13.2.6.3.
void TreeBuilder::generate_implied_end_tags(Tag except) {
  while ((open_.current().traits & kImpliedEnd) != 0 && open_.current().tag != except) open_.pop();
}

// «Close a p element».
void TreeBuilder::close_p() {
  generate_implied_end_tags(Tag::p);
  if (!open_.current_is(Tag::p)) {
    builder_.data().errors.add(ParseErrorKind::unclosed_element, tokenizer_.position());
  }
  open_.pop_until(Tag::p);
}

// What most end tags do whose element is in scope: the implied end tags, and everything down to the element.
void TreeBuilder::close_element(const Token& token, Tag tag) {
  generate_implied_end_tags(tag);
  if (!open_.current_is(tag)) error(ParseErrorKind::unclosed_element, token);
  open_.pop_until(tag);
}

// «Close the cell» (section 13.2.6.4.15).
void TreeBuilder::close_cell() {
  generate_implied_end_tags();
  if (!open_.current_is(Tag::td) && !open_.current_is(Tag::th)) {
    builder_.data().errors.add(ParseErrorKind::unclosed_element, tokenizer_.position());
  }
  while (!open_.current_is(Tag::td) && !open_.current_is(Tag::th)) open_.pop();
  open_.pop();
  formatting_.clear_to_marker();
  mode_ = InsertionMode::in_row;
}

}  // namespace lycosa::html
