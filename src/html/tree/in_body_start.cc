// Start tags «in body»: HTML standard, section 13.2.6.4.7.

#include "base/text.h"
#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::in_body_start(Token& token) {
  switch (token.tag) {
    case Tag::html:
      return start_html(token);
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
      in_head_start(token);
      return;
    case Tag::body:
      return start_body(token);
    case Tag::frameset:
      return start_frameset(token);

    case Tag::address:
    case Tag::article:
    case Tag::aside:
    case Tag::blockquote:
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
    case Tag::main:
    case Tag::menu:
    case Tag::nav:
    case Tag::ol:
    case Tag::p:
    case Tag::search:
    case Tag::section:
    case Tag::summary:
    case Tag::ul:
      close_p_in_button_scope();
      insert_element(token);
      return;

    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
      close_p_in_button_scope();
      if ((open_.current().traits & kHeading) != 0) {
        unexpected(token);
        open_.pop();
      }
      insert_element(token);
      return;

    case Tag::pre:
    case Tag::listing:
      close_p_in_button_scope();
      insert_element(token);
      skip_line_feed_ = true;
      frameset_ok_ = false;
      return;

    case Tag::li:
    case Tag::dd:
    case Tag::dt:
      return start_list_item(token);

    case Tag::plaintext:
      close_p_in_button_scope();
      insert_element(token);
      tokenizer_.switch_to(ContentModel::plaintext);
      return;

    case Tag::a:
      return start_link(token);

    case Tag::b:
    case Tag::big:
    case Tag::code:
    case Tag::em:
    case Tag::font:
    case Tag::i:
    case Tag::s:
    case Tag::small:
    case Tag::strike:
    case Tag::strong:
    case Tag::tt:
    case Tag::u:
      reconstruct_formatting();
      formatting_.push(insert_element(token));
      return;

    case Tag::nobr:
      reconstruct_formatting();
      if (open_.has_in_scope(Tag::nobr)) {
        error(ParseErrorKind::misnested_tag, token);
        run_adoption_agency(token);
        reconstruct_formatting();
      }
      formatting_.push(insert_element(token));
      return;

    case Tag::applet:
    case Tag::marquee:
    case Tag::object:
      reconstruct_formatting();
      insert_element(token);
      formatting_.push_marker();
      frameset_ok_ = false;
      return;

    case Tag::table:
      if (builder_.data().quirks != QuirksMode::quirks) close_p_in_button_scope();
      insert_element(token);
      frameset_ok_ = false;
      mode_ = InsertionMode::in_table;
      return;

    case Tag::area:
    case Tag::br:
    case Tag::embed:
    case Tag::img:
    case Tag::keygen:
    case Tag::wbr:
      reconstruct_formatting();
      insert_void_element(token);
      frameset_ok_ = false;
      return;

    case Tag::param:
    case Tag::source:
    case Tag::track:
      return insert_void_element(token);

    case Tag::image:
      // The standard says: do not ask.
      unexpected(token);
      token.tag = Tag::img;
      return process(token);

    case Tag::math:
      return start_foreign(token, Namespace::mathml);
    case Tag::svg:
      return start_foreign(token, Namespace::svg);

    case Tag::rb:
    case Tag::rtc:
    case Tag::rp:
    case Tag::rt:
      return start_ruby_part(token);

    case Tag::caption:
    case Tag::col:
    case Tag::colgroup:
    case Tag::frame:
    case Tag::head:
    case Tag::tbody:
    case Tag::td:
    case Tag::tfoot:
    case Tag::th:
    case Tag::thead:
    case Tag::tr:
      return unexpected(token);

    default:
      return in_body_start_form_part(token);
  }
}

// The start tags of forms and of what is read as raw text, and any other.
void TreeBuilder::in_body_start_form_part(Token& token) {
  switch (token.tag) {
    case Tag::form:
      if (form_ != kNoNode && !template_is_open()) return unexpected(token);
      close_p_in_button_scope();
      if (const NodeId form = insert_element(token); !template_is_open()) form_ = form;
      return;
    case Tag::button:
      if (open_.has_in_scope(Tag::button)) {
        unexpected(token);
        generate_implied_end_tags();
        open_.pop_until(Tag::button);
      }
      reconstruct_formatting();
      insert_element(token);
      frameset_ok_ = false;
      return;
    case Tag::input:
      return start_input(token);
    case Tag::hr:
      return start_hr(token);
    case Tag::select:
      return start_select(token);
    case Tag::option:
    case Tag::optgroup:
      return start_option(token);
    case Tag::textarea:
      insert_raw_text_element(token, ContentModel::rcdata);
      skip_line_feed_ = true;
      frameset_ok_ = false;
      return;
    case Tag::xmp:
      close_p_in_button_scope();
      reconstruct_formatting();
      frameset_ok_ = false;
      return insert_raw_text_element(token, ContentModel::rawtext);
    case Tag::iframe:
      frameset_ok_ = false;
      return insert_raw_text_element(token, ContentModel::rawtext);
    case Tag::noembed:
      return insert_raw_text_element(token, ContentModel::rawtext);
    case Tag::noscript:
      if (scripting_) return insert_raw_text_element(token, ContentModel::rawtext);
      break;
    case Tag::selectedcontent:
      has_selected_content_ = true;
      break;
    default:
      break;
  }
  reconstruct_formatting();
  insert_element(token);
}

void TreeBuilder::start_html(Token& token) {
  unexpected(token);
  if (!template_is_open()) merge_attributes(token, open_[0].node);
}

void TreeBuilder::start_body(Token& token) {
  unexpected(token);
  if (open_.size() < 2 || open_[1].tag != Tag::body || template_is_open()) return;
  frameset_ok_ = false;
  merge_attributes(token, open_[1].node);
}

void TreeBuilder::start_frameset(Token& token) {
  unexpected(token);
  if (open_.size() < 2 || open_[1].tag != Tag::body || !frameset_ok_) return;
  builder_.remove(open_[1].node);
  builder_.data().body = kNoNode;
  while (open_.size() > 1) open_.pop();
  insert_element(token);
  mode_ = InsertionMode::in_frameset;
}

// li, dd and dt close an open item of their kind that no special element but address, div and p stands before.
void TreeBuilder::start_list_item(Token& token) {
  frameset_ok_ = false;
  const bool is_li = token.tag == Tag::li;
  for (size_t i = open_.size(); i-- > 0;) {
    builder_.count_work(1);
    const Tag tag = open_[i].tag;
    if (is_li ? tag == Tag::li : tag == Tag::dd || tag == Tag::dt) {
      close_element(token, tag);
      break;
    }
    const bool passed = tag == Tag::address || tag == Tag::div || tag == Tag::p;
    if ((open_[i].traits & kSpecial) != 0 && !passed) break;
  }
  close_p_in_button_scope();
  insert_element(token);
}

void TreeBuilder::start_link(Token& token) {
  if (const size_t i = formatting_.find_after_marker(Tag::a); i != FormattingList::kNone) {
    error(ParseErrorKind::misnested_tag, token);
    const NodeId old = formatting_[i].node;
    run_adoption_agency(token);
    if (const size_t left = formatting_.find(old); left != FormattingList::kNone) formatting_.remove(left);
    open_.remove_node(old);
  }
  reconstruct_formatting();
  formatting_.push(insert_element(token));
}

void TreeBuilder::start_select(Token& token) {
  if (is_fragment_of(Tag::select)) return unexpected(token);
  if (open_.has_in_scope(Tag::select)) {
    unexpected(token);
    open_.pop_until(Tag::select);
    return;
  }
  reconstruct_formatting();
  insert_element(token);
  frameset_ok_ = false;
}

void TreeBuilder::start_option(Token& token) {
  if (open_.has_in_scope(Tag::select)) {
    generate_implied_end_tags(token.tag == Tag::option ? Tag::optgroup : Tag::unknown);
    if (open_.has_in_scope(Tag::option) || (token.tag == Tag::optgroup && open_.has_in_scope(Tag::optgroup))) {
      unexpected(token);
    }
  } else if (open_.current_is(Tag::option)) {
    open_.pop();
  }
  reconstruct_formatting();
  insert_element(token);
}

void TreeBuilder::start_input(Token& token) {
  if (is_fragment_of(Tag::select)) return unexpected(token);
  if (open_.has_in_scope(Tag::select)) {
    unexpected(token);
    open_.pop_until(Tag::select);
  }
  reconstruct_formatting();
  if (!is_hidden_input(token)) frameset_ok_ = false;
  insert_void_element(token);
}

bool TreeBuilder::is_hidden_input(const Token& token) const {
  for (size_t i = 0; i < token.attribute_count; ++i) {
    const Attribute& attribute = builder_.data().attributes[token.attributes + i];
    if (builder_.view(attribute.name) == "type") return equals_ignoring_case(builder_.view(attribute.value), "hidden");
  }
  return false;
}

void TreeBuilder::start_hr(Token& token) {
  close_p_in_button_scope();
  if (open_.has_in_scope(Tag::select)) {
    generate_implied_end_tags();
    if (open_.has_in_scope(Tag::option) || open_.has_in_scope(Tag::optgroup)) unexpected(token);
  }
  insert_void_element(token);
  frameset_ok_ = false;
}

void TreeBuilder::start_ruby_part(Token& token) {
  if (open_.has_in_scope(Tag::ruby)) {
    const bool in_rtc = token.tag == Tag::rp || token.tag == Tag::rt;
    generate_implied_end_tags(in_rtc ? Tag::rtc : Tag::unknown);
    if (!open_.current_is(Tag::ruby) && !(in_rtc && open_.current_is(Tag::rtc))) unexpected(token);
  }
  insert_element(token);
}

void TreeBuilder::start_foreign(Token& token, Namespace space) {
  reconstruct_formatting();
  adjust_foreign_attributes(token, space);
  insert_element(token, space);
  if (token.self_closing) {
    open_.pop();
    token.self_closing = false;
  }
}

}  // namespace lycosa::html
