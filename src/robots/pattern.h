#pragma once

#include <string>
#include <string_view>

// The comparison of RFC 9309, section 2.2.2. Both sides are brought to one percent-encoding first: unreserved
// characters plain, reserved ones as they came, all others escaped in upper case.
namespace lycosa::robots {

// "*" and "$" of a path are literal, so they are escaped.
std::string normalize_path(std::string_view path);
// "*" stays, a final "$" stays, any other "$" is literal and escaped.
std::string normalize_pattern(std::string_view pattern);
// "/a/$" of "/a/index.html": who allows the index page allows its directory, as Google's parser reads it. Empty for
// other patterns.
std::string directory_of_index(std::string_view normalized_pattern);

// Does the pattern match a prefix of the path (all of it, when it ends with "$")? Both normalised. Takes time linear in
// the sum of both, whatever they hold.
bool matches(std::string_view pattern, std::string_view path);

}  // namespace lycosa::robots
