#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "exchange/exchange.h"
#include "record/record.h"
#include "url/url.h"

// The way to a robots.txt: redirects that are followed, and the copy that is still good. Shared by whoever asks for
// one, a crawl between its other requests and a visit that waits for it.
namespace lycosa::inline pipeline {

// Adds an answer to those of one robots.txt, marked as its next hop.
void add_robots_hop(std::vector<Exchange>& hops, Exchange answer);

// Where the last hop leads, when it is a redirect to an http or https URL that may still be followed.
std::optional<Url> next_robots_hop(const std::vector<Exchange>& hops, int64_t max_redirects,
                                   const CanonicalOptions& rules);

// A stored robots.txt that requests may go by without asking for it again. Points into the rows it was found in.
struct KnownRobots {
  const RobotsRow* row = nullptr;
  // When to ask again, where that is not for `row` to say: the newest version was unreachable, `row` is the last good
  // one.
  std::optional<Timestamp> ask_again;
};
// `newest_first` are an origin's versions. None when it must be asked for, also when the host's address was a private
// one and `allow_private` has been set since.
std::optional<KnownRobots> known_robots(std::span<const RobotsRow> newest_first, Timestamp now, bool allow_private);
// Of the versions that is as many as have to be looked at: unreachable ones are asked for ever more rarely, so that no
// more than these fall into the time of a good one.
constexpr int kRobotsVersions = 16;

}  // namespace lycosa::inline pipeline
