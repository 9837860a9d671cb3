#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "base/time.h"
#include "robots/robots.h"

namespace lycosa {

// A URL that waits to be fetched.
struct QueuedUrl {
  std::string unparsed;
  uint16_t depth = 0;
  uint8_t hops = 0;
  uint8_t attempts = 0;
  bool sitemap_file = false;
};

// A URL that must not be fetched before a time.
struct DelayedUrl {
  Timestamp due;
  QueuedUrl url;
  bool operator<(const DelayedUrl& other) const { return due > other.due; }  // a heap's top is the earliest
};

// One origin and its queue. The unit of politeness.
//
// It stands in the frontier's schedule at most once that counts: at `scheduled`.
struct Host {
  // `private_address`: asking for robots.txt showed that the host may not be contacted at all.
  enum class Robots { unknown, fetching, by_rules, allow_all, disallow_all, private_address };

  std::string origin;  // "uk,co,bnikolic s443"
  uint64_t root_hash = 0;
  std::deque<QueuedUrl> ready;
  std::priority_queue<DelayedUrl> delayed;

  int in_flight = 0;
  Timestamp next_request;               // no request before
  int64_t delay_ms = 0;                 // the configured one or robots.txt's, the longer
  std::optional<double> crawl_delay;    // of robots.txt, in seconds
  int failures = 0;                     // in a row, without an answer
  std::string address;                  // of the last answer

  Robots robots = Robots::unknown;
  RobotsTxt rules;
  Timestamp robots_expire;
  std::string robots_evidence;          // why everything is disallowed

  std::optional<Timestamp> scheduled;

  bool has_work() const { return !ready.empty() || !delayed.empty(); }
};

}  // namespace lycosa
