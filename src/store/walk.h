#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "store/store.h"

// A part of one shard in key order: what StoreReader::walk() and walk_events() do on every engine.
namespace lycosa::inline store {

// The rows whose key begins with more than (root, first); of a part with a root only those of that root and before
// `end`.
struct KeyRange {
  int64_t root = -1;
  std::string first;
  std::string end;
};
KeyRange key_range(const StorePart& part, const std::optional<UrlKey>& after);

// Visits the URLs of two tables side by side. A cursor stands on a row: row() is null at the end, take() gives it away,
// next() moves on.
template <class SeenCursor, class PageCursor>
Result<void> walk_side_by_side(SeenCursor& seen, PageCursor& pages, const std::function<bool(UrlRows&)>& visit) {
  while (true) {
    const SeenRow* of_seen = seen.row();
    const PageInfoRow* of_pages = pages.row();
    if (!of_seen && !of_pages) return {};
    UrlRows rows;
    const bool in_seen = of_seen && (!of_pages || of_seen->key <= of_pages->key);
    const bool in_pages = of_pages && (!of_seen || of_pages->key <= of_seen->key);
    rows.key = in_seen ? of_seen->key : of_pages->key;
    if (in_seen) {
      rows.seen = seen.take();
      if (auto moved = seen.next(); !moved) return moved;
    }
    if (in_pages) {
      rows.page = pages.take();
      if (auto moved = pages.next(); !moved) return moved;
    }
    if (!visit(rows)) return {};
  }
}

}  // namespace lycosa::inline store
