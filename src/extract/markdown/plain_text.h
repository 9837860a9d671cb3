#pragma once

#include <string>

#include "extract/markdown/markdown_writer.h"

namespace lycosa::inline extract {

// The chosen blocks without markup: a line feed after each block, table rows as lines with tabs between the cells.
std::string write_plain_text(const html::Document& document, const BlockChoice& choice);

}  // namespace lycosa::inline extract
