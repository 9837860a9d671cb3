#include "html/tree/tree_builder.h"

#include <algorithm>

namespace lycosa::html {

TreeBuilder::TreeBuilder(DocumentBuilder& builder, const ParseOptions& options, SimdLevel level)
    : builder_(builder),
      tokenizer_(builder, level, static_cast<uint16_t>(std::clamp(options.max_attributes, 0, kMaxAttributes))),
      open_(builder),
      formatting_(builder),
      scripting_(options.scripting),
      max_depth_(static_cast<size_t>(std::max(options.max_depth, 8))),
      clones_left_(4096 + builder.source().size() / 32) {}

void TreeBuilder::run() {
  Token token;
  do {
    tokenizer_.next(token, in_foreign_content());
    if (skip_line_feed_) [[unlikely]] {
      skip_line_feed_ = false;
      if (token.kind == TokenKind::characters && builder_.view(token.text).front() == '\n') {
        ++token.text.offset;
        if (--token.text.length == 0) continue;
      }
    }
    attributes_taken_ = false;
    process(token);
    if (token.kind == TokenKind::start_tag) {
      if (!attributes_taken_) builder_.data().attributes.truncate(token.attributes);
      if (token.self_closing) error(ParseErrorKind::non_void_self_closing, token);
    }
  } while (token.kind != TokenKind::end_of_file);
  if (has_selected_content_) fill_selected_contents();
}

// The tree construction dispatcher.
void TreeBuilder::process(Token& token) {
  if (in_foreign_content() && is_foreign_token(token)) [[unlikely]] {
    foreign_content(token);
  } else {
    process_in_mode(token);
  }
}

// Of a token that comes while the adjusted current node is foreign: whether the rules for foreign content hold.
bool TreeBuilder::is_foreign_token(const Token& token) const {
  const OpenElement& current = fragment_ && open_.size() == 1 ? context_ : open_.current();
  const bool start = token.kind == TokenKind::start_tag;
  const bool characters = token.kind == TokenKind::characters;
  if (token.kind == TokenKind::end_of_file) return false;
  if ((current.traits & kTextPoint) != 0) {
    if (characters || (start && token.tag != Tag::mglyph && token.tag != Tag::malignmark)) return false;
  }
  if (current.space == Namespace::mathml && current.local_tag == Tag::annotation_xml) {
    if (start && token.tag == Tag::svg) return false;
    if ((start || characters) && (current.traits & kHtmlPoint) != 0) return false;
  }
  return !((current.traits & kHtmlPoint) != 0 && (start || characters));
}

void TreeBuilder::process_in_mode(Token& token) {
  // What is pending of a table's text comes first, wherever the token goes.
  if (mode_ == InsertionMode::in_table_text) [[unlikely]]
    return in_table_text(token);
  if (token.kind == TokenKind::start_tag && open_.size() >= max_depth_) [[unlikely]] {
    start_too_deep(token);
    return;
  }
  if (!too_deep_.empty() && token.kind == TokenKind::end_tag) [[unlikely]] {
    if (end_too_deep(token)) return;
  }
  if (mode_ == InsertionMode::in_body) [[likely]]
    return in_body(token);
  switch (mode_) {
    case InsertionMode::initial:
      return initial(token);
    case InsertionMode::before_html:
      return before_html(token);
    case InsertionMode::before_head:
      return before_head(token);
    case InsertionMode::in_head:
      return in_head(token);
    case InsertionMode::in_head_noscript:
      return in_head_noscript(token);
    case InsertionMode::after_head:
      return after_head(token);
    case InsertionMode::in_body:
      return in_body(token);
    case InsertionMode::text:
      return text(token);
    case InsertionMode::in_table:
      return in_table(token);
    case InsertionMode::in_table_text:
      return;  // dealt with above
    case InsertionMode::in_caption:
      return in_caption(token);
    case InsertionMode::in_column_group:
      return in_column_group(token);
    case InsertionMode::in_table_body:
      return in_table_body(token);
    case InsertionMode::in_row:
      return in_row(token);
    case InsertionMode::in_cell:
      return in_cell(token);
    case InsertionMode::in_template:
      return in_template(token);
    case InsertionMode::after_body:
      return after_body(token);
    case InsertionMode::in_frameset:
      return in_frameset(token);
    case InsertionMode::after_frameset:
      return after_frameset(token);
    case InsertionMode::after_after_body:
      return after_after_body(token);
    case InsertionMode::after_after_frameset:
      return after_after_frameset(token);
  }
}

void TreeBuilder::unexpected(const Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      return error(ParseErrorKind::unexpected_text, token);
    case TokenKind::start_tag:
      return error(ParseErrorKind::unexpected_start_tag, token);
    case TokenKind::end_tag:
      return error(ParseErrorKind::unexpected_end_tag, token);
    case TokenKind::doctype:
      return error(ParseErrorKind::unexpected_doctype, token);
    case TokenKind::end_of_file:
      return error(ParseErrorKind::unexpected_end_of_file, token);
    case TokenKind::comment:
      return;
  }
}

}  // namespace lycosa::html
