#pragma once

#include <optional>
#include <vector>

#include "exchange/exchange.h"
#include "frontier/frontier.h"
#include "url/url.h"

namespace lycosa {

// One robots.txt on its way: the lease of its host and the hops so far.
struct RobotsFetch {
  Lease lease;
  std::vector<Exchange> hops;
};

// Where the last hop sends us, when it is a redirect to an http(s) URL that we may still follow.
std::optional<Url> next_robots_hop(const RobotsFetch& fetch, int64_t max_redirects);

// Marks an exchange as a hop of a robots.txt.
void mark_robots_hop(Exchange& exchange, size_t hop);

}  // namespace lycosa
