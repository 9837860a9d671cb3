// The «after head» insertion mode: HTML standard, section 13.2.6.4.6.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::after_head(Token& token) {
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
      switch (token.tag) {
        case Tag::html:
          return in_body(token);
        case Tag::body:
          builder_.data().body = insert_element(token);
          frameset_ok_ = false;
          mode_ = InsertionMode::in_body;
          return;
        case Tag::frameset:
          insert_element(token);
          mode_ = InsertionMode::in_frameset;
          return;
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
          // The head is open again for as long as this element takes.
          unexpected(token);
          open_.push(open_element(head_, {}));
          in_head_start(token);
          open_.remove_node(head_);
          return;
        case Tag::head:
          return unexpected(token);
        default:
          break;
      }
      break;
    case TokenKind::end_tag:
      if (token.tag == Tag::template_) return end_template(token);
      if (token.tag != Tag::body && token.tag != Tag::html && token.tag != Tag::br) return unexpected(token);
      break;
    case TokenKind::end_of_file:
      break;
  }
  builder_.data().body = insert_implied(Tag::body);
  mode_ = InsertionMode::in_body;
  process(token);
}

}  // namespace lycosa::html
