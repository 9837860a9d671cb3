#pragma once

#include <string_view>

namespace lycosa::html {

// The text of a named character reference, by its name with the semicolon: "é" of "eacute;" (HTML standard, section
// 13.5). Empty when there is none of the name.
std::string_view named_reference(std::string_view name);

}  // namespace lycosa::html
