#pragma once

#include <string>
#include <string_view>

// What a store keeps as text: UTF-8 without NULs. Whoever reads it need not look, and a query can show it as a literal.
namespace lycosa::inline store {

bool is_clean_text(std::string_view text);
// The text with U+FFFD in the place of what is not clean.
std::string clean_text(std::string_view text);

}  // namespace lycosa::inline store
