// The «in cell» insertion mode: HTML standard, section 13.2.6.4.15.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_cell(Token& token) {
  if (token.kind == TokenKind::end_tag) {
    switch (token.tag) {
      case Tag::td:
      case Tag::th:
        if (!open_.has_in_table_scope(token.tag)) return unexpected(token);
        generate_implied_end_tags();
        if (!open_.current_is(token.tag)) error(ParseErrorKind::unclosed_element, token);
        open_.pop_until(token.tag);
        formatting_.clear_to_marker();
        mode_ = InsertionMode::in_row;
        return;
      case Tag::body:
      case Tag::caption:
      case Tag::col:
      case Tag::colgroup:
      case Tag::html:
        return unexpected(token);
      case Tag::table:
      case Tag::tbody:
      case Tag::tfoot:
      case Tag::thead:
      case Tag::tr:
        if (!open_.has_in_table_scope(token.tag)) return unexpected(token);
        close_cell();
        return process(token);
      default:
        break;
    }
  } else if (token.kind == TokenKind::start_tag) {
    switch (token.tag) {
      case Tag::caption:
      case Tag::col:
      case Tag::colgroup:
      case Tag::tbody:
      case Tag::td:
      case Tag::tfoot:
      case Tag::th:
      case Tag::thead:
      case Tag::tr:
        if (!open_.has_in_table_scope(Tag::td) && !open_.has_in_table_scope(Tag::th)) return unexpected(token);
        close_cell();
        return process(token);
      default:
        break;
    }
  }
  in_body(token);
}

}  // namespace lycosa::html
