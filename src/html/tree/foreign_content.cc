// The rules for parsing tokens in foreign content: HTML standard, section 13.2.6.5.

#include "base/text.h"
#include "html/tree/foreign_names.h"
#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::foreign_content(Token& token) {
  switch (token.kind) {
    case TokenKind::characters:
      if (frameset_ok_) frameset_ok_ = is_space(token.has_nul ? without_nul(token.text, {}) : token.text);
      if (token.has_nul) token.text = without_nul(token.text, "\xef\xbf\xbd");
      return insert_text(token.text);
    case TokenKind::comment:
      return insert_comment(token);
    case TokenKind::doctype:
      return unexpected(token);
    case TokenKind::start_tag:
      return foreign_start(token);
    case TokenKind::end_tag:
      return foreign_end(token);
    case TokenKind::end_of_file:
      return;
  }
}

// The HTML tags that end foreign content.
bool TreeBuilder::breaks_out_of_foreign(const Token& token) const {
  switch (token.tag) {
    case Tag::b:
    case Tag::big:
    case Tag::blockquote:
    case Tag::body:
    case Tag::br:
    case Tag::center:
    case Tag::code:
    case Tag::dd:
    case Tag::div:
    case Tag::dl:
    case Tag::dt:
    case Tag::em:
    case Tag::embed:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
    case Tag::head:
    case Tag::hr:
    case Tag::i:
    case Tag::img:
    case Tag::li:
    case Tag::listing:
    case Tag::menu:
    case Tag::meta:
    case Tag::nobr:
    case Tag::ol:
    case Tag::p:
    case Tag::pre:
    case Tag::ruby:
    case Tag::s:
    case Tag::small:
    case Tag::span:
    case Tag::strong:
    case Tag::strike:
    case Tag::sub:
    case Tag::sup:
    case Tag::table:
    case Tag::tt:
    case Tag::u:
    case Tag::ul:
    case Tag::var:
      return true;
    case Tag::font:
      for (size_t i = 0; i < token.attribute_count; ++i) {
        const std::string_view name = builder_.view(builder_.data().attributes[token.attributes + i].name);
        if (name == "color" || name == "face" || name == "size") return true;
      }
      return false;
    default:
      return false;
  }
}

void TreeBuilder::foreign_start(Token& token) {
  if (breaks_out_of_foreign(token)) {
    error(ParseErrorKind::html_in_foreign_content, token);
    const auto stays = [](const OpenElement& e) {
      return e.space == Namespace::html || (e.traits & (kTextPoint | kHtmlPoint)) != 0;
    };
    while (!stays(open_.current())) open_.pop();
    return process_in_mode(token);
  }
  if (open_.size() >= max_depth_) return start_too_deep(token);
  const Namespace space = (fragment_ && open_.size() == 1 ? context_ : open_.current()).space;
  if (space == Namespace::svg) adjust_svg_tag_name(token);
  adjust_foreign_attributes(token, space);
  insert_element(token, space);
  if (token.self_closing) {
    open_.pop();
    token.self_closing = false;
  }
}

void TreeBuilder::adjust_svg_tag_name(Token& token) {
  if (token.tag != Tag::unknown) return;
  if (const std::string_view adjusted = svg_tag_name(builder_.view(token.text)); !adjusted.empty()) {
    token.text = builder_.store(adjusted);
  }
}

// «Adjust MathML attributes», «adjust SVG attributes» and «adjust foreign attributes».
void TreeBuilder::adjust_foreign_attributes(Token& token, Namespace space) {
  for (size_t i = 0; i < token.attribute_count; ++i) {
    Attribute& attribute = builder_.data().attributes[token.attributes + i];
    const std::string_view name = builder_.view(attribute.name);
    if (const std::string_view adjusted = foreign_attribute_name(name, space); !adjusted.empty()) {
      attribute.name = builder_.store(adjusted);
    } else if (const QualifiedName qualified = qualified_attribute_name(name);
               qualified.space != AttributeSpace::none) {
      attribute.name.offset += qualified.prefix_length;
      attribute.name.length -= qualified.prefix_length;
      attribute.set_space(qualified.space);
    }
  }
}

void TreeBuilder::foreign_end(Token& token) {
  if (!too_deep_.empty() && end_too_deep(token)) return;
  if (token.tag == Tag::br || token.tag == Tag::p) {
    error(ParseErrorKind::html_in_foreign_content, token);
    const auto stays = [](const OpenElement& e) {
      return e.space == Namespace::html || (e.traits & (kTextPoint | kHtmlPoint)) != 0;
    };
    while (!stays(open_.current())) open_.pop();
    return process_in_mode(token);
  }
  const std::string_view wanted = builder_.view(token.text);
  for (size_t i = open_.size() - 1;; --i) {
    builder_.count_work(1);
    const OpenElement& element = open_[i];
    if (i != open_.size() - 1 && element.space == Namespace::html) return process_in_mode(token);
    const bool known = element.local_tag != Tag::unknown;
    const std::string_view name = known ? tag_name(element.local_tag) : builder_.view(element.name);
    const bool same = equals_ignoring_case(name, wanted);
    if (!same && i == open_.size() - 1) unexpected(token);
    if (i == 0) return;
    if (same) {
      while (open_.size() > i) open_.pop();
      return;
    }
  }
}

}  // namespace lycosa::html
