#include "crawl/taken_in.h"

namespace lycosa::inline crawl {

Result<bool> take_known_place(StoreReader& stored, SeenRow& seen) {
  const auto known = stored.seen(seen.key);
  if (!known) return known.unexpected();
  if (!known->found) return false;
  seen.role = known->found->role;
  seen.depth = known->found->depth;
  seen.hops = known->found->hops;
  return true;
}

}  // namespace lycosa::inline crawl
