#pragma once

#include <string>
#include <string_view>

namespace lycosa::inline fetch {

// What is wrong with the fields of a whole response head that say where the body ends (RFC 9112, section 6.3), as a
// sentence; empty when they are sound.
//
// Content-Length must be a number, the same each time that it is given, and may not stand beside Transfer-Encoding. A
// line that libcurl would read in another way than we do (folded, or with blanks before its colon) is wrong too: two
// readers of one message must not see its end in two places.
std::string framing_fault(std::string_view head);

}  // namespace lycosa::inline fetch
