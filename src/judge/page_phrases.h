#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lycosa::inline judge {

enum class PhraseKind : uint8_t {
  no_page,   // says of a page that it is not there: «page not found»
  missing,   // says so of anything: «no longer available»
  status,    // 404 and 410
  needs_js,  // asks for JavaScript to be switched on
};

// The first `limit` bytes of a text as phrases are looked for in it: letters small, dashes and bullets as «|», other
// punctuation outside ASCII and white space as one space.
std::string folded(std::string_view text, size_t limit);

// What of a folded text the phrases of the table take.
struct PhraseShare {
  size_t no_page = 0;  // bytes
  size_t missing = 0;
  size_t status = 0;
  size_t needs_js = 0;
};
PhraseShare find_phrases(std::string_view folded_text);

}  // namespace lycosa::inline judge
