#include "frontier/host.h"

#include "verdict/robots_view.h"

namespace lycosa::inline frontier {
namespace {

// The last part of its time, in which a file is asked for again while its rules still hold.
constexpr int64_t kRefreshPart = 10;

}  // namespace

bool Host::take_robots(const RobotsRow& row, std::string_view agent, std::optional<Timestamp> ask_again,
                       Timestamp now) {
  robots_asked = false;
  robots_answered = true;
  const Timestamp expires = Timestamp::from_seconds(row.expires_stamp);
  const bool unreachable = row.access == name(RobotsAccess::disallow_all);
  robots_fault.reset();
  if (unreachable && !is_private(row)) {
    robots_fault = robots_unreachable_reason(row);
    robots_due = expires;
    expire_robots(now);
    if (!robots_good()) robots = Robots::disallow_all;
    return false;
  }
  robots_expire = expires;
  const int64_t time = expires.ms - row.fetch_stamp_ms;
  robots_due = ask_again.value_or(unreachable ? expires : expires + -time / kRefreshPart);
  crawl_delay.reset();
  robots = unreachable ? Robots::private_address : Robots::allow_all;
  if (row.access != name(RobotsAccess::by_rules)) return false;
  robots = Robots::by_rules;
  rules = RobotsTxt::parse(row.body);
  crawl_delay = rules.crawl_delay(agent);
  return true;
}

void Host::expire_robots(Timestamp now) {
  if (!robots_good() || now < robots_expire) return;
  robots = robots_asked ? Robots::unknown : Robots::disallow_all;
}

}  // namespace lycosa::inline frontier
