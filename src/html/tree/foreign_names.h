#pragma once

#include <cstdint>
#include <string_view>

#include "html/document.h"

namespace lycosa::html {

// The SVG spelling of a lower-case tag name (HTML standard, section 13.2.6.5); empty when it stays as it is.
std::string_view svg_tag_name(std::string_view lower);

// The spelling of a lower-case attribute name on a foreign element (section 13.2.6.1); empty when it stays as it is.
std::string_view foreign_attribute_name(std::string_view lower, Namespace space);

// The namespace of an attribute name with a prefix that foreign elements know, and how much of the name is prefix.
struct QualifiedName {
  AttributeSpace space = AttributeSpace::none;
  uint32_t prefix_length = 0;
};
QualifiedName qualified_attribute_name(std::string_view name);

}  // namespace lycosa::html
