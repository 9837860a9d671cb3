// parse() on Debian's gumbo: copies gumbo's tree into a Document and frees it.

#include <gumbo.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "html/dom/document_builder.h"
#include "html/html.h"

namespace lycosa::html {
namespace {

// gumbo takes quadratic time on deep nesting, so deeper pages are not given to it.
constexpr int kMaxOpenElements = 5000;

bool is_left_open(Tag tag) {
  static constexpr Tag kTags[] = {Tag::area,  Tag::base, Tag::br,    Tag::col,   Tag::dd,     Tag::dt,  Tag::embed,
                                  Tag::hr,    Tag::img,  Tag::input, Tag::li,    Tag::link,   Tag::meta, Tag::option,
                                  Tag::p,     Tag::param, Tag::source, Tag::td,  Tag::th,     Tag::tr,  Tag::track,
                                  Tag::wbr};
  return std::find(std::begin(kTags), std::end(kTags), tag) != std::end(kTags);
}

bool is_name_end(char c) { return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

// An estimate of how deep the page nests, from its tags alone. Linear.
int deepest_nesting(std::string_view html) {
  int open = 0;
  int deepest = 0;
  for (size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const bool closes = at + 1 < html.size() && html[at + 1] == '/';
    const size_t begin = at + 1 + (closes ? 1 : 0);
    size_t end = begin;
    char name[16];
    while (end < html.size() && end - begin < sizeof name && !is_name_end(html[end])) {
      name[end - begin] = static_cast<char>(html[end] | 0x20);
      ++end;
    }
    if (end == begin || name[0] < 'a' || name[0] > 'z') continue;
    if (is_left_open(tag_from_name({name, end - begin}))) continue;
    open = std::max(0, open + (closes ? -1 : 1));
    deepest = std::max(deepest, open);
  }
  return deepest;
}

std::string_view view(const GumboStringPiece& piece) { return {piece.data, piece.length}; }

class GumboCopy {
 public:
  GumboCopy(DocumentBuilder& builder, const ParseOptions& options) : builder_(builder), options_(options) {}

  void copy(const GumboOutput* output) {
    copy_document(output->document->v.document);
    pending_.push_back({&output->document->v.document.children, 0, 0, 0});
    while (!pending_.empty()) {
      Level& level = pending_.back();
      if (level.next == level.children->length) {
        pending_.pop_back();
        continue;
      }
      const auto* node = static_cast<const GumboNode*>(level.children->data[level.next++]);
      copy_node(node, level.parent, level.depth);
    }
  }

 private:
  struct Level {
    const GumboVector* children;
    unsigned next;
    NodeId parent;
    int depth;
  };

  DocumentBuilder::Data& builder_data() { return builder_.data(); }

  void copy_document(const GumboDocument& document) {
    auto& data = builder_data();
    data.quirks = document.doc_type_quirks_mode == GUMBO_DOCTYPE_QUIRKS           ? QuirksMode::quirks
                  : document.doc_type_quirks_mode == GUMBO_DOCTYPE_LIMITED_QUIRKS ? QuirksMode::limited_quirks
                                                                                  : QuirksMode::no_quirks;
    if (!document.has_doctype) return;
    data.doctype = builder_.make_text(NodeKind::doctype, builder_.store(document.name));
    data.doctype_public = builder_.store(document.public_identifier);
    data.doctype_system = builder_.store(document.system_identifier);
    builder_.append(0, data.doctype);
  }

  void copy_node(const GumboNode* node, NodeId parent, int depth) {
    switch (node->type) {
      case GUMBO_NODE_ELEMENT:
      case GUMBO_NODE_TEMPLATE:
        copy_element(node, parent, depth);
        return;
      case GUMBO_NODE_DOCUMENT:
        return;
      default:
        builder_.append(parent, builder_.make_text(node->type == GUMBO_NODE_COMMENT ? NodeKind::comment : NodeKind::text,
                                                   text_slice(node->v.text)));
    }
  }

  Slice text_slice(const GumboText& text) {
    const std::string_view data = text.text;
    const std::string_view original = view(text.original_text);
    if (original.substr(0, data.size()) == data) return builder_.slice_of(original.substr(0, data.size()));
    return builder_.store(data);
  }

  void copy_element(const GumboNode* node, NodeId parent, int depth) {
    const GumboElement& element = node->v.element;
    const NodeId id = make_element(element);
    copy_attributes(element, id);
    builder_.append(parent, id);
    note_landmark(element, id, parent);
    if (element.children.length == 0 && node->type != GUMBO_NODE_TEMPLATE) return;
    if (node->type == GUMBO_NODE_TEMPLATE) {
      pending_.push_back({&element.children, 0, builder_.make_template_contents(id), depth + 1});
    } else if (depth + 1 < options_.max_depth) {
      pending_.push_back({&element.children, 0, id, depth + 1});
    } else {
      // What would be too deep stands beside its parent instead.
      const bool has_elements = std::any_of(element.children.data, element.children.data + element.children.length,
                                            [](void* child) { return is_element(static_cast<GumboNode*>(child)); });
      if (has_elements) builder_data().flags.depth_limited = true;
      pending_.push_back({&element.children, 0, has_elements ? parent : id, has_elements ? depth : depth + 1});
    }
  }

  static bool is_element(const GumboNode* node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
  }

  NodeId make_element(const GumboElement& element) {
    const char* begin = element.original_tag.data;
    const bool has_tag = begin != nullptr && element.original_tag.length > 0;
    const auto offset = has_tag ? static_cast<uint32_t>(begin - builder_.source().data()) : kNoOffset;
    const auto space = static_cast<Namespace>(element.tag_namespace);
    std::string name = tag_name_of(element);
    const Tag tag = name == "foreignObject" && space == Namespace::svg ? Tag::foreignObject : tag_from_name(name);
    const bool named = tag == Tag::unknown || (tag == Tag::foreignObject && space != Namespace::svg);
    const NodeId id = builder_.make_element(named ? Tag::unknown : tag, space, offset);
    if (named) builder_.set_name(id, builder_.store(name));
    return id;
  }

  static std::string tag_name_of(const GumboElement& element) {
    if (element.tag != GUMBO_TAG_UNKNOWN) {
      const std::string name = gumbo_normalized_tagname(element.tag);
      if (element.tag_namespace != GUMBO_NAMESPACE_SVG) return name;
    }
    GumboStringPiece piece = element.original_tag;
    if (piece.data == nullptr) return gumbo_normalized_tagname(element.tag);
    gumbo_tag_from_original_text(&piece);
    if (element.tag_namespace == GUMBO_NAMESPACE_SVG) {
      if (const char* adjusted = gumbo_normalize_svg_tagname(&piece)) return adjusted;
    }
    std::string name(view(piece));
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return name;
  }

  void copy_attributes(const GumboElement& element, NodeId id) {
    auto& all = builder_data().attributes;
    const auto limit = static_cast<unsigned>(std::clamp(options_.max_attributes, 0, kMaxAttributes));
    const unsigned count = std::min(element.attributes.length, limit);
    if (count < element.attributes.length) builder_data().flags.attributes_limited = true;
    builder_.node(id).begin = static_cast<uint32_t>(all.size());
    builder_.node(id).attribute_count = static_cast<uint16_t>(count);
    for (unsigned i = 0; i < count; ++i) {
      const auto* from = static_cast<const GumboAttribute*>(element.attributes.data[i]);
      Attribute attribute{in_source(from->name, from->original_name), in_source(from->value, from->original_value)};
      attribute.set_space(static_cast<AttributeSpace>(from->attr_namespace));
      all.push(attribute);
    }
  }

  // `text` where the source has it, inside `original` (which may have quotes around it).
  Slice in_source(std::string_view text, const GumboStringPiece& original) {
    const std::string_view written = view(original);
    for (size_t skip : {0, 1}) {
      if (written.size() >= skip && written.substr(skip, text.size()) == text) {
        return builder_.slice_of(written.substr(skip, text.size()));
      }
    }
    return builder_.store(text);
  }

  void note_landmark(const GumboElement& element, NodeId id, NodeId parent) {
    auto& data = builder_data();
    if (element.tag_namespace != GUMBO_NAMESPACE_HTML) return;
    if (element.tag == GUMBO_TAG_HTML && parent == 0) data.html = id;
    if (parent != data.html) return;
    if (element.tag == GUMBO_TAG_HEAD && data.head == kNoNode) data.head = id;
    if (element.tag == GUMBO_TAG_BODY && data.body == kNoNode) data.body = id;
  }

  DocumentBuilder& builder_;
  const ParseOptions& options_;
  std::vector<Level> pending_;
};

Document refused_document(std::string source) {
  DocumentBuilder builder(std::move(source));
  auto& data = builder.data();
  data.flags.refused = true;
  data.html = builder.make_element(Tag::html, Namespace::html, kNoOffset);
  data.head = builder.make_element(Tag::head, Namespace::html, kNoOffset);
  data.body = builder.make_element(Tag::body, Namespace::html, kNoOffset);
  builder.append(0, data.html);
  builder.append(data.html, data.head);
  builder.append(data.html, data.body);
  return builder.finish();
}

}  // namespace

Document parse(std::string utf8, const ParseOptions& options) {
  if (utf8.size() > kMaxSource || deepest_nesting(utf8) > kMaxOpenElements) return refused_document(std::move(utf8));
  DocumentBuilder builder(std::move(utf8));
  const std::string_view source = builder.source();
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, source.data(), source.size());
  GumboCopy(builder, options).copy(output);
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return builder.finish();
}

}  // namespace lycosa::html
