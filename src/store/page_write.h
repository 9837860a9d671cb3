#pragma once

#include <optional>

#include "base/result.h"
#include "record/record.h"
#include "store/filter_engine.h"
#include "store/store.h"

namespace lycosa::inline store {

// Whose rows they are and of which crawl.
struct PageIdentity {
  const UrlKey* key = nullptr;  // of the page; null when it has no row that names it
  int64_t ver = 0;
};
PageIdentity identity(const PageWrite& page);
// Fails when links are to be replaced and nothing says whose.
Result<void> check_page(const PageWrite& page);

// A page's rows as they are kept. Whoever writes them, they are judged here, by the store's own filters and as things
// stood when the page was answered: what the time line calls the page, and when it first passed.
struct JudgedPage {
  PageInfoRow info;
  std::optional<PageHistoryRow> history;
};
JudgedPage judged(const PageInfoRow& info, const std::optional<PageHistoryRow>& history, FilterEngine& filters);

}  // namespace lycosa::inline store
