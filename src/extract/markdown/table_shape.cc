#include "extract/markdown/table_shape.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

constexpr int kMaxSpan = 64;

// What a cell of a data table does not hold.
bool is_structure(Tag tag) {
  switch (tag) {
    case Tag::table:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
    case Tag::pre:
    case Tag::blockquote:
    case Tag::article:
    case Tag::section:
    case Tag::nav:
    case Tag::form:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool is_data_table(const Document& document, NodeId table) {
  const auto role = document.attribute(table, "role");
  if (role && (equals_ignoring_case(*role, "presentation") || equals_ignoring_case(*role, "none"))) return false;
  int rows = 0;
  int cells = 0;
  int widest = 0;
  bool headed = false;
  // A nested table ends the look, so each table's nodes are seen once for it and at most once for the one around.
  for (NodeId node = document.next(table, table); node != html::kNoNode; node = document.next(node, table)) {
    if (document.kind(node) != NodeKind::element) continue;
    const Tag tag = document.tag(node);
    if (is_structure(tag)) return false;
    if (tag == Tag::tr) {
      ++rows;
      cells = 0;
    } else if (tag == Tag::td || tag == Tag::th) {
      widest = std::max(widest, ++cells);
      headed = headed || tag == Tag::th;
    }
  }
  return widest >= 2 && (rows >= 2 || headed);
}

int cell_span(const Document& document, NodeId cell, std::string_view name) {
  const auto value = document.attribute(cell, name);
  if (!value) return 1;
  const auto number = parse_uint(trim(*value));
  if (!number) return 1;
  return static_cast<int>(std::clamp<uint64_t>(*number, 1, kMaxSpan));
}

}  // namespace lycosa::inline extract
