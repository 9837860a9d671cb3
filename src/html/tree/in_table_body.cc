// The «in table body» insertion mode: HTML standard, section 13.2.6.4.13.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

namespace {
// What «clear the stack back to a table body context» stops at, among HTML elements.
bool is_body_context(const OpenElement& e) {
  return e.tag == Tag::tbody || e.tag == Tag::tfoot || e.tag == Tag::thead || e.tag == Tag::template_ ||
         e.tag == Tag::html;
}
}  // namespace

void TreeBuilder::clear_to_table_body() {
  while (!is_body_context(open_.current())) open_.pop();
}

// Closes the table body for a tag that goes on after it; false when there is none to close.
bool TreeBuilder::end_table_body(Token& token) {
  if (!open_.has_in_table_scope(Tag::tbody) && !open_.has_in_table_scope(Tag::thead) &&
      !open_.has_in_table_scope(Tag::tfoot)) {
    unexpected(token);
    return false;
  }
  clear_to_table_body();
  open_.pop();
  mode_ = InsertionMode::in_table;
  return true;
}

void TreeBuilder::in_table_body(Token& token) {
  if (token.kind == TokenKind::start_tag) {
    switch (token.tag) {
      case Tag::tr:
        clear_to_table_body();
        insert_element(token);
        mode_ = InsertionMode::in_row;
        return;
      case Tag::th:
      case Tag::td:
        unexpected(token);
        clear_to_table_body();
        insert_implied(Tag::tr);
        mode_ = InsertionMode::in_row;
        return process(token);
      case Tag::caption:
      case Tag::col:
      case Tag::colgroup:
      case Tag::tbody:
      case Tag::tfoot:
      case Tag::thead:
        if (end_table_body(token)) process(token);
        return;
      default:
        break;
    }
  } else if (token.kind == TokenKind::end_tag) {
    switch (token.tag) {
      case Tag::tbody:
      case Tag::tfoot:
      case Tag::thead:
        if (!open_.has_in_table_scope(token.tag)) return unexpected(token);
        clear_to_table_body();
        open_.pop();
        mode_ = InsertionMode::in_table;
        return;
      case Tag::table:
        if (end_table_body(token)) process(token);
        return;
      case Tag::body:
      case Tag::caption:
      case Tag::col:
      case Tag::colgroup:
      case Tag::html:
      case Tag::td:
      case Tag::th:
      case Tag::tr:
        return unexpected(token);
      default:
        break;
    }
  }
  in_table(token);
}

}  // namespace lycosa::html
