// Elements deeper than the limit.
//
// When the stack of open elements is full, an element is still made, as a child of the current node, but is not pushed:
// what would be inside it becomes its sibling. A second stack remembers its name, so that its end tag closes it and
// nothing else. That stack needs no walks: an end tag either matches its top, or a known tag that the counts say is in
// it, and then all above goes with it.

#include "html/tree/tree_builder.h"

namespace lycosa::html {
namespace {

// How the contents of an element are read when that is not as markup.
ContentModel content_model_of(Tag tag, bool scripting) {
  switch (tag) {
    case Tag::title:
    case Tag::textarea:
      return ContentModel::rcdata;
    case Tag::style:
    case Tag::xmp:
    case Tag::iframe:
    case Tag::noembed:
    case Tag::noframes:
      return ContentModel::rawtext;
    case Tag::noscript:
      return scripting ? ContentModel::rawtext : ContentModel::data;
    case Tag::script:
      return ContentModel::script_data;
    default:
      return ContentModel::data;
  }
}

}  // namespace

void TreeBuilder::start_too_deep(Token& token) {
  if (token.tag == Tag::html) return start_html(token);
  if (token.tag == Tag::body) return start_body(token);
  if (token.tag == Tag::head || token.tag == Tag::frameset || token.tag == Tag::frame) return unexpected(token);
  builder_.data().flags.depth_limited = true;
  const Namespace space = token.tag == Tag::svg    ? Namespace::svg
                          : token.tag == Tag::math ? Namespace::mathml
                                                   : open_.current().space;
  foster_parenting_ = true;
  const ContentModel model = content_model_of(token.tag, scripting_);
  if (space == Namespace::html && model != ContentModel::data) {
    // Its text belongs to it alone, so it goes on the stack for as long as that takes.
    insert_raw_text_element(token, model);
  } else {
    insert_at(appropriate_place(), create_element(token, space));
    const bool closed = (traits_of(token.tag, space) & kVoid) != 0 || (space != Namespace::html && token.self_closing);
    if (token.tag == Tag::plaintext) tokenizer_.switch_to(ContentModel::plaintext);
    if (!closed) {
      too_deep_.push({token.tag, token.text});
      ++too_deep_counts_[static_cast<size_t>(token.tag)];
    }
  }
  foster_parenting_ = false;
  token.self_closing = false;
}

// True when the end tag closed an element that is too deep.
bool TreeBuilder::end_too_deep(const Token& token) {
  const auto matches = [&](const TooDeep& element) {
    return element.tag == token.tag &&
           (token.tag != Tag::unknown || builder_.view(element.name) == builder_.view(token.text));
  };
  const bool inside = token.tag != Tag::unknown && too_deep_counts_[static_cast<size_t>(token.tag)] > 0;
  if (!inside && !matches(too_deep_.back())) {
    // It may close an element that has a place, and then what is inside that one is closed, too.
    if (token.tag != Tag::unknown && open_.count(token.tag) > 0) forget_too_deep();
    return false;
  }
  for (bool found = false; !found;) {
    found = matches(too_deep_.back());
    --too_deep_counts_[static_cast<size_t>(too_deep_.back().tag)];
    too_deep_.pop();
  }
  return true;
}

void TreeBuilder::forget_too_deep() {
  for (const TooDeep& element : too_deep_) too_deep_counts_[static_cast<size_t>(element.tag)] = 0;
  too_deep_.truncate(0);
}

}  // namespace lycosa::html
