// Creating and inserting nodes: HTML standard, section 13.2.6.1.

#include "base/text.h"
#include "html/tree/tree_builder.h"

namespace lycosa::html {

TreeBuilder::Place TreeBuilder::foster_place() {
  for (size_t i = open_.size(); i-- > 0;) {
    builder_.count_work(1);
    if (open_[i].tag == Tag::template_) return {open_[i].container, kNoNode};
    if (open_[i].tag != Tag::table) continue;
    const NodeId parent = builder_.node(open_[i].node).parent;
    if (parent != kNoNode) return {parent, open_[i].node};
    return {open_[i - 1].container, kNoNode};
  }
  return {open_[0].container, kNoNode};
}

// «Create an element for a token».
NodeId TreeBuilder::create_element(const Token& token, Namespace space) {
  // Only SVG has a foreignObject; elsewhere it is a name like any other.
  const bool named = token.tag == Tag::unknown || (token.tag == Tag::foreignObject && space != Namespace::svg);
  const NodeId node = builder_.make_element(named ? Tag::unknown : token.tag, space, token.offset);
  Node& made = builder_.node(node);
  made.begin = token.attributes;
  made.attribute_count = token.attribute_count;
  attributes_taken_ = true;
  if (named) builder_.set_name(node, token.text);
  if (token.tag == Tag::template_ && space == Namespace::html) builder_.make_template_contents(node);
  return node;
}

// Whether an annotation-xml element is an HTML integration point (section 13.2.6).
bool TreeBuilder::holds_html(const Node& annotation) const {
  for (size_t i = 0; i < annotation.attribute_count; ++i) {
    const Attribute& attribute = builder_.data().attributes[annotation.begin + i];
    if (builder_.view(attribute.name) != "encoding") continue;
    const std::string_view value = builder_.view(attribute.value);
    return equals_ignoring_case(value, "text/html") || equals_ignoring_case(value, "application/xhtml+xml");
  }
  return false;
}

// What the stack keeps of an element.
OpenElement TreeBuilder::open_element(NodeId node, Slice name) const {
  const Node& made = builder_.node(node);
  OpenElement element;
  element.node = element.container = node;
  element.local_tag = made.tag;
  element.space = made.space();
  element.tag = element.space == Namespace::html ? made.tag : Tag::unknown;
  element.traits = traits_of(made.tag, element.space);
  element.name = name;
  if (made.tag == Tag::annotation_xml && element.space == Namespace::mathml && holds_html(made)) {
    element.traits |= kHtmlPoint;
  }
  if (element.tag == Tag::template_) element.container = builder_.data().templates.back().contents;
  return element;
}

// «Insert a foreign element», and «insert an HTML element». Nearly all are HTML elements whose tag is known and that
// are no template: for these nothing has to be asked twice.
NodeId TreeBuilder::insert_element(const Token& token, Namespace space) {
  const bool usual = space == Namespace::html && token.tag != Tag::unknown && token.tag != Tag::template_ &&
                     token.tag != Tag::foreignObject;
  if (usual) [[likely]] {
    const Place place = appropriate_place();
    const NodeId node = builder_.make_element(token.tag, token.offset, token.attributes, token.attribute_count);
    attributes_taken_ = true;
    insert_at(place, node);
    open_.push({node, node, token.tag, token.tag, Namespace::html, traits_of(token.tag, Namespace::html), {}});
    return node;
  }
  const Place place = appropriate_place();
  const NodeId node = create_element(token, space);
  insert_at(place, node);
  open_.push(open_element(node, token.text));
  return node;
}

// An element that has no contents: inserted and popped at once.
void TreeBuilder::insert_void_element(Token& token) {
  const Place place = appropriate_place();
  insert_at(place, create_element(token, Namespace::html));
  token.self_closing = false;
}

// An element for a start tag token that nobody wrote.
NodeId TreeBuilder::insert_implied(Tag tag) {
  const Place place = open_.empty() ? Place{0, kNoNode} : appropriate_place();
  const NodeId node = builder_.make_element(tag, Namespace::html, kNoOffset);
  insert_at(place, node);
  open_.push(open_element(node, {}));
  return node;
}

// «Insert a character», for a whole run.
void TreeBuilder::insert_text(Slice text) {
  const Place place = appropriate_place();
  const Node& parent = builder_.node(place.parent);
  const NodeId beside = place.before != kNoNode ? builder_.node(place.before).previous : parent.last_child;
  if (beside != kNoNode && builder_.node(beside).node_kind() == NodeKind::text) {
    builder_.append_text(beside, text);
    return;
  }
  insert_at(place, builder_.make_text(NodeKind::text, text));
}

void TreeBuilder::insert_comment(const Token& token) {
  insert_at(appropriate_place(), builder_.make_text(NodeKind::comment, token.text));
}

void TreeBuilder::insert_comment_in(const Token& token, NodeId parent) {
  builder_.append(parent, builder_.make_text(NodeKind::comment, token.text));
}

// «Generic raw text element parsing algorithm» and the one for RCDATA (section 13.2.6.2).
void TreeBuilder::insert_raw_text_element(Token& token, ContentModel model) {
  insert_element(token);
  tokenizer_.switch_to(model);
  original_mode_ = mode_;
  mode_ = InsertionMode::text;
}

// Adds the attributes of a second html or body tag that the element does not have yet.
void TreeBuilder::merge_attributes(const Token& token, NodeId element) {
  auto& all = builder_.data().attributes;
  Node& node = builder_.node(element);
  PodVector<Attribute> merged;
  for (size_t i = 0; i < node.attribute_count; ++i) merged.push(all[node.begin + i]);
  for (size_t i = 0; i < token.attribute_count; ++i) {
    const Attribute& wanted = all[token.attributes + i];
    bool had = merged.size() >= kMaxAttributes;
    for (size_t k = 0; k < node.attribute_count && !had; ++k) {
      builder_.count_work(1);
      had = builder_.view(merged[k].plain_name()) == builder_.view(wanted.plain_name());
    }
    if (!had) merged.push(wanted);
  }
  if (merged.size() == node.attribute_count) return;
  all.truncate(token.attributes);
  for (const Attribute& attribute : merged) all.push(attribute);
  node.begin = token.attributes;
  node.attribute_count = static_cast<uint16_t>(merged.size()) & 0x3ff;
  attributes_taken_ = true;
}

// Text with every NUL replaced.
Slice TreeBuilder::without_nul(Slice text, std::string_view replacement) {
  std::string replaced;
  for (char c : builder_.view(text)) {
    if (c == '\0') {
      replaced += replacement;
    } else {
      replaced += c;
    }
  }
  return builder_.store(replaced);
}

// Cuts the white space off that a run of characters begins with.
Slice TreeBuilder::take_leading_space(Token& token) {
  const std::string_view all = builder_.view(token.text);
  uint32_t length = 0;
  while (length < all.size() && is_ascii_whitespace(all[length])) ++length;
  const Slice space{token.text.offset, length};
  token.text.offset += length;
  token.text.length -= length;
  token.offset += length;
  return space;
}

// The white space in a run of characters, without all else.
Slice TreeBuilder::only_space(Slice text) {
  if (is_space(text)) return text;
  std::string space;
  for (char c : builder_.view(text)) {
    if (is_ascii_whitespace(c)) space += c;
  }
  return builder_.store(space);
}

bool TreeBuilder::is_space(Slice text) const {
  for (char c : builder_.view(text)) {
    if (!is_ascii_whitespace(c)) return false;
  }
  return true;
}

}  // namespace lycosa::html
