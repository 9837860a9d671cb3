// The «in table» and «in table text» insertion modes: HTML standard, sections 13.2.6.4.9 and 13.2.6.4.10.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_table(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      if ((open_.current().traits & kFosters) == 0 && !open_.current_is(Tag::template_)) break;
      table_text_.truncate(0);
      original_mode_ = mode_;
      mode_ = InsertionMode::in_table_text;
      return process(token);
    case TokenKind::comment:
      return insert_comment(token);
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::start_tag:
      if (in_table_start(token)) return;
      break;
    case TokenKind::end_tag:
      if (in_table_end(token)) return;
      break;
    case TokenKind::end_of_file:
      return in_body(token);
  }
  in_table_anything_else(token);
}

// The start tags that «in table» knows; false for any other.
bool TreeBuilder::in_table_start(Token& token) {
  switch (token.tag) {
    case Tag::caption:
      open_.pop_to(kTableScopeEnd);
      formatting_.push_marker();
      insert_element(token);
      mode_ = InsertionMode::in_caption;
      return true;
    case Tag::colgroup:
      open_.pop_to(kTableScopeEnd);
      insert_element(token);
      mode_ = InsertionMode::in_column_group;
      return true;
    case Tag::col:
      open_.pop_to(kTableScopeEnd);
      insert_implied(Tag::colgroup);
      mode_ = InsertionMode::in_column_group;
      process(token);
      return true;
    case Tag::tbody:
    case Tag::tfoot:
    case Tag::thead:
      open_.pop_to(kTableScopeEnd);
      insert_element(token);
      mode_ = InsertionMode::in_table_body;
      return true;
    case Tag::td:
    case Tag::th:
    case Tag::tr:
      open_.pop_to(kTableScopeEnd);
      insert_implied(Tag::tbody);
      mode_ = InsertionMode::in_table_body;
      process(token);
      return true;
    case Tag::table:
      unexpected(token);
      if (!open_.has_in_table_scope(Tag::table)) return true;
      open_.pop_until(Tag::table);
      reset_insertion_mode();
      process(token);
      return true;
    case Tag::style:
    case Tag::script:
    case Tag::template_:
      in_head_start(token);
      return true;
    case Tag::input:
      if (!is_hidden_input(token)) return false;
      unexpected(token);
      insert_void_element(token);
      return true;
    case Tag::form:
      unexpected(token);
      if (template_is_open() || form_ != kNoNode) return true;
      form_ = insert_element(token);
      open_.pop();
      return true;
    default:
      return false;
  }
}

// The end tags that «in table» knows; false for any other.
bool TreeBuilder::in_table_end(Token& token) {
  switch (token.tag) {
    case Tag::table:
      if (!open_.has_in_table_scope(Tag::table)) {
        unexpected(token);
        return true;
      }
      open_.pop_until(Tag::table);
      reset_insertion_mode();
      return true;
    case Tag::body:
    case Tag::caption:
    case Tag::col:
    case Tag::colgroup:
    case Tag::html:
    case Tag::tbody:
    case Tag::td:
    case Tag::tfoot:
    case Tag::th:
    case Tag::thead:
    case Tag::tr:
      unexpected(token);
      return true;
    case Tag::template_:
      end_template(token);
      return true;
    default:
      return false;
  }
}

// What does not belong into a table goes before it.
void TreeBuilder::in_table_anything_else(Token& token) {
  error(ParseErrorKind::foster_parented, token);
  foster_parenting_ = true;
  in_body(token);
  foster_parenting_ = false;
}

// Runs of characters are gathered until something else comes, because one letter moves all the space around it.
void TreeBuilder::in_table_text(Token& token) {
  if (token.kind == TokenKind::characters) {
    if (token.has_nul) token.text = without_nul(token.text, {});
    if (token.text.length != 0) table_text_.push(token.text);
    return;
  }
  flush_table_text();
  mode_ = original_mode_;
  process(token);
}

void TreeBuilder::flush_table_text() {
  bool all_space = true;
  for (const Slice& text : table_text_) all_space = all_space && is_space(text);
  Token characters;
  characters.kind = TokenKind::characters;
  characters.offset = tokenizer_.position();
  for (const Slice& text : table_text_) {
    characters.text = text;
    if (all_space) {
      insert_text(text);
    } else {
      in_table_anything_else(characters);
    }
  }
}

}  // namespace lycosa::html
