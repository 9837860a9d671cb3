#pragma once

#include <string>
#include <string_view>

#include "html/document.h"

namespace lycosa::html {

struct ParseOptions {
  bool scripting = false;  // the scripting flag of the standard: changes how noscript is read
  int max_depth = 512;
  int max_attributes = 256;
};

// Parses a whole page that is already UTF-8 (html/encoding.h makes it so) as the HTML standard says. Cannot fail.
Document parse(std::string utf8, const ParseOptions& options = {});

}  // namespace lycosa::html
