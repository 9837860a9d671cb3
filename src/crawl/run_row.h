#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "config/config.h"
#include "record/record.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// A run that begins now. Its name is its start; when the store has a run of the same or a later millisecond, the next
// free one.
Result<RunRow> begin_run(std::string kind, const Config& config, StoreReader& store, Timestamp now);

// Ends a run that did all that it was to do.
void end_run(RunRow& run, Timestamp now);

// As TOML, one line each: the settings that differ from the defaults and say how a crawl goes. What says where the
// store is, how it was made and how much one run may do is not among them.
std::string settings_of(const Config& config);

}  // namespace lycosa::inline crawl
