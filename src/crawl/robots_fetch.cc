#include "crawl/robots_fetch.h"

namespace lycosa {

std::optional<Url> next_robots_hop(const RobotsFetch& fetch, int64_t max_redirects) {
  const Exchange& last = fetch.hops.back();
  if (last.status < 301 || last.status > 308 || last.status == 304 || last.status == 305 || last.status == 306) {
    return std::nullopt;
  }
  if (static_cast<int64_t>(fetch.hops.size()) > max_redirects) return std::nullopt;
  const auto location = last.header("Location");
  const auto base = Url::parse(last.url);
  if (!location || !base) return std::nullopt;
  const auto target = Url::parse(*location, &*base);
  if (!target || !target->is_http()) return std::nullopt;
  return canonical(*target);
}

void mark_robots_hop(Exchange& exchange, size_t hop) {
  exchange.purpose = Purpose::robots;
  exchange.hop = static_cast<int>(hop);
}

}  // namespace lycosa
