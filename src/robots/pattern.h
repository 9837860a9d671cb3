#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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
// A rule costs its length at every match, so patterns have limits: 2 KiB and 16 wildcards. What a longer one means
// within them: to forbid, its beginning, which forbids more; to allow, nothing.
std::optional<std::string> within_limits(std::string normalized_pattern, bool allow);
// "/a/$" of "/a/index.html": Google's parser reads a rule that allows an index page as one that allows its directory.
// Empty for other patterns.
std::string directory_of_index(std::string_view normalized_pattern);

// Whether the pattern matches a prefix of the path, or all of it if the pattern ends with "$". Both are normalised.
// Takes time linear in the sum of their lengths, whatever they contain.
bool matches(std::string_view pattern, std::string_view path);

// A normalised path that is matched against many patterns. A file can hold tens of thousands of rules that all nearly
// match, so the positions of each byte in the path are noted once as bitmaps, and a step of the search then advances 64
// positions at a time.
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
