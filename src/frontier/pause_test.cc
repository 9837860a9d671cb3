#include "frontier/pause.h"

#include <gtest/gtest.h>

namespace lycosa::inline frontier {
namespace {

constexpr int64_t kHour = 3'600'000, kDay = 24 * kHour;

FetchOutcome answer(int status, std::optional<int64_t> retry_after_ms = {}, int64_t took_ms = 100) {
  FetchOutcome outcome;
  outcome.status = status;
  outcome.retry_after_ms = retry_after_ms;
  outcome.took_ms = took_ms;
  return outcome;
}

FetchOutcome no_answer(Reason failure) {
  FetchOutcome outcome;
  outcome.failure = failure;
  return outcome;
}

TEST(PauseAfter, IsWhatTheAnswerAsksForAndNeverLessThanTheDelay) {
  struct Case {
    FetchOutcome outcome;
    int failures;
    int64_t delay_ms;
    int64_t pause_ms;  // 0: none
    const char* reason;
    const char* evidence;
  };
  const Reason reset = Reason::network_reset;
  const Case cases[] = {
      {answer(200), 0, 1000, 0, "", ""},
      {answer(404), 0, 1000, 0, "", ""},
      {answer(429, kHour), 1, 1000, kHour, "http.429", "Retry-After with HTTP 429, 1 h 0 min"},
      {answer(503, kHour), 1, 1000, kHour, "http.5xx", "Retry-After with HTTP 503, 1 h 0 min"},
      {answer(302, 5000), 0, 1000, 5000, "redirect.redirected", "Retry-After with HTTP 302, 5.0 s"},
      {answer(429, 30 * kDay), 1, 1000, kDay, "http.429", "Retry-After with HTTP 429, 24 h 0 min"},
      {answer(429, 500), 1, 1000, 0, "", ""},
      {answer(429), 1, 0, 1000, "http.429", "HTTP 429 without Retry-After"},
      {answer(429), 3, 0, 4000, "http.429", "HTTP 429 without Retry-After, 3 in a row"},
      {answer(429), 1000, 0, 64'000, "http.429", "HTTP 429 without Retry-After, 7 in a row"},
      {answer(503), 1, 0, 0, "", ""},
      {answer(503), 2, 0, 500, "http.5xx", "HTTP 503, 2 in a row"},
      {no_answer(reset), 1, 0, 0, "", ""},
      {no_answer(reset), 4, 0, 2000, "network.reset", "no answer, 4 in a row"},
      {no_answer(reset), 4, 3000, 0, "", ""},
      {no_answer(Reason::network_dns_nxdomain), 0, 0, 0, "", ""},
      {answer(200, {}, 8000), 0, 1000, 8000, "schedule.politeness_wait", "its last answer took 8.0 s"},
      {answer(200, {}, 800'000), 0, 1000, 60'000, "schedule.politeness_wait", "its last answer took 13 min 20 s"},
      {answer(200, {}, 8000), 0, 0, 0, "", ""},
  };
  for (const Case& test : cases) {
    const auto pause = pause_after(test.outcome, test.failures, test.delay_ms, kDay);
    EXPECT_EQ(pause ? pause->ms : 0, test.pause_ms) << test.evidence;
    EXPECT_EQ(pause ? code(pause->reason) : "", test.reason);
    EXPECT_EQ(pause ? pause->evidence : "", test.evidence);
  }
}

}  // namespace
}  // namespace lycosa::inline frontier
