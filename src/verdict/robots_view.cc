#include "verdict/robots_view.h"

#include "base/text.h"
#include "url/url.h"

namespace lycosa::inline verdict {
namespace {

// What one version says of a target; `rules` are its own, when it goes by rules.
RobotsState state_of(const RobotsRow& row, const std::optional<RobotsTxt>& rules, std::string_view agent,
                     std::string_view target, std::optional<RobotsDecision>* decision) {
  const auto access = robots_access(row.access);
  if (access == RobotsAccess::allow_all) return RobotsState::allowed;
  if (access == RobotsAccess::disallow_all) return RobotsState::disallowed;
  if (!rules) return RobotsState::unknown;  // an access that a newer version knows
  RobotsDecision made = rules->decide(agent, target);
  const RobotsState state = made.allowed ? RobotsState::allowed : RobotsState::disallowed;
  if (decision != nullptr) *decision = std::move(made);
  return state;
}

std::optional<RobotsTxt> rules_of(const RobotsRow& row) {
  return robots_access(row.access) == RobotsAccess::by_rules ? std::optional(RobotsTxt::parse(row.body)) : std::nullopt;
}

}  // namespace

OriginRobots::OriginRobots(std::span<const RobotsRow> newest_first, std::string_view agent, Timestamp now)
    : versions_(newest_first), agent_(agent), in_force_(robots_in_force(newest_first, now)) {
  if (in_force_ == nullptr) return;
  rules_ = rules_of(*in_force_);
  if (rules_) crawl_delay_ = rules_->crawl_delay(agent_);
  expired_ = Timestamp::from_seconds(in_force_->expires_stamp) <= now;
}

RobotsView OriginRobots::view(std::string_view target) const {
  RobotsView view;
  if (in_force_ == nullptr) return view;
  view.state = state_of(*in_force_, rules_, agent_, target, &view.decision);
  view.row = in_force_;
  if (in_force_ != &versions_.front()) view.failed_since = &versions_.front();
  view.crawl_delay = crawl_delay_;
  view.expired = expired_;
  return view;
}

DisallowedSince OriginRobots::disallowed_since(std::string_view target) const {
  DisallowedSince since{Timestamp{in_force_->fetch_stamp_ms}, {}};
  for (const RobotsRow& row : versions_.subspan(static_cast<size_t>(in_force_ - versions_.data()) + 1)) {
    const RobotsState state = state_of(row, rules_of(row), agent_, target, nullptr);
    if (state == RobotsState::allowed) since.allowed_before = Timestamp{row.fetch_stamp_ms};
    if (state != RobotsState::disallowed) break;
    since.first = Timestamp{row.fetch_stamp_ms};
  }
  return since;
}

std::string robots_url(std::string_view unparsed) {
  const auto url = parse_unparsed(unparsed);
  return (url ? url->origin() : std::string()) + "/robots.txt";
}

bool is_private(const RobotsRow& row) {
  return row.outcome == code(Reason::ban_private_address) && !row.redirects;
}

Reason robots_unreachable_reason(const RobotsRow& row) {
  return row.http_code && *row.http_code >= 500 ? Reason::robots_unreachable_5xx : Reason::robots_unreachable_network;
}

std::string robots_deciding_line(const RobotsView& robots) {
  if (!robots.decision || !robots.decision->rule) return "robots.txt";
  const RobotsRule& rule = *robots.decision->rule;
  return "robots.txt line " + std::to_string(rule.line) + " «" + std::string(trim(rule.text)) + "»";
}

std::string_view name(RobotsState state) {
  switch (state) {
    case RobotsState::allowed:
      return "ALLOWED";
    case RobotsState::disallowed:
      return "DISALLOWED";
    case RobotsState::unknown:
      return "UNKNOWN";
  }
  return "";
}

}  // namespace lycosa::inline verdict
