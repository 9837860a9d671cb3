#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "frontier/host_queue.h"
#include "frontier/pause.h"
#include "reason/reason.h"
#include "record/record.h"
#include "robots/robots.h"

namespace lycosa::inline frontier {

// One origin and its queue. The unit of politeness.
//
// It stands in the frontier's schedule at most once that counts: at `scheduled`.
struct Host {
  // What is known of its robots.txt. `private_address`: asking for it showed that the host may not be contacted at all.
  enum class Robots { unknown, by_rules, allow_all, disallow_all, private_address };

  Host(uint32_t number, std::string name, uint64_t root, size_t queue_limit)
      : id(number), origin(std::move(name)), root_hash(root), queue(queue_limit) {}

  const uint32_t id;         // its place in Hosts
  const std::string origin;  // "uk,co,bnikolic s443"
  const uint64_t root_hash;
  HostQueue queue;

  int in_flight = 0;
  int being_read = 0;                 // of its pages, on the workers
  bool prompt = false;                // its last answer came, and soon
  bool trusted = false;               // its last page came soon and was cheap to read
  Timestamp next_request;             // no request before
  int64_t delay_ms = 0;               // the configured one or robots.txt's, the longer
  std::optional<double> crawl_delay;  // of robots.txt, in seconds
  int failures = 0;                   // in a row: no answer, 429 or 503
  std::optional<Pause> pause;         // why next_request is later than its delay says
  std::optional<Timestamp> kept;      // next_request as it was last handed out to be stored
  std::string address;                // of the last answer

  Robots robots = Robots::unknown;
  RobotsTxt rules;
  std::optional<Reason> robots_fault;  // why the last answer was none
  bool robots_asked = false;           // the file is on its way
  bool robots_answered = false;        // it came before, whatever it said
  Timestamp robots_expire;             // what is known holds until then
  Timestamp robots_due;                // when to ask again: before it expires, so that pages need not wait for it

  std::optional<Timestamp> scheduled;

  bool robots_good() const { return robots != Robots::unknown && robots != Robots::disallow_all; }
  bool robots_needed(Timestamp now) const { return !robots_asked && (robots == Robots::unknown || now >= robots_due); }
  // Takes what came of asking. An unreachable file leaves the last good one in force for its time. Whether the rules
  // are new. `ask_again`, when given, is when the file is to be asked for next.
  bool take_robots(const RobotsRow& row, std::string_view agent, std::optional<Timestamp> ask_again, Timestamp now);
  // Forgets what has expired: pages wait for the file from here on.
  void expire_robots(Timestamp now);
};

}  // namespace lycosa::inline frontier
