#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "record/record.h"
#include "store/store.h"

namespace lycosa::inline inspect {

// An origin of a store, as a crawl meets it: what waits for it, and what it waits for.
struct HostLine {
  uint64_t root_hash = 0;
  std::string origin;                 // "uk,co,bnikolic s443"
  int64_t queued = 0;                 // URLs that wait to be fetched
  std::optional<Timestamp> next_due;  // when the first of them may be; nothing without any
  std::optional<HostRow> politeness;  // what is kept of it; nothing while the configured delay says all
};

// Every origin that has URLs waiting or must be left alone, those first that have the most waiting. `reader` leaves out
// what it cannot read.
Result<std::vector<HostLine>> list_hosts(StoreReader& reader, Timestamp now);

// A line as JSON.
nlohmann::ordered_json host_line_json(const HostLine& line);

}  // namespace lycosa::inline inspect
