// The «text» insertion mode: HTML standard, section 13.2.6.4.8.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::text(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      return insert_text(token.text);
    case TokenKind::end_of_file:
      unexpected(token);
      open_.pop();
      mode_ = original_mode_;
      return process(token);
    case TokenKind::end_tag:
      open_.pop();
      mode_ = original_mode_;
      return;
    default:
      return;
  }
}

}  // namespace lycosa::html
