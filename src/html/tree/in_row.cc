// The «in row» insertion mode: HTML standard, section 13.2.6.4.14.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::clear_to_row() {
  while (!open_.current_is(Tag::tr) && !open_.current_is(Tag::template_) && !open_.current_is(Tag::html)) open_.pop();
}

// Closes the row for a tag that goes on after it; false when there is none.
bool TreeBuilder::end_row(Token& token) {
  if (!open_.has_in_table_scope(Tag::tr)) {
    unexpected(token);
    return false;
  }
  clear_to_row();
  open_.pop();
  mode_ = InsertionMode::in_table_body;
  return true;
}

void TreeBuilder::in_row(Token& token) {
  if (token.kind == TokenKind::start_tag) {
    switch (token.tag) {
      case Tag::th:
      case Tag::td:
        clear_to_row();
        insert_element(token);
        mode_ = InsertionMode::in_cell;
        formatting_.push_marker();
        return;
      case Tag::caption:
      case Tag::col:
      case Tag::colgroup:
      case Tag::tbody:
      case Tag::tfoot:
      case Tag::thead:
      case Tag::tr:
        if (end_row(token)) process(token);
        return;
      default:
        break;
    }
  } else if (token.kind == TokenKind::end_tag) {
    switch (token.tag) {
      case Tag::tr:
        end_row(token);
        return;
      case Tag::table:
        if (end_row(token)) process(token);
        return;
      case Tag::tbody:
      case Tag::tfoot:
      case Tag::thead:
        if (!open_.has_in_table_scope(token.tag)) return unexpected(token);
        if (open_.has_in_table_scope(Tag::tr) && end_row(token)) process(token);
        return;
      case Tag::body:
      case Tag::caption:
      case Tag::col:
      case Tag::colgroup:
      case Tag::html:
      case Tag::td:
      case Tag::th:
        return unexpected(token);
      default:
        break;
    }
  }
  in_table(token);
}

}  // namespace lycosa::html
