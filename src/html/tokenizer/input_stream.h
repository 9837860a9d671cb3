#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "html/dom/pod_vector.h"
#include "html/parse_error.h"

namespace lycosa::html {

// «Normalize newlines» (Infra standard) as the input stream's preprocessing asks (HTML standard, section 13.2.3.5).
// False, and nothing written, when the text has no carriage return; else `out` gets the text.
bool normalise_newlines(std::string_view text, PodVector<char>& out);

// The errors that preprocessing finds: surrogates, noncharacters, controls (section 13.2.3.5). Told in order.
void find_input_errors(std::string_view source, const std::function<void(ParseErrorKind, size_t)>& found);

}  // namespace lycosa::html
