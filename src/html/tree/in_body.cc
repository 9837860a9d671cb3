// The «in body» insertion mode: HTML standard, section 13.2.6.4.7. Start and end tags have files of their own.

#include "base/text.h"
#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_body(Token& token) {
  // Most tokens are one of three, and a chain of branches is predicted better than a jump table.
  if (token.kind == TokenKind::characters) return in_body_text(token);
  if (token.kind == TokenKind::start_tag) return in_body_start(token);
  if (token.kind == TokenKind::end_tag) return in_body_end(token);
  if (token.kind == TokenKind::comment) return insert_comment(token);
  if (token.kind == TokenKind::doctype) return unexpected(token);
  in_body_end_of_file(token);
}

void TreeBuilder::in_body_text(Token& token) {
  if (token.has_nul) [[unlikely]] {
    token.text = without_nul(token.text, {});
    token.has_nul = false;
    if (token.text.length == 0) return;
  }
  reconstruct_formatting();
  insert_text(token.text);
  if (frameset_ok_ && !is_space(token.text)) frameset_ok_ = false;
}

void TreeBuilder::in_body_end_of_file(Token& token) {
  if (!template_modes_.empty()) return in_template(token);
  for (size_t i = 0; i < open_.size(); ++i) {
    if ((open_[i].traits & kMayStayOpen) == 0) return error(ParseErrorKind::unclosed_element, token);
  }
}

}  // namespace lycosa::html
