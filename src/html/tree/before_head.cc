// The «before html» and «before head» insertion modes: HTML standard, sections 13.2.6.4.2 and 13.2.6.4.3.

#include "html/tree/tree_builder.h"

namespace lycosa::html {
namespace {

// End tags that imply what comes before them; all others are ignored before the body.
bool implies_body(const Token& token) {
  return token.tag == Tag::head || token.tag == Tag::body || token.tag == Tag::html || token.tag == Tag::br;
}

}  // namespace

void TreeBuilder::before_html(Token& token) {
  auto& data = builder_.data();
  switch (token.kind) {
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::comment:
      return insert_comment_in(token, 0);
    case TokenKind::characters:
      take_leading_space(token);
      if (token.text.length == 0) return;
      break;
    case TokenKind::start_tag:
      if (token.tag != Tag::html) break;
      data.html = create_element(token, Namespace::html);
      builder_.append(0, data.html);
      open_.push(open_element(data.html, token.text));
      mode_ = InsertionMode::before_head;
      return;
    case TokenKind::end_tag:
      if (!implies_body(token)) return unexpected(token);
      break;
    case TokenKind::end_of_file:
      break;
  }
  data.html = insert_implied(Tag::html);
  mode_ = InsertionMode::before_head;
  process(token);
}

void TreeBuilder::before_head(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      take_leading_space(token);
      if (token.text.length == 0) return;
      break;
    case TokenKind::comment:
      return insert_comment(token);
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::start_tag:
      if (token.tag == Tag::html) return in_body(token);
      if (token.tag != Tag::head) break;
      head_ = builder_.data().head = insert_element(token);
      mode_ = InsertionMode::in_head;
      return;
    case TokenKind::end_tag:
      if (!implies_body(token)) return unexpected(token);
      break;
    case TokenKind::end_of_file:
      break;
  }
  head_ = builder_.data().head = insert_implied(Tag::head);
  mode_ = InsertionMode::in_head;
  process(token);
}

}  // namespace lycosa::html
