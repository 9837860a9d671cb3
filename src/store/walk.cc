#include "store/walk.h"

#include <algorithm>

namespace lycosa::inline store {

KeyRange key_range(const StorePart& part, const std::optional<UrlKey>& after) {
  KeyRange range;
  if (!part.root_hash) {
    if (after) range.root = static_cast<int64_t>(after->root_hash);
    if (after) range.first = after->unparsed;
    return range;
  }
  range.root = static_cast<int64_t>(*part.root_hash);
  if (!part.host.empty()) range.first = part.host + "!";
  // '"' comes right behind '!', and 0x7f behind every byte that an unparsed URL can have.
  range.end = part.host.empty() ? "\x7f" : part.host + "\"";
  if (after) range.first = std::max(range.first, after->unparsed);
  return range;
}

}  // namespace lycosa::inline store
