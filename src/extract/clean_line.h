#pragma once

#include <string>
#include <string_view>

namespace lycosa::inline extract {

// White space at both ends and control characters left out of a text that came from an attribute or an element, and
// every run of white space made one space. No-break spaces are spaces here: these lines are compared and shown, not
// set.
std::string clean_line(std::string_view text);

}  // namespace lycosa::inline extract
