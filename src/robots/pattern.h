#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The comparison of RFC 9309, section 2.2.2. Both sides are brought to one percent-encoding first: unreserved
// characters plain, reserved ones as they came, all others escaped in upper case.
namespace lycosa::inline robots {

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

// A normalised path that many patterns are matched with. A file can hold tens of thousands of rules that all nearly
// match: where each byte stands in the path is noted once, and then a step of the search is taken at 64 places of the
// path at a time.
class Subject {
 public:
  explicit Subject(std::string_view path) : path_(path) {}
  // The same as robots::matches(pattern, path).
  bool matches(std::string_view pattern);

 private:
  size_t find(std::string_view wanted, size_t from);
  void note_places();

  std::string_view path_;
  size_t words_ = 0;              // of 64 places, a byte
  std::vector<uint64_t> places_;  // by byte, then by word; empty until it is needed
};

}  // namespace lycosa::inline robots
