#pragma once

#include <string_view>

#include "base/result.h"

namespace lycosa::inline base {

// Stands in for toml++'s assertions: throws what parse_toml() turns into an error.
[[noreturn]] void refuse_toml();

}  // namespace lycosa::inline base

// toml++ takes for granted what hostile text can deny («[{x»): it would end the program or, built with NDEBUG, go on
// with undefined behaviour. Whoever uses it includes this header and never toml++ itself, since its inline functions
// must be the same everywhere.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_EXCEPTIONS 0
#define TOML_ASSERT(expr) ((expr) ? void() : ::lycosa::refuse_toml())
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

namespace lycosa::inline base {

// Reads TOML that nobody vouches for. Never ends the program and never throws: text that is no TOML, that is larger
// than 1 MiB or that nests too deeply is an error, which names `origin` and the line.
Result<toml::table> parse_toml(std::string_view text, std::string_view origin);

}  // namespace lycosa::inline base
