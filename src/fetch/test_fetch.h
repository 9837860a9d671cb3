#pragma once

#include <gtest/gtest.h>

#include "fetch/fetch.h"

namespace lycosa::inline fetch {

inline const ManualClock kTestClock(*parse_time("2026-04-10T17:37:08.123Z"));

// Limits small enough that a test which runs into one is short, and large enough that a busy machine does not.
inline Config test_config() {
  Config config;
  config.user_agent = "lycosa-test/1.0";
  config.allow_private = true;
  return config;
}

inline std::unique_ptr<Fetcher> open_fetcher(const Config& config) {
  auto fetcher = Fetcher::open(config, kTestClock);
  EXPECT_TRUE(fetcher) << fetcher.error().message;
  return std::move(*fetcher);
}

// One fetch to its end.
inline Exchange fetch_with(Fetcher& fetcher, FetchRequest request) {
  std::vector<FetchResult> done;
  request.id = 42;
  fetcher.start(std::move(request));
  while (done.empty()) fetcher.poll(-1, done);
  EXPECT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].id, 42u);
  EXPECT_FALSE(done[0].cancelled);
  EXPECT_EQ(fetcher.active(), 0u);
  EXPECT_TRUE(done[0].exchange.answered() || done[0].exchange.failure);
  return std::move(done[0].exchange);
}
inline Exchange fetch_with(Fetcher& fetcher, const std::string& url) {
  FetchRequest request;
  request.url = url;
  return fetch_with(fetcher, std::move(request));
}
inline Exchange fetch(const Config& config, const std::string& url) {
  return fetch_with(*open_fetcher(config), url);
}

inline void expect_failure(const Exchange& exchange, Reason reason) {
  ASSERT_TRUE(exchange.failure) << exchange.url << " was answered " << exchange.status;
  EXPECT_EQ(code(*exchange.failure), code(reason)) << exchange.url << ": " << exchange.failure_detail;
  EXPECT_NE(exchange.failure_detail, "");
}

}  // namespace lycosa::inline fetch
