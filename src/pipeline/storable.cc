#include "pipeline/storable.h"

#include "base/text.h"

namespace lycosa::inline pipeline {

std::string storable(std::string_view text, size_t limit) {
  // U+FFFD takes up to three bytes for one, so no more than this much can matter.
  if (!is_valid_utf8(text))
    return std::string(utf8_prefix(storable(to_valid_utf8(text.substr(0, limit + 4)), limit), limit));
  std::string kept(utf8_prefix(text, limit));
  if (kept.find('\0') == std::string::npos) return kept;
  std::string replaced;
  for (char c : kept) {
    if (c == '\0') {
      append_utf8(replaced, 0xfffd);
    } else {
      replaced += c;
    }
  }
  return std::string(utf8_prefix(replaced, limit));
}

}  // namespace lycosa::inline pipeline
