// The «in template» insertion mode: HTML standard, section 13.2.6.4.16 (17 while there was «in select»).

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_template(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
    case TokenKind::comment:
    case TokenKind::doctype:
      return in_body(token);
    case TokenKind::start_tag:
      return in_template_start(token);
    case TokenKind::end_tag:
      return token.tag == Tag::template_ ? end_template(token) : unexpected(token);
    case TokenKind::end_of_file:
      if (!template_is_open()) return;
      unexpected(token);
      open_.pop_until(Tag::template_);
      formatting_.clear_to_marker();
      template_modes_.pop();
      reset_insertion_mode();
      return process(token);
  }
}

void TreeBuilder::in_template_start(Token& token) {
  InsertionMode next = InsertionMode::in_body;
  switch (token.tag) {
    case Tag::base:
    case Tag::basefont:
    case Tag::bgsound:
    case Tag::link:
    case Tag::meta:
    case Tag::noframes:
    case Tag::script:
    case Tag::style:
    case Tag::template_:
    case Tag::title:
      in_head_start(token);
      return;
    case Tag::caption:
    case Tag::colgroup:
    case Tag::tbody:
    case Tag::tfoot:
    case Tag::thead:
      next = InsertionMode::in_table;
      break;
    case Tag::col:
      next = InsertionMode::in_column_group;
      break;
    case Tag::tr:
      next = InsertionMode::in_table_body;
      break;
    case Tag::td:
    case Tag::th:
      next = InsertionMode::in_row;
      break;
    default:
      break;
  }
  template_modes_.back() = next;
  mode_ = next;
  process(token);
}

}  // namespace lycosa::html
