#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "base/time.h"
#include "record/record.h"
#include "robots/robots.h"

namespace lycosa::inline frontier {

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
  // What is known of its robots.txt. `private_address`: asking for it showed that the host may not be contacted at all.
  enum class Robots { unknown, by_rules, allow_all, disallow_all, private_address };

  std::string origin;  // "uk,co,bnikolic s443"
  uint64_t root_hash = 0;
  std::deque<QueuedUrl> ready;
  std::priority_queue<DelayedUrl> delayed;

  int in_flight = 0;
  Timestamp next_request;             // no request before
  int64_t delay_ms = 0;               // the configured one or robots.txt's, the longer
  std::optional<double> crawl_delay;  // of robots.txt, in seconds
  int failures = 0;                   // in a row, without an answer
  std::string address;                // of the last answer

  Robots robots = Robots::unknown;
  RobotsTxt rules;
  bool robots_asked = false;     // the file is on its way
  bool robots_answered = false;  // it came before, whatever it said
  Timestamp robots_expire;       // what is known holds until then
  Timestamp robots_due;          // when to ask again: before it expires, so that pages need not wait for it

  std::optional<Timestamp> scheduled;

  bool has_work() const { return !ready.empty() || !delayed.empty(); }
  bool robots_good() const { return robots != Robots::unknown && robots != Robots::disallow_all; }
  bool robots_needed(Timestamp now) const { return !robots_asked && (robots == Robots::unknown || now >= robots_due); }
  // Takes what came of asking. An unreachable file leaves the last good one in force for its time. Whether the rules
  // are new. `ask_again`, when given, is when the file is to be asked for next.
  bool take_robots(const RobotsRow& row, std::string_view agent, std::optional<Timestamp> ask_again, Timestamp now);
  // Forgets what has expired: pages wait for the file from here on.
  void expire_robots(Timestamp now);
};

}  // namespace lycosa::inline frontier
