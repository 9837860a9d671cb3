#pragma once

#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crawl/crawl.h"
#include "frontier/bans.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// The bans in force once lists are taken, and the rows that this changes in the store.
struct TakenBans {
  BanList list;
  std::vector<BanRow> rows;
};

// The lists given now replace what the store has of lists with the same names; other bans of the store stay.
Result<TakenBans> take_bans(StoreReader& reader, const std::vector<BanFile>& files, Timestamp now);

}  // namespace lycosa::inline crawl
