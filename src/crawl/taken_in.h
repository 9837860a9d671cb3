#pragma once

#include "base/result.h"
#include "record/record.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// Where a page that is taken in from elsewhere stands in the crawl: an archive or a file does not know how its pages
// were found, and the store may. Gives `seen` the role, depth and hops that the store has. Whether it has any.
Result<bool> take_known_place(StoreReader& stored, SeenRow& seen);

}  // namespace lycosa::inline crawl
