// What comes out of a frontier: the next URL that politeness and robots.txt allow.
#include <algorithm>

#include "base/text.h"
#include "frontier/state.h"

namespace lycosa::inline frontier {
namespace {

// Steps as RobotsTxt::most_steps() counts them: some milliseconds a turn.
constexpr int64_t kMostStepsATurn = 4'000'000;
constexpr int64_t kStepsOfAnyUrl = 1000;
constexpr int64_t kRestMs = 20;

}  // namespace

std::optional<Refusal> Frontier::State::refused_by_robots(const Host& host, const Url& url) const {
  if (host.robots == Host::Robots::private_address) return refusal_by_private_host();
  if (host.robots != Host::Robots::by_rules) return std::nullopt;
  const RobotsDecision decision = host.rules.decide(config.product_token(), url.path_and_query());
  if (decision.allowed || !decision.rule) return std::nullopt;
  return Refusal{Reason::robots_disallowed, evidence_of(decision)};
}

void Frontier::State::refuse(Host& host, const QueuedUrl& url, const Refusal& refusal, Timestamp now) {
  SeenMark mark = seen.find(url.unparsed).value_or(SeenMark{});
  mark.state = SeenState::refused;
  mark.reason = refusal.reason;
  seen.set(url.unparsed, mark);
  SeenRow row = row_of({host.root_hash, url.unparsed}, mark, now);
  row.evidence = refusal.evidence;
  row.attempts = url.attempts;
  changes.push_back(std::move(row));
}

Result<Lease> Frontier::State::lease_robots(Host& host, Timestamp now) {
  Lease lease;
  lease.host_ = host.id;
  lease.free_before_ = host.next_request;
  lease.kind = Lease::Kind::robots;
  const size_t space = host.origin.find(' ');
  lease.key = {host.root_hash, host.origin.substr(0, space) + "!/robots.txt" + host.origin.substr(space)};
  auto url = parse_unparsed(lease.key.unparsed);
  if (!url) return bad_key(lease.key.unparsed);
  lease.url = std::move(*url);
  lease.again = host.robots_answered;
  host.robots_asked = true;
  lease.begun = now;
  hosts.begin(host, now);
  return lease;
}

// The next URL of a host that robots.txt allows. Those that it disallows become refused on the way. A file whose rules
// are dear to match has its host rest in between, so that others have their turn.
Result<std::optional<Lease>> Frontier::State::lease_page(Host& host, Timestamp now) {
  int64_t steps = 0;
  while (steps < kMostStepsATurn) {
    std::optional<QueuedUrl> next = host.queue.pop(now);
    if (!next) return std::optional<Lease>();
    auto url = parse_unparsed(next->unparsed);
    if (!url) return bad_key(next->unparsed);
    steps += kStepsOfAnyUrl + host.rules.most_steps(url->path_and_query().size());
    if (const auto refusal = refused_by_robots(host, *url)) {
      refuse(host, *next, *refusal, now);
      continue;
    }
    SeenMark mark = seen.find(next->unparsed).value_or(SeenMark{});
    mark.state = SeenState::leased;
    // Until the page is done, the store must say that it ended a process before.
    if (mark.reason != Reason::content_crashed) mark.reason.reset();
    seen.set(next->unparsed, mark);
    Lease lease;
    lease.host_ = host.id;
    lease.free_before_ = host.next_request;
    lease.url = std::move(*url);
    lease.key = {host.root_hash, next->unparsed};
    lease.depth = mark.depth;
    lease.hops = mark.hops;
    lease.attempts = next->attempts;
    lease.role = mark.role;
    lease.repeated = next->repeated;
    lease.begun = now;
    hosts.begin(host, now);
    changes.push_back(row_of(lease.key, mark, now));
    changes.back().attempts = lease.attempts;
    return std::optional(std::move(lease));
  }
  host.next_request = std::max(host.next_request, now + kRestMs);
  return std::optional<Lease>();
}

Result<std::optional<Lease>> Frontier::State::lease_from(Host& host, Timestamp now) {
  if (host.robots_needed(now)) {
    auto lease = lease_robots(host, now);
    if (!lease) return lease.unexpected();
    return std::optional(std::move(*lease));
  }
  host.expire_robots(now);
  if (!host.robots_good()) return std::optional<Lease>();
  return lease_page(host, now);
}

Result<std::optional<Lease>> Frontier::lease(Timestamp now) {
  State& s = *state_;
  while (Host* host = s.hosts.take_due(now)) {
    auto lease = s.lease_from(*host, now);
    s.hosts.reschedule(*host);
    if (!lease) return lease.unexpected();
    if (*lease) {
      (*lease)->frontier_ = this;
      return lease;
    }
  }
  return std::optional<Lease>();
}

}  // namespace lycosa::inline frontier
