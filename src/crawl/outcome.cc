#include "crawl/outcome.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline crawl {
namespace {

constexpr uint64_t kMostSeconds = 86400 * 365;

bool can_ask_to_wait(int status) {
  return status == 429 || status == 503 || (status >= 300 && status < 400);
}

}  // namespace

std::optional<int64_t> retry_after_ms(const Exchange& exchange, Timestamp now) {
  if (!can_ask_to_wait(exchange.status)) return std::nullopt;
  const auto value = exchange.header("Retry-After");
  if (!value) return std::nullopt;
  if (const auto seconds = parse_uint(trim(*value)))
    return static_cast<int64_t>(std::min(*seconds, kMostSeconds)) * 1000;
  if (const auto date = parse_http_date(*value)) return std::max<int64_t>(0, *date - now);
  return std::nullopt;
}

FetchOutcome outcome_of(const Exchange& exchange, Timestamp now) {
  FetchOutcome outcome;
  outcome.status = exchange.status;
  outcome.failure = exchange.failure;
  outcome.detail = exchange.failure_detail;
  outcome.retry_after_ms = retry_after_ms(exchange, now);
  outcome.took_ms = exchange.total_ms;
  outcome.address = exchange.address;
  return outcome;
}

}  // namespace lycosa::inline crawl
