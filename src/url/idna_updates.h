#pragma once

#include <string>
#include <string_view>

// What Unicode 15.1, 16 and 17 changed for UTS 46 in characters that matter to names, for an ICU whose data is of
// Unicode 15.0 (Debian 12's). With a newer ICU these do nothing that it would not do.
namespace lycosa::inline url::idna {

// Applies the mappings that changed: `text` is valid UTF-8.
std::string map_updated(std::string_view text);

// Is this a CJK ideograph assigned after Unicode 15.0? All of them are valid in names, map to themselves and have the
// properties of older ideographs.
bool is_new_ideograph(char32_t c);

}  // namespace lycosa::inline url::idna
