#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "html/document.h"
#include "html/dom/pod_vector.h"
#include "html/node.h"
#include "html/parse_error.h"

namespace lycosa::html {

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

  // How many lines end before each chunk of the source, made when a line is first asked for.
  mutable std::once_flag lines_once;
  mutable std::vector<uint32_t> lines;

  std::string_view view(Slice s) const {
    return {(s.in_arena() ? arena.data() : source.data()) + s.position(), s.length};
  }
};

}  // namespace lycosa::html
