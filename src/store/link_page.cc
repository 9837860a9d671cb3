#include <algorithm>

#include "store/store.h"

namespace lycosa::inline store {

void LinkPage::cut(int limit) {
  const auto most = static_cast<size_t>(std::max(limit, 0));
  if (rows.size() <= most) return;
  rows.resize(most);
  if (most > 0) next = rows.back().other.unparsed;
}

bool LinkPage::misses(uint32_t shard) const {
  return std::any_of(unavailable.begin(), unavailable.end(),
                     [&](const ShardFault& fault) { return fault.shard == shard; });
}

}  // namespace lycosa::inline store
