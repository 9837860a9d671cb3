// How a lease ends, and what is left waiting when a crawl does.
#include <algorithm>

#include "base/text.h"
#include "frontier/retry.h"
#include "frontier/state.h"

namespace lycosa::inline frontier {

SeenRow Frontier::finish(Lease lease, const FetchOutcome& outcome, Timestamp now) {
  State& s = *state_;
  Host& host = s.hosts[lease.host_];
  s.hosts.end(host, outcome, lease.begun, now);
  lease.frontier_ = nullptr;

  SeenMark mark = s.seen.find(lease.key.unparsed).value_or(SeenMark{});
  mark.state = SeenState::crawled;
  mark.reason.reset();
  const int attempts = lease.attempts + 1;
  std::optional<Timestamp> due;
  if (const std::optional<Reason> again = retry_reason(outcome); again && lease.attempts < s.config.retries) {
    mark.state = SeenState::retry;
    mark.reason = again;
    const int64_t asked = std::min(outcome.retry_after_ms.value_or(0), to_ms(s.config.retry_after_max));
    due = now + std::max(to_ms(s.config.retry_wait) << std::min(lease.attempts, 20), asked);
    host.queue.push_delayed({lease.key.unparsed, static_cast<uint8_t>(std::min(attempts, 255)), true}, *due);
  } else if (outcome.status == 0) {
    mark.reason = outcome.failure.value_or(Reason::network_reset);
    mark.state = state_after(*mark.reason);
  }
  SeenRow row = row_of(lease.key, mark, now);
  row.attempts = attempts;
  if (due) row.next_due_stamp_ms = due->ms;
  if (mark.reason) {
    row.evidence = outcome.status != 0 ? status_evidence(outcome.status) : outcome.detail;
  }
  s.seen.set(lease.key.unparsed, mark);
  s.hosts.reschedule(host);
  return row;
}

void Frontier::State::take_robots(Host& host, const RobotsRow& robots, std::optional<Timestamp> ask_again,
                                  Timestamp now) {
  if (host.take_robots(robots, config.product_token(), ask_again, now)) {
    sitemaps.insert(sitemaps.end(), host.rules.sitemaps().begin(), host.rules.sitemaps().end());
  }
  hosts.set_delay(host);
  hosts.reschedule(host);
}

// The page behind a robots.txt waits as long as the configured delay says: a Crawl-delay is known only now.
void Frontier::finish_robots(Lease lease, const RobotsRow& robots, const FetchOutcome& outcome, Timestamp now) {
  State& s = *state_;
  Host& host = s.hosts[lease.host_];
  s.hosts.end(host, outcome, lease.begun, now);
  lease.frontier_ = nullptr;
  s.take_robots(host, robots, std::nullopt, now);
}

void Frontier::use_known_robots(Lease lease, const RobotsRow& robots, std::optional<Timestamp> ask_again,
                                Timestamp now) {
  State& s = *state_;
  Host& host = s.hosts[lease.host_];
  s.hosts.undo_begin(host, lease.begun, lease.free_before_);
  lease.frontier_ = nullptr;
  s.take_robots(host, robots, ask_again, now);
}

void Frontier::give_back(Lease& lease) {
  State& s = *state_;
  Host& host = s.hosts[lease.host_];
  s.hosts.leave(host);
  if (lease.kind == Lease::Kind::robots) {
    host.robots_asked = false;
  } else {
    SeenMark mark = s.seen.find(lease.key.unparsed).value_or(SeenMark{});
    mark.state = SeenState::queued;
    s.seen.set(lease.key.unparsed, mark);
    host.queue.push_first({lease.key.unparsed, static_cast<uint8_t>(std::min(lease.attempts, 255)), lease.repeated});
  }
  s.hosts.reschedule(host);
}

std::vector<SeenRow> Frontier::waiting(const std::string& budget, Timestamp now) const {
  const State& s = *state_;
  std::vector<SeenRow> rows;
  const auto add = [&](const Host& host, const QueuedUrl& url, Reason reason, std::string evidence,
                       std::optional<int64_t> due) {
    SeenMark mark = s.seen.find(url.unparsed).value_or(SeenMark{});
    if (mark.reason == Reason::content_crashed) return;  // what its row says must stay
    mark.state = SeenState::queued;
    mark.reason = reason;
    rows.push_back(row_of({host.root_hash, url.unparsed}, mark, now));
    rows.back().evidence = std::move(evidence);
    rows.back().attempts = url.attempts;
    rows.back().next_due_stamp_ms = due;
  };
  for (const auto& host : s.hosts.all()) {
    if (host->robots == Host::Robots::disallow_all) continue;  // the host's row in `robots` says why
    for (const auto& [place, url] : host->queue.ready()) {
      if (!budget.empty()) {
        add(*host, url, Reason::schedule_budget_exhausted, budget, std::nullopt);
      } else if (host->next_request > now) {
        add(*host, url, Reason::schedule_politeness_wait, s.hosts.wait_of(*host).evidence, host->next_request.ms);
      }
    }
  }
  return rows;
}

}  // namespace lycosa::inline frontier
