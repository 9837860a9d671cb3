#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "html/node.h"
#include "html/parse_error.h"
#include "html/tag.h"

namespace lycosa::html {

enum class QuirksMode : uint8_t { no_quirks, limited_quirks, quirks };

// An attribute; both views live as long as the Document. Names of HTML elements are lower case. An attribute in a
// namespace has its local name: "href" for xlink:href.
struct AttributeView {
  std::string_view name;
  std::string_view value;
  AttributeSpace space = AttributeSpace::none;
};

class Document;

// The attributes of one element in source order, made as they are read: a Document keeps them in 16 bytes each.
// A range: for (AttributeView a : document.attributes(n)).
class AttributeRange {
 public:
  class iterator {
   public:
    using value_type = AttributeView;
    using difference_type = ptrdiff_t;
    using reference = AttributeView;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;
    iterator() = default;
    AttributeView operator*() const { return (*range_)[index_]; }
    iterator& operator++() {
      ++index_;
      return *this;
    }
    iterator operator++(int) {
      iterator old = *this;
      ++index_;
      return old;
    }
    bool operator==(const iterator& other) const { return index_ == other.index_; }

   private:
    friend class AttributeRange;
    iterator(const AttributeRange* range, size_t index) : range_(range), index_(index) {}
    const AttributeRange* range_ = nullptr;
    size_t index_ = 0;
  };

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  AttributeView operator[](size_t i) const;
  iterator begin() const { return {this, 0}; }
  iterator end() const { return {this, size_}; }

 private:
  friend class Document;
  AttributeRange(const Document* document, size_t first, size_t size)
      : document_(document), first_(first), size_(size) {}
  const Document* document_;
  size_t first_;
  size_t size_;
};

// A doctype; an identifier that was not written is empty.
struct DoctypeView {
  std::string_view name;
  std::string_view public_id;
  std::string_view system_id;
};

// What a limit of DESIGN did to a document. The document is whole up to the end of the input all the same.
struct ParseFlags {
  bool depth_limited = false;       // elements deeper than the limit became siblings
  bool attributes_limited = false;  // a tag had more attributes than are kept
  bool formatting_limited = false;  // formatting elements were no longer made again in each block
  bool refused = false;             // nothing was parsed: content.parse_failed
};

// An HTML document as the HTML standard's parser builds it, made for reading.
//
// An arena of small nodes linked by index; text and attribute values are views into the source where nothing had to be
// decoded, else into the arena. The Document owns its source. Node 0 is the document node. Move-only (a Document that
// was moved from may only be destroyed or assigned to); reading from many threads is safe. Walks need no recursion:
// next() and next_skipping() go through a subtree in document order.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  NodeId root() const { return 0; }
  size_t node_count() const;
  NodeKind kind(NodeId n) const { return nodes_[n].node_kind(); }
  NodeId parent(NodeId n) const { return nodes_[n].parent; }
  NodeId first_child(NodeId n) const { return nodes_[n].first_child; }
  NodeId last_child(NodeId n) const { return nodes_[n].last_child; }
  NodeId next_sibling(NodeId n) const { return nodes_[n].next; }
  NodeId previous_sibling(NodeId n) const { return nodes_[n].previous; }
  // A template element's contents, a tree of their own; kNoNode for anything else.
  NodeId template_contents(NodeId n) const;

  // The next node in document order inside the subtree of `within`, or kNoNode at its end.
  NodeId next(NodeId n, NodeId within) const {
    const NodeId child = nodes_[n].first_child;
    return child != kNoNode ? child : next_skipping(n, within);
  }
  // The same, without the children of `n`.
  NodeId next_skipping(NodeId n, NodeId within) const {
    while (n != within && n != kNoNode) {
      if (nodes_[n].next != kNoNode) return nodes_[n].next;
      n = nodes_[n].parent;
    }
    return kNoNode;
  }

  // Of elements: the tag (Tag::unknown for names that are not in the table), its name, namespace and attributes.
  Tag tag(NodeId n) const { return nodes_[n].tag; }
  std::string_view tag_name(NodeId n) const;
  Namespace name_space(NodeId n) const { return nodes_[n].space(); }
  AttributeRange attributes(NodeId n) const;
  std::optional<std::string_view> attribute(NodeId n, std::string_view name) const;
  bool has_attribute(NodeId n, std::string_view name) const { return attribute(n, name).has_value(); }
  bool is(NodeId n, Tag tag) const { return kind(n) == NodeKind::element && this->tag(n) == tag; }

  // Of text and comment nodes: their data.
  std::string_view text(NodeId n) const {
    const NodeKind kind = nodes_[n].node_kind();
    return kind == NodeKind::text || kind == NodeKind::comment ? view(nodes_[n].slice()) : std::string_view{};
  }
  // Of the document's doctype; nothing when it has none.
  std::optional<DoctypeView> doctype() const;
  // The data of all text nodes in a subtree, joined.
  std::string text_of_subtree(NodeId n) const;

  // The byte in source() at which an element's start tag begins; nothing for elements that no tag made.
  std::optional<size_t> source_offset(NodeId n) const;
  // The line of that byte, from 1; 0 when there is none. Linear on the first call, constant then.
  int source_line(NodeId n) const;
  // The input as UTF-8, with every newline as one line feed.
  std::string_view source() const;

  QuirksMode quirks_mode() const;
  const ParseFlags& flags() const;
  // Steps that parsing took beyond a constant number a token and a byte: entries passed on the stack of open elements
  // and in the list of active formatting elements, attributes compared, children and texts moved. Tests hold it linear.
  uint64_t work() const;
  // How many parse errors of each kind there were. Those of the input stream are looked for when this is asked.
  std::array<size_t, kParseErrorKinds> error_counts() const;
  // Every parse error in the order in which it was found, when ParseOptions::list_errors asked for them.
  std::span<const ParseError> errors() const;
  // The html, head and body elements; kNoNode when there is none.
  NodeId html_element() const;
  NodeId head() const;
  NodeId body() const;

  // A byte count of everything the Document holds.
  size_t memory() const;

 private:
  friend class DocumentBuilder;
  friend class AttributeRange;
  struct Data;

  std::string_view view(Slice s) const { return {(s.in_arena() ? arena_ : source_) + s.position(), s.length}; }
  // Points into the data, which moves no more.
  void settle();

  std::unique_ptr<Data> data_;
  const Node* nodes_ = nullptr;
  const Attribute* attributes_ = nullptr;
  const char* source_ = nullptr;
  const char* arena_ = nullptr;
};

inline AttributeRange Document::attributes(NodeId n) const {
  return {this, nodes_[n].begin, nodes_[n].attribute_count};
}

inline AttributeView AttributeRange::operator[](size_t i) const {
  const Attribute& attribute = document_->attributes_[first_ + i];
  return {document_->view(attribute.plain_name()), document_->view(attribute.value), attribute.space()};
}

[[gnu::always_inline]] inline std::optional<std::string_view> Document::attribute(NodeId n,
                                                                                  std::string_view name) const {
  const Attribute* all = attributes_ + nodes_[n].begin;
  for (size_t i = 0; i < nodes_[n].attribute_count; ++i) {
    if (all[i].name.length != name.size()) continue;
    // With a literal's length the comparison needs no call.
    if (std::char_traits<char>::compare(view(all[i].name).data(), name.data(), name.size()) == 0)
      return view(all[i].value);
  }
  return std::nullopt;
}

}  // namespace lycosa::html
