// The modes after the body, and those of framesets: HTML standard, sections 13.2.6.4.17 to 13.2.6.4.21.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::after_body(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      if (token.has_nul || !is_space(token.text)) break;
      return in_body(token);
    case TokenKind::comment:
      return insert_comment_in(token, open_[0].node);
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::start_tag:
      if (token.tag == Tag::html) return in_body(token);
      break;
    case TokenKind::end_tag:
      if (token.tag != Tag::html) break;
      if (fragment_) return unexpected(token);
      mode_ = InsertionMode::after_after_body;
      return;
    case TokenKind::end_of_file:
      return;
  }
  unexpected(token);
  mode_ = InsertionMode::in_body;
  process(token);
}

void TreeBuilder::in_frameset(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      if (!is_space(token.text)) unexpected(token);
      if (const Slice space = only_space(token.text); space.length != 0) insert_text(space);
      return;
    case TokenKind::comment:
      return insert_comment(token);
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::start_tag:
      if (token.tag == Tag::html) return in_body(token);
      if (token.tag == Tag::noframes) {
        in_head_start(token);
      } else if (token.tag == Tag::frame) {
        insert_void_element(token);
      } else if (token.tag == Tag::frameset) {
        insert_element(token);
      } else {
        unexpected(token);
      }
      return;
    case TokenKind::end_tag:
      if (token.tag != Tag::frameset || open_.size() == 1) return unexpected(token);
      open_.pop();
      if (!fragment_ && !open_.current_is(Tag::frameset)) mode_ = InsertionMode::after_frameset;
      return;
    case TokenKind::end_of_file:
      if (open_.size() != 1) unexpected(token);
      return;
  }
}

void TreeBuilder::after_frameset(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      if (!is_space(token.text)) unexpected(token);
      if (const Slice space = only_space(token.text); space.length != 0) insert_text(space);
      return;
    case TokenKind::comment:
      return insert_comment(token);
    case TokenKind::start_tag:
      if (token.tag == Tag::html) return in_body(token);
      if (token.tag == Tag::noframes) {
        in_head_start(token);
        return;
      }
      return unexpected(token);
    case TokenKind::end_tag:
      if (token.tag != Tag::html) return unexpected(token);
      mode_ = InsertionMode::after_after_frameset;
      return;
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::end_of_file:
      return;
  }
}

void TreeBuilder::after_after_body(Token& token) {
  switch (token.kind) {
    case TokenKind::comment:
      return insert_comment_in(token, 0);
    case TokenKind::doctype:
      return in_body(token);
    case TokenKind::characters:
      if (token.has_nul || !is_space(token.text)) break;
      return in_body(token);
    case TokenKind::start_tag:
      if (token.tag == Tag::html) return in_body(token);
      break;
    case TokenKind::end_tag:
      break;
    case TokenKind::end_of_file:
      return;
  }
  unexpected(token);
  mode_ = InsertionMode::in_body;
  process(token);
}

void TreeBuilder::after_after_frameset(Token& token) {
  switch (token.kind) {
    case TokenKind::comment:
      return insert_comment_in(token, 0);
    case TokenKind::doctype:
      return in_body(token);
    case TokenKind::characters:
      if (!is_space(token.text)) unexpected(token);
      token.text = only_space(token.text);
      token.has_nul = false;
      if (token.text.length != 0) in_body(token);
      return;
    case TokenKind::start_tag:
      if (token.tag == Tag::html) return in_body(token);
      if (token.tag == Tag::noframes) {
        in_head_start(token);
        return;
      }
      return unexpected(token);
    case TokenKind::end_tag:
      return unexpected(token);
    case TokenKind::end_of_file:
      return;
  }
}

}  // namespace lycosa::html
