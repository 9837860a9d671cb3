#pragma once

#include <string>

#include "extract/markdown_writer.h"

namespace lycosa {

// The chosen blocks without markup: a line feed after each block, table rows as lines with tabs between the cells.
std::string write_plain_text(const html::Document& document, const BlockChoice& choice);

}  // namespace lycosa
