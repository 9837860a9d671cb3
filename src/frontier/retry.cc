#include "frontier/retry.h"

namespace lycosa::inline frontier {

bool may_pass(Reason reason) {
  switch (reason) {
    case Reason::network_dns_servfail:
    case Reason::network_dns_timeout:
    case Reason::network_connect_refused:
    case Reason::network_connect_timeout:
    case Reason::network_reset:
    case Reason::network_read_timeout:
    case Reason::network_time_budget:
    case Reason::network_too_slow:
    case Reason::network_h2_error:
      return true;
    default:
      return false;
  }
}

std::optional<Reason> retry_reason(const FetchOutcome& outcome) {
  if (outcome.status == 429) return Reason::http_429;
  if (outcome.status >= 500 && outcome.status <= 599) return Reason::http_5xx;
  if (outcome.status == 0 && outcome.failure && may_pass(*outcome.failure)) return outcome.failure;
  return std::nullopt;
}

}  // namespace lycosa::inline frontier
