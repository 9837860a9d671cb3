#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "html/document.h"
#include "html/dom/pod_vector.h"
#include "html/parse_error.h"

namespace lycosa::html {

// A piece of text of a Document: in the source, or in the arena when the top bit of the offset is set.
struct Slice {
  static constexpr uint32_t kArena = 0x80000000u;

  uint32_t offset = 0;
  uint32_t length = 0;

  bool in_arena() const { return (offset & kArena) != 0; }
  uint32_t position() const { return offset & ~kArena; }
};

// An attribute as it is kept: the two low bits over the name's length are its AttributeSpace.
struct Attribute {
  Slice name;
  Slice value;
  AttributeSpace space() const { return static_cast<AttributeSpace>(name.length >> 30); }
  Slice plain_name() const { return {name.offset, name.length & 0x3fffffffu}; }
  void set_space(AttributeSpace space) { name.length |= static_cast<uint32_t>(space) << 30; }
};

inline constexpr uint32_t kNoOffset = 0xffffffffu;

// A node in 32 bytes: five links, and what an element, or a text, comment or doctype, needs beside them.
struct Node {
  NodeId parent = kNoNode;
  NodeId first_child = kNoNode;
  NodeId last_child = kNoNode;
  NodeId previous = kNoNode;
  NodeId next = kNoNode;
  Tag tag = Tag::unknown;
  uint16_t kind : 3 = 0;
  uint16_t name_space : 2 = 0;
  uint16_t on_stack : 1 = 0;  // of the parser: an open element, or a text with room to grow
  uint16_t attribute_count : 10 = 0;
  uint32_t begin = 0;   // the first attribute, or where the text begins (as in Slice)
  uint32_t extent = 0;  // the offset of the start tag in the source, or the length of the text

  NodeKind node_kind() const { return static_cast<NodeKind>(kind); }
  Namespace space() const { return static_cast<Namespace>(name_space); }
  Slice slice() const { return {begin, extent}; }
};
static_assert(sizeof(Node) == 32);

inline constexpr int kMaxAttributes = 1023;  // what attribute_count can say
// Offsets have 31 bits and decoding can make text up to three times longer (NUL becomes U+FFFD).
inline constexpr size_t kMaxSource = size_t{128} << 20;

// The name of an element whose tag is unknown; kept by ascending node.
struct NamedElement {
  NodeId node;
  Slice name;
};

struct TemplateContents {
  NodeId element;
  NodeId contents;
};

// The parse errors of a document: how many there are of each kind, and each of them when that was asked for.
struct ParseErrorLog {
  std::array<uint32_t, kParseErrorKinds> counts{};
  PodVector<ParseError> list;
  bool keep_list = false;

  [[gnu::cold, gnu::noinline]] void add(ParseErrorKind kind, uint32_t offset) {
    ++counts[static_cast<size_t>(kind)];
    if (keep_list) list.push({kind, offset});
  }
};

struct Document::Data {
  // The text that was parsed: what came in, or, where newlines had to be normalised, a copy in `normalised`.
  std::string input;
  PodVector<char> normalised;
  std::string_view source;

  PodVector<Node> nodes;
  PodVector<Attribute> attributes;
  PodVector<char> arena;
  PodVector<NamedElement> names;
  PodVector<TemplateContents> templates;
  NodeId doctype = kNoNode;
  Slice doctype_public;
  Slice doctype_system;
  NodeId html = kNoNode;
  NodeId head = kNoNode;
  NodeId body = kNoNode;
  QuirksMode quirks = QuirksMode::no_quirks;
  ParseFlags flags;
  ParseErrorLog errors;
  uint64_t work = 0;  // Document::work()

  // Where each line begins, made when a line is first asked for.
  mutable std::once_flag lines_once;
  mutable std::vector<uint32_t> lines;

  std::string_view view(Slice s) const {
    return {(s.in_arena() ? arena.data() : source.data()) + s.position(), s.length};
  }
};

}  // namespace lycosa::html
