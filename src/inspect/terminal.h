#pragma once

#include <optional>
#include <string>

#include "inspect/inspect.h"

// A Report for a person at a terminal: the labels of the product, the verdict first, 80 columns.
namespace lycosa::inline inspect {

struct TerminalOptions {
  bool color = false;
  bool full = false;  // long values and texts whole
  bool wide = false;  // for a pipe: no line is broken to fit 80 columns
};

// Everything that came from the web or the store is made visible: no control character reaches the terminal.
// Lines are at most 80 columns wide, unless `wide`, and but for literals in queries, which are never cut.
std::string terminal_text(const Report& report, const TerminalOptions& options);

// «📄 INDEXABLE», «CRAWLED 1 day ago», «🤖 ROBOTS ALLOWED» and what stands there instead.
std::string index_badge(const Report& report);
std::string crawl_badge(const Report& report);
std::string robots_badge(const Report& report);

}  // namespace lycosa::inline inspect
