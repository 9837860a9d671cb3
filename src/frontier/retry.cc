#include "frontier/retry.h"

namespace lycosa::inline frontier {

std::optional<Reason> passing_failure(const FetchOutcome& outcome) {
  const bool passes = outcome.status == 0 && outcome.failure && info(*outcome.failure).passes_by_itself();
  return passes ? outcome.failure : std::nullopt;
}

std::optional<Reason> retry_reason(const FetchOutcome& outcome) {
  if (outcome.status == 0) return passing_failure(outcome);
  const std::optional<Reason> reason = reason_for_status(outcome.status);
  return reason && info(*reason).passes_by_itself() ? reason : std::nullopt;
}

}  // namespace lycosa::inline frontier
