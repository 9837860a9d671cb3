// The «in head» and «in head noscript» insertion modes: HTML standard, sections 13.2.6.4.4 and 13.2.6.4.5.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_head(Token& token) {
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
      if (in_head_start(token)) return;
      break;
    case TokenKind::end_tag:
      if (token.tag == Tag::head) {
        open_.pop();
        mode_ = InsertionMode::after_head;
        return;
      }
      if (token.tag == Tag::template_) return end_template(token);
      if (token.tag != Tag::body && token.tag != Tag::html && token.tag != Tag::br) return unexpected(token);
      break;
    case TokenKind::end_of_file:
      break;
  }
  open_.pop();
  mode_ = InsertionMode::after_head;
  process(token);
}

// The start tags that «in head» knows; false for any other.
bool TreeBuilder::in_head_start(Token& token) {
  switch (token.tag) {
    case Tag::base:
    case Tag::basefont:
    case Tag::bgsound:
    case Tag::link:
    case Tag::meta:
      insert_void_element(token);
      return true;
    case Tag::title:
      insert_raw_text_element(token, ContentModel::rcdata);
      return true;
    case Tag::noscript:
      if (scripting_) {
        insert_raw_text_element(token, ContentModel::rawtext);
      } else {
        insert_element(token);
        mode_ = InsertionMode::in_head_noscript;
      }
      return true;
    case Tag::noframes:
    case Tag::style:
      insert_raw_text_element(token, ContentModel::rawtext);
      return true;
    case Tag::script:
      insert_raw_text_element(token, ContentModel::script_data);
      return true;
    case Tag::template_:
      start_template(token);
      return true;
    case Tag::head:
      unexpected(token);
      return true;
    default:
      return false;
  }
}

void TreeBuilder::start_template(Token& token) {
  formatting_.push_marker();
  frameset_ok_ = false;
  mode_ = InsertionMode::in_template;
  template_modes_.push(InsertionMode::in_template);
  insert_element(token);
}

void TreeBuilder::end_template(Token& token) {
  if (!template_is_open()) return unexpected(token);
  open_.pop_until_not(kThoroughEnd);
  if (!open_.current_is(Tag::template_)) error(ParseErrorKind::unclosed_element, token);
  open_.pop_until(Tag::template_);
  formatting_.clear_to_marker();
  template_modes_.pop();
  reset_insertion_mode();
}

void TreeBuilder::in_head_noscript(Token& token) {
  switch (token.kind) {
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::characters:
      if (const Slice space = take_leading_space(token); space.length != 0) insert_text(space);
      if (token.text.length == 0) return;
      break;
    case TokenKind::comment:
      return insert_comment(token);
    case TokenKind::start_tag:
      switch (token.tag) {
        case Tag::html:
          return in_body(token);
        case Tag::basefont:
        case Tag::bgsound:
        case Tag::link:
        case Tag::meta:
        case Tag::noframes:
        case Tag::style:
          in_head_start(token);
          return;
        case Tag::head:
        case Tag::noscript:
          return unexpected(token);
        default:
          break;
      }
      break;
    case TokenKind::end_tag:
      if (token.tag == Tag::noscript) {
        open_.pop();
        mode_ = InsertionMode::in_head;
        return;
      }
      if (token.tag != Tag::br) return unexpected(token);
      break;
    case TokenKind::end_of_file:
      break;
  }
  unexpected(token);
  open_.pop();
  mode_ = InsertionMode::in_head;
  process(token);
}

}  // namespace lycosa::html
