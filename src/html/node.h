#pragma once

#include <cstdint>

#include "html/tag.h"

// How a Document keeps its nodes: what Document's own accessors read, in a header so that they compile to a load.
// Everything else reads a Document through its functions.
namespace lycosa::html {

// A node of a Document: an index, valid while its Document lives.
using NodeId = uint32_t;
inline constexpr NodeId kNoNode = 0xffffffffu;

enum class NodeKind : uint8_t { document, doctype, element, text, comment };
enum class Namespace : uint8_t { html, svg, mathml };

// The namespace of an attribute: none but for xlink:href and its like on SVG and MathML elements.
enum class AttributeSpace : uint8_t { none, xlink, xml, xmlns };

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

}  // namespace lycosa::html
