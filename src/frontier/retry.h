#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "frontier/lease.h"
#include "reason/reason.h"

namespace lycosa::inline frontier {

inline int64_t to_ms(double seconds) {
  return std::llround(seconds * 1000);
}

// Whether a failure to get an answer may pass by itself.
bool may_pass(Reason reason);
// Why a fetch is to be tried again; nothing when its outcome stands.
std::optional<Reason> retry_reason(const FetchOutcome& outcome);

}  // namespace lycosa::inline frontier
