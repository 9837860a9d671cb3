#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace lycosa::cli {

// To be called when a verb has declared its options. An option takes the one word behind it and no more, so that
// arguments may stand after options as well as before them; words that are left over are kept for
// unexpected_argument().
void settle_arguments(CLI::App& app);

// What is wrong with the words of a verb, and the remedy. `error` is what the parser said. Empty when nothing is.
std::string argument_mistake(const CLI::App& app, const CLI::ParseError* error);

}  // namespace lycosa::cli
