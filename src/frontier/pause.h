#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "frontier/lease.h"
#include "reason/reason.h"

namespace lycosa::inline frontier {

// For how long a host is left alone beyond its delay, and why.
struct Pause {
  int64_t ms = 0;
  Reason reason = Reason::schedule_politeness_wait;
  std::string evidence;
};

// Whether the outcome speaks against its host: no answer, 429 or 503.
bool is_against_host(const FetchOutcome& outcome);

// What an outcome asks for. `failures` is how many in a row speak against the host, this one included; `most_ms` the
// longest Retry-After that is obeyed. Nothing when the host's delay is enough.
std::optional<Pause> pause_after(const FetchOutcome& outcome, int failures, int64_t delay_ms, int64_t most_ms);

// At most so many failures in a row make the pause longer.
inline constexpr int kMostFailures = 7;

}  // namespace lycosa::inline frontier
