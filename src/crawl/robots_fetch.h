#pragma once

#include <optional>
#include <vector>

#include "exchange/exchange.h"
#include "frontier/frontier.h"
#include "url/url.h"

namespace lycosa::inline crawl {

// One robots.txt on its way: the lease of its host and the hops so far.
struct RobotsFetch {
  Lease lease;
  std::vector<Exchange> hops;
  int64_t last_wait_ms = 0;  // after the fetch before, when that one failed
};

// Where the last hop sends us, when it is a redirect to an http(s) URL that we may still follow.
std::optional<Url> next_robots_hop(const std::vector<Exchange>& hops, int64_t max_redirects);

// Marks an exchange as a hop of a robots.txt.
void mark_robots_hop(Exchange& exchange, size_t hop);

}  // namespace lycosa::inline crawl
