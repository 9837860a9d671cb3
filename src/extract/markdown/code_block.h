#pragma once

#include <string>

#include "html/document.h"

namespace lycosa::inline extract {

// A pre element's text as it stands: highlighters' spans gone, br a line feed, line numbers and buttons left out.
std::string code_text(const html::Document& document, html::NodeId pre);
// The language that the element, its code child or the box around it names; empty when none does.
std::string code_language(const html::Document& document, html::NodeId pre);
// A fenced code block; empty when there is nothing but white space in it.
std::string code_block(const html::Document& document, html::NodeId pre);

}  // namespace lycosa::inline extract
