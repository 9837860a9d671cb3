#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "html/document.h"

namespace lycosa::inline extract {

// How an element takes part in a page's text, as browsers' default style sheet has it.
enum class Role : uint8_t {
  inlined,  // its text runs on in the line
  block,    // begins and ends a line of its own
  dropped,  // never shown: script, style, head, ...
};

extern const std::array<Role, 256> kRoles;  // by tag
inline Role role_of(html::Tag tag) {
  return kRoles[static_cast<size_t>(tag)];
}

// Whether an element and all it holds is hidden: the hidden attribute, or display:none or visibility:hidden in its own
// style attribute. Style sheets are not read. html and body are never hidden: pages hide them until a script has run.
bool is_hidden(const html::Document& document, html::NodeId element);
// The same from a style attribute alone.
bool style_hides(std::string_view style);
// Whether an attribute hides its element.
bool hides(std::string_view name, std::string_view value);

bool is_heading(html::Tag tag);
// 1 to 6 of h1 to h6, 0 for anything else.
int heading_level(html::Tag tag);

}  // namespace lycosa::inline extract
