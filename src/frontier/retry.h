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

// Why no answer came, when that may pass by itself.
std::optional<Reason> passing_failure(const FetchOutcome& outcome);
// What another try may find changed: a status or a failure that may pass by itself.
std::optional<Reason> retry_reason(const FetchOutcome& outcome);

}  // namespace lycosa::inline frontier
