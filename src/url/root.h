#pragma once

#include <cstddef>
#include <string_view>

namespace lycosa::inline url {

// How many of `hostname`'s labels, from the right, are its root. `hostname` is a domain as the URL parser writes it,
// not an IP address. A host that is itself a public suffix, or has one label, is its own root; an unknown suffix is
// taken to have one label.
size_t root_labels(std::string_view hostname);

}  // namespace lycosa::inline url
