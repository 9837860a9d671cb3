#include "frontier/pause.h"

#include <algorithm>

#include "base/time.h"
#include "frontier/retry.h"

namespace lycosa::inline frontier {
namespace {

constexpr int kTooManyRequests = 429, kUnavailable = 503;
constexpr int64_t kFirstBusyMs = 1000;    // after 429, doubled each time
constexpr int64_t kFirstBackOffMs = 500;  // of a host that does not answer, doubled each time
constexpr int64_t kMostSlowMs = 60'000;   // for a slow answer

std::string in_a_row(int count) {
  return count == 1 ? "" : ", " + std::to_string(count) + " in a row";
}

std::optional<Pause> pause_for_failures(const FetchOutcome& outcome, int failures) {
  if (outcome.status == kTooManyRequests) {
    return Pause{kFirstBusyMs << (failures - 1), Reason::http_429, "HTTP 429 without Retry-After" + in_a_row(failures)};
  }
  // One failure may be the page's; from the second on it is the host's.
  if (failures < 2) return std::nullopt;
  const bool answered = outcome.status == kUnavailable;
  return Pause{kFirstBackOffMs << (failures - 2), answered ? Reason::http_5xx : *passing_failure(outcome),
               (answered ? "HTTP 503" : "no answer") + in_a_row(failures)};
}

}  // namespace

bool is_against_host(const FetchOutcome& outcome) {
  return outcome.status == kTooManyRequests || outcome.status == kUnavailable || passing_failure(outcome).has_value();
}

std::optional<Pause> pause_after(const FetchOutcome& outcome, int failures, int64_t delay_ms, int64_t most_ms) {
  std::optional<Pause> pause;
  if (outcome.retry_after_ms) {
    const int64_t ms = std::min(*outcome.retry_after_ms, most_ms);
    const Reason reason = reason_for_status(outcome.status).value_or(Reason::schedule_politeness_wait);
    pause = Pause{ms, reason, "Retry-After with HTTP " + std::to_string(outcome.status) + ", " + duration(ms)};
  } else if (is_against_host(outcome)) {
    pause = pause_for_failures(outcome, std::min(failures, kMostFailures));
  }
  // A host that takes long to answer is asked less often. Who sets no delay asks for the contrary.
  const int64_t slow_ms = std::min(outcome.took_ms, kMostSlowMs);
  if (delay_ms > 0 && slow_ms > delay_ms && slow_ms > (pause ? pause->ms : 0)) {
    pause = Pause{slow_ms, Reason::schedule_politeness_wait, "its last answer took " + duration(outcome.took_ms)};
  }
  return pause && pause->ms > delay_ms ? pause : std::nullopt;
}

}  // namespace lycosa::inline frontier
