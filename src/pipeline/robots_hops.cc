#include "pipeline/robots_hops.h"

#include <utility>

#include "reason/reason.h"

namespace lycosa::inline pipeline {

void add_robots_hop(std::vector<Exchange>& hops, Exchange answer) {
  answer.purpose = Purpose::robots;
  answer.hop = static_cast<int>(hops.size());
  hops.push_back(std::move(answer));
}

std::optional<Url> next_robots_hop(const std::vector<Exchange>& hops, int64_t max_redirects,
                                   const CanonicalOptions& rules) {
  const Exchange& last = hops.back();
  if (!is_redirect_status(last.status)) return std::nullopt;
  if (static_cast<int64_t>(hops.size()) > max_redirects) return std::nullopt;
  const auto location = last.header("Location");
  const auto base = Url::parse(last.url);
  if (!location || !base) return std::nullopt;
  const auto target = Url::parse_field(*location, &*base);
  if (!target || !target->is_http()) return std::nullopt;
  return canonical(*target, rules);
}

std::optional<KnownRobots> known_robots(std::span<const RobotsRow> newest_first, Timestamp now, bool allow_private) {
  const RobotsRow* row = robots_in_force(newest_first, now);
  if (row == nullptr || Timestamp::from_seconds(row->expires_stamp) <= now) return std::nullopt;
  if (allow_private && row->outcome == code(Reason::ban_private_address)) return std::nullopt;
  KnownRobots known{row, std::nullopt};
  if (row != &newest_first.front()) known.ask_again = Timestamp::from_seconds(newest_first.front().expires_stamp);
  return known;
}

}  // namespace lycosa::inline pipeline
