#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/browse.h"
#include "store/sqlite.h"

namespace lycosa::inline store {

// Counts what three statements give, each in key order and with the key as its first columns:
// seen: state, reason; page_info: download_stamp, code, type, size, wire size, ms, words; page_history: event stamp,
// code, verdict, reason. Stops after `budget` rows.
Result<Totals> count_rows(Statement& seen, Statement& pages, Statement& history, int64_t budget);

}  // namespace lycosa::inline store
