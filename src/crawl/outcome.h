#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "exchange/exchange.h"
#include "frontier/lease.h"

namespace lycosa::inline crawl {

// Retry-After in milliseconds from now, of 429, 503 and redirects (RFC 9110, section 10.2.3).
std::optional<int64_t> retry_after_ms(const Exchange& exchange, Timestamp now);

// What the frontier must know of a fetch that has just ended.
FetchOutcome outcome_of(const Exchange& exchange, Timestamp now);

}  // namespace lycosa::inline crawl
