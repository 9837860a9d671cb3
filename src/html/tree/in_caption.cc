// The «in caption» and «in column group» insertion modes: HTML standard, sections 13.2.6.4.11 and 13.2.6.4.12.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_caption(Token& token) {
  if (token.kind == TokenKind::start_tag) {
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
        if (end_caption(token)) process(token);
        return;
      default:
        break;
    }
  } else if (token.kind == TokenKind::end_tag) {
    switch (token.tag) {
      case Tag::caption:
        end_caption(token);
        return;
      case Tag::table:
        if (end_caption(token)) process(token);
        return;
      case Tag::body:
      case Tag::col:
      case Tag::colgroup:
      case Tag::html:
      case Tag::tbody:
      case Tag::td:
      case Tag::tfoot:
      case Tag::th:
      case Tag::thead:
      case Tag::tr:
        return unexpected(token);
      default:
        break;
    }
  }
  in_body(token);
}

// Closes the caption; false when none is in table scope.
bool TreeBuilder::end_caption(Token& token) {
  if (!open_.has_in_table_scope(Tag::caption)) {
    unexpected(token);
    return false;
  }
  generate_implied_end_tags();
  if (!open_.current_is(Tag::caption)) error(ParseErrorKind::unclosed_element, token);
  open_.pop_until(Tag::caption);
  formatting_.clear_to_marker();
  mode_ = InsertionMode::in_table;
  return true;
}

void TreeBuilder::in_column_group(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      if (const Slice space = take_leading_space(token); space.length != 0) insert_text(space);
      if (token.text.length == 0) return;
      break;
    case TokenKind::comment:
      return insert_comment(token);
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::start_tag:
      if (token.tag == Tag::html) return in_body(token);
      if (token.tag == Tag::col) return insert_void_element(token);
      if (token.tag == Tag::template_) return start_template(token);
      break;
    case TokenKind::end_tag:
      if (token.tag == Tag::col) return unexpected(token);
      if (token.tag == Tag::template_) return end_template(token);
      if (token.tag != Tag::colgroup) break;
      if (!open_.current_is(Tag::colgroup)) return unexpected(token);
      open_.pop();
      mode_ = InsertionMode::in_table;
      return;
    case TokenKind::end_of_file:
      return in_body(token);
  }
  if (!open_.current_is(Tag::colgroup)) return unexpected(token);
  open_.pop();
  mode_ = InsertionMode::in_table;
  process(token);
}

}  // namespace lycosa::html
