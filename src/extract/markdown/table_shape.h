#pragma once

#include "html/document.h"

namespace lycosa::inline extract {

// Whether a table holds data, which Markdown can show as one, or only lays out the page. A layout table holds other
// tables, headings, lists of its own or code, has a single column, or says so with role=presentation.
bool is_data_table(const html::Document& document, html::NodeId table);

// A colspan or rowspan, within 1 and a bound.
int cell_span(const html::Document& document, html::NodeId cell, std::string_view name);

}  // namespace lycosa::inline extract
