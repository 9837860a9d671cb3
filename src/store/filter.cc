#include "store/filter.h"

#include <vector>

namespace lycosa::inline store {

std::span<const Filter> default_filters() {
  static const std::vector<Filter> filters = {
      {"HTTP status", "download_http_code = 200"},
      {"Age cutoff", "download_stamp > now() - 6 MONTH"},
      {"History drop", "isNull(history_drop_reason)"},
      {"Spam/ban", "fh_dont_index != 1 AND ml_spam_score = 0"},
      {"Canonical", "meta_canonical IS NULL OR = '' OR = src_unparsed"},
  };
  return filters;
}

}  // namespace lycosa::inline store
