// End tags «in body»: HTML standard, section 13.2.6.4.7.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_body_end(Token& token) {
  switch (token.tag) {
    case Tag::template_:
      return end_template(token);
    case Tag::body:
      end_body(token);
      return;
    case Tag::html:
      if (end_body(token)) process(token);
      return;

    case Tag::address:
    case Tag::article:
    case Tag::aside:
    case Tag::blockquote:
    case Tag::button:
    case Tag::center:
    case Tag::details:
    case Tag::dialog:
    case Tag::dir:
    case Tag::div:
    case Tag::dl:
    case Tag::fieldset:
    case Tag::figcaption:
    case Tag::figure:
    case Tag::footer:
    case Tag::header:
    case Tag::hgroup:
    case Tag::listing:
    case Tag::main:
    case Tag::menu:
    case Tag::nav:
    case Tag::ol:
    case Tag::pre:
    case Tag::search:
    case Tag::section:
    case Tag::select:
    case Tag::summary:
    case Tag::ul:
      if (!open_.has_in_scope(token.tag)) return unexpected(token);
      generate_implied_end_tags();
      if (!open_.current_is(token.tag)) error(ParseErrorKind::unclosed_element, token);
      return open_.pop_until(token.tag);

    case Tag::form:
      return end_form(token);

    case Tag::p:
      if (!open_.has_in_button_scope(Tag::p)) {
        unexpected(token);
        insert_implied(Tag::p);
      }
      return close_p();

    case Tag::li:
      if (!open_.has_in_list_item_scope(Tag::li)) return unexpected(token);
      return close_element(token, Tag::li);

    case Tag::dd:
    case Tag::dt:
      if (!open_.has_in_scope(token.tag)) return unexpected(token);
      return close_element(token, token.tag);

    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
      return end_heading(token);

    case Tag::a:
    case Tag::b:
    case Tag::big:
    case Tag::code:
    case Tag::em:
    case Tag::font:
    case Tag::i:
    case Tag::nobr:
    case Tag::s:
    case Tag::small:
    case Tag::strike:
    case Tag::strong:
    case Tag::tt:
    case Tag::u:
      return run_adoption_agency(token);

    case Tag::applet:
    case Tag::marquee:
    case Tag::object:
      if (!open_.has_in_scope(token.tag)) return unexpected(token);
      generate_implied_end_tags();
      if (!open_.current_is(token.tag)) error(ParseErrorKind::unclosed_element, token);
      open_.pop_until(token.tag);
      return formatting_.clear_to_marker();

    case Tag::br:
      // «</br>» is «<br>», its attributes dropped.
      unexpected(token);
      reconstruct_formatting();
      insert_void_element(token);
      frameset_ok_ = false;
      return;

    default:
      return end_any_other(token);
  }
}

// «</body>»: false when it is ignored.
bool TreeBuilder::end_body(Token& token) {
  if (!open_.has_in_scope(Tag::body)) {
    unexpected(token);
    return false;
  }
  for (size_t i = 0; i < open_.size(); ++i) {
    builder_.count_work(1);
    if ((open_[i].traits & kMayStayOpen) != 0) continue;
    error(ParseErrorKind::unclosed_element, token);
    break;
  }
  mode_ = InsertionMode::after_body;
  return true;
}

void TreeBuilder::end_form(Token& token) {
  if (template_is_open()) {
    if (!open_.has_in_scope(Tag::form)) return unexpected(token);
    generate_implied_end_tags();
    if (!open_.current_is(Tag::form)) error(ParseErrorKind::unclosed_element, token);
    return open_.pop_until(Tag::form);
  }
  const NodeId form = form_;
  form_ = kNoNode;
  if (form == kNoNode || !open_.has_node_in_scope(form)) return unexpected(token);
  generate_implied_end_tags();
  if (open_.current().node != form) error(ParseErrorKind::unclosed_element, token);
  open_.remove_node(form);
}

void TreeBuilder::end_heading(Token& token) {
  if (!open_.has_heading_in_scope()) return unexpected(token);
  generate_implied_end_tags();
  if (!open_.current_is(token.tag)) error(ParseErrorKind::unclosed_element, token);
  open_.pop_to(kHeading);
  open_.pop();
}

// «Any other end tag».
void TreeBuilder::end_any_other(Token& token) {
  const bool named = token.tag == Tag::unknown || token.tag == Tag::foreignObject;
  if (!named && open_.count(token.tag) == 0) return unexpected(token);
  for (size_t i = open_.size(); i-- > 0;) {
    builder_.count_work(1);
    const OpenElement& element = open_[i];
    const bool same = element.space == Namespace::html && element.local_tag == (named ? Tag::unknown : token.tag) &&
                      (!named || builder_.view(element.name) == builder_.view(token.text));
    if (same) {
      while ((open_.current().traits & kImpliedEnd) != 0 && open_.size() - 1 > i) open_.pop();
      if (open_.size() - 1 != i) error(ParseErrorKind::unclosed_element, token);
      while (open_.size() > i) open_.pop();
      return;
    }
    if ((element.traits & kSpecial) != 0) return unexpected(token);
  }
}

}  // namespace lycosa::html
