#pragma once

#include <string>
#include <string_view>

namespace lycosa::inline extract {

// The BCP 47 tag of a text's language by CLD2, with the page's own declaration as a hint; empty when it is not sure.
std::string detect_language(std::string_view text, std::string_view declared);

}  // namespace lycosa::inline extract
