// The «HTML fragment parsing algorithm»: HTML standard, section 13.4.

#include "html/tree/tree_builder.h"

namespace lycosa::html {

void TreeBuilder::set_context(const FragmentContext& context) {
  fragment_ = true;
  const Tag tag = tag_from_name(context.name == "foreignObject" ? "foreignobject" : context.name);
  context_.local_tag = tag;
  context_.space = context.name_space;
  context_.tag = context.name_space == Namespace::html ? tag : Tag::unknown;
  context_.traits = traits_of(tag, context.name_space);
  // Step 4: how the tokenizer begins.
  switch (context_.tag) {
    case Tag::title:
    case Tag::textarea:
      tokenizer_.switch_to(ContentModel::rcdata);
      break;
    case Tag::style:
    case Tag::xmp:
    case Tag::iframe:
    case Tag::noembed:
    case Tag::noframes:
      tokenizer_.switch_to(ContentModel::rawtext);
      break;
    case Tag::script:
      tokenizer_.switch_to(ContentModel::script_data);
      break;
    case Tag::noscript:
      if (scripting_) tokenizer_.switch_to(ContentModel::rawtext);
      break;
    case Tag::plaintext:
      tokenizer_.switch_to(ContentModel::plaintext);
      break;
    default:
      break;
  }
  // Steps 5 to 11.
  builder_.data().html = insert_implied(Tag::html);
  if (context_.tag == Tag::template_) template_modes_.push(InsertionMode::in_template);
  if (context_.tag == Tag::form) form_ = builder_.data().html;
  reset_insertion_mode();
}

}  // namespace lycosa::html
