#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "html/document.h"

namespace lycosa::html {

struct ParseOptions {
  bool scripting = false;  // the scripting flag of the standard: changes how noscript is read
  int max_depth = 512;
  int max_attributes = 256;  // at most 1023
  bool list_errors = false;  // keep every parse error with its place, not only their number
};

// Parses a whole page that is already UTF-8 (html/encoding.h makes it so) as the HTML standard says. Cannot fail.
// More than 128 MiB are refused (ParseFlags::refused).
Document parse(std::string utf8, const ParseOptions& options = {});

// The element inside which a fragment is parsed.
struct FragmentContext {
  std::string_view name = "body";  // as in the tree: "foreignObject"
  Namespace name_space = Namespace::html;
};

// Parses the inside of an element («HTML fragment parsing algorithm», section 13.4). The fragment's nodes are the
// children of the document node.
Document parse_fragment(std::string utf8, const FragmentContext& context, const ParseOptions& options = {});

// The tree as text, one node per line, in the format of the html5lib tests.
std::string tree_text(const Document& document);

// The same in pieces of about 64 KiB, for trees whose text would be too large to keep in memory.
void write_tree_text(const Document& document, const std::function<void(std::string_view)>& write);

}  // namespace lycosa::html
