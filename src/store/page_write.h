#pragma once

#include <optional>

#include "record/record.h"
#include "store/filter_engine.h"

namespace lycosa::inline store {

// A page's rows as they are kept. Whoever writes them, they are judged here, by the store's own filters and as things
// stood when the page was answered: what the time line calls the page, and when it first passed.
struct JudgedPage {
  PageInfoRow info;
  std::optional<PageHistoryRow> history;
};
JudgedPage judged(const PageInfoRow& info, const std::optional<PageHistoryRow>& history, FilterEngine& filters);

}  // namespace lycosa::inline store
