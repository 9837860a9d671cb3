#include "frontier/hosts.h"

#include <algorithm>
#include <cmath>

#include "frontier/retry.h"

namespace lycosa::inline frontier {
namespace {

constexpr int64_t kCappedMs = 20;       // when to look again at a host whose address or root is at its cap
constexpr int64_t kPromptMs = 2000;     // for an answer
constexpr int64_t kCheapMs = 300;       // of processor time, for reading a page
constexpr int64_t kLeastKeptMs = 2000;  // a shorter wait is over before another process asks

bool is_loopback(std::string_view address) {
  return address.substr(0, 4) == "127." || address == "::1";
}

}  // namespace

Hosts::Hosts(const Config& config, size_t queue_limit)
    : delay_ms_(to_ms(config.delay)),
      retry_after_max_ms_(to_ms(config.retry_after_max)),
      per_host_(config.connections_per_host),
      per_address_(config.connections_per_address),
      per_root_(std::max(config.connections_per_root, per_host_)),
      queue_limit_(queue_limit),
      most_on_trial_(std::max<int64_t>(config.connections / 2, 1)),
      most_read_on_trial_(std::max<int64_t>(config.connections / 8, 1)) {}

Host& Hosts::of(std::string origin, uint64_t root_hash) {
  const auto [it, is_new] = host_of_origin_.try_emplace(origin, static_cast<uint32_t>(hosts_.size()));
  if (is_new) {
    hosts_.push_back(std::make_unique<Host>(it->second, std::move(origin), root_hash, queue_limit_));
    hosts_.back()->delay_ms = delay_ms_;
  }
  return *hosts_[it->second];
}

Host* Hosts::find(const std::string& origin) {
  const auto it = host_of_origin_.find(origin);
  return it == host_of_origin_.end() ? nullptr : hosts_[it->second].get();
}

// When a host can next give a lease; nothing when it must first get one back, or has no work.
std::optional<Timestamp> Hosts::next_chance(const Host& host) const {
  const std::optional<Timestamp> due = host.queue.due();
  if (!due || host.in_flight >= per_host_) return std::nullopt;
  if (!host.trusted && host.being_read >= most_read_on_trial_) return std::nullopt;
  // Without rules to go by nothing can be done but to wait for them.
  if (!host.robots_good() && host.robots_asked) return std::nullopt;
  Timestamp when = std::max(host.next_request, *due);
  if (host.robots == Host::Robots::disallow_all) when = std::max(when, host.robots_due);
  return when;
}

void Hosts::reschedule(Host& host) {
  const std::optional<Timestamp> when = next_chance(host);
  if (when == host.scheduled) return;
  host.scheduled = when;
  if (when) schedule_of(host).push({*when, host.id});
}

std::optional<Hosts::Slot> Hosts::next_of(Schedule& schedule, bool trusted) {
  while (!schedule.empty()) {
    const auto [when, id] = schedule.top();
    if (hosts_[id]->scheduled == when && hosts_[id]->trusted == trusted) return schedule.top();
    schedule.pop();
  }
  return std::nullopt;
}

std::optional<Hosts::Slot> Hosts::next() {
  const std::optional<Slot> known = next_of(trusted_, true);
  const std::optional<Slot> other = trial_is_full() ? std::nullopt : next_of(untrusted_, false);
  if (!known || !other) return known ? known : other;
  return std::min(*known, *other);
}

Host* Hosts::take_due(Timestamp now) {
  for (auto slot = next(); slot && slot->first <= now; slot = next()) {
    Host& host = *hosts_[slot->second];
    schedule_of(host).pop();
    host.scheduled.reset();
    if (!is_capped(host)) return &host;
    host.scheduled = now + kCappedMs;
    schedule_of(host).push({*host.scheduled, host.id});
  }
  return nullptr;
}

std::optional<Timestamp> Hosts::next_due() {
  const std::optional<Slot> slot = next();
  return slot ? std::optional(slot->first) : std::nullopt;
}

void Hosts::trust(Host& host, bool trusted) {
  if (host.trusted == trusted) return;
  on_trial_ += (host.in_flight + host.being_read) * (trusted ? -1 : 1);
  host.trusted = trusted;
  host.scheduled.reset();
  reschedule(host);
}

void Hosts::begin_reading(Host& host) {
  ++host.being_read;
  if (!host.trusted) ++on_trial_;
  reschedule(host);
}

void Hosts::end_reading(Host& host, int64_t cpu_ms) {
  --host.being_read;
  if (!host.trusted) --on_trial_;
  trust(host, host.prompt && cpu_ms <= kCheapMs);
  reschedule(host);
}

template <class Key>
int Hosts::count(const InFlight<Key>& in_flight, const Key& key) {
  const auto it = in_flight.find(key);
  return it == in_flight.end() ? 0 : it->second;
}

template <class Key>
void Hosts::free_one(InFlight<Key>& in_flight, const Key& key) {
  const auto it = in_flight.find(key);
  if (it != in_flight.end() && --it->second <= 0) in_flight.erase(it);
}

bool Hosts::is_capped(const Host& host) const {
  if (count(in_flight_to_root_, host.root_hash) >= per_root_) return true;
  if (host.address.empty() || is_loopback(host.address)) return false;
  return count(in_flight_to_address_, host.address) >= per_address_;
}

void Hosts::begin(Host& host, Timestamp now) {
  ++host.in_flight;
  if (!host.trusted) ++on_trial_;
  ++in_flight_to_root_[host.root_hash];
  if (!host.address.empty()) ++in_flight_to_address_[host.address];
  host.pause.reset();
  host.next_request = now + host.delay_ms;
  keep(host, now);
}

void Hosts::leave(Host& host) {
  --host.in_flight;
  if (!host.trusted) --on_trial_;
  free_one(in_flight_to_root_, host.root_hash);
  free_one(in_flight_to_address_, host.address);
}

void Hosts::undo_begin(Host& host, Timestamp begun, Timestamp free_before) {
  leave(host);
  if (host.next_request == begun + host.delay_ms) host.next_request = free_before;
}

void Hosts::end(Host& host, const FetchOutcome& outcome, Timestamp begun, Timestamp now) {
  leave(host);
  if (!outcome.address.empty() && host.in_flight == 0) host.address = outcome.address;
  host.failures = is_against_host(outcome) ? std::min(host.failures + 1, kMostFailures) : 0;
  auto pause = pause_after(outcome, host.failures, host.delay_ms, retry_after_max_ms_);
  host.prompt = outcome.status != 0 && outcome.took_ms <= kPromptMs;
  if (!host.prompt) trust(host, false);
  const Timestamp next = pause ? now + pause->ms : begun + host.delay_ms;
  // Of requests that were in flight at once the one that asks for the longest time says why.
  if (pause && next >= host.next_request) host.pause = std::move(pause);
  host.next_request = std::max(host.next_request, next);
  keep(host, now);
}

void Hosts::set_delay(Host& host) {
  host.delay_ms = std::max(delay_ms_, to_ms(std::min(host.crawl_delay.value_or(0), 1e9)));
}

// What a host waits for, in words.
Pause Hosts::wait_of(const Host& host) const {
  if (host.pause) return *host.pause;
  const bool by_robots = host.delay_ms > delay_ms_;
  return {host.delay_ms, Reason::schedule_politeness_wait,
          (by_robots ? "Crawl-delay of its robots.txt, " : "delay between requests to the host, ") +
              duration(host.delay_ms)};
}

void Hosts::keep(Host& host, Timestamp now) {
  const bool must_wait = host.next_request - now >= kLeastKeptMs;
  if (must_wait ? host.kept == host.next_request : !host.kept || host.failures > 0) return;
  host.kept.reset();
  if (must_wait) host.kept = host.next_request;
  HostRow& row = changes_.emplace_back();
  row.root_hash = host.root_hash;
  row.host = host.origin;
  row.delay_ms = host.delay_ms;
  row.next_request_stamp_ms = host.next_request.ms;
  row.failures = host.failures;
  row.ver = now.ms;
  if (!must_wait || (!host.pause && host.delay_ms <= delay_ms_)) return;
  const Pause wait = wait_of(host);
  row.reason = std::string(code(wait.reason));
  row.evidence = wait.evidence;
}

void Hosts::restore(const HostRow& row, Timestamp now) {
  Timestamp next{row.next_request_stamp_ms};
  // The configured delay of that time means nothing to the present one.
  if (!row.reason) next = std::min(next, Timestamp{next.ms - row.delay_ms} + delay_ms_);
  if (next <= now && row.failures <= 0) return;
  Host& host = of(row.host, row.root_hash);
  // A clock that was set back since must not shut a host out for good.
  host.next_request = std::min(next, now + std::max({retry_after_max_ms_, row.delay_ms, delay_ms_}));
  host.failures = static_cast<int>(std::clamp<int64_t>(row.failures, 0, kMostFailures));
  host.kept = next;
  if (const auto reason = reason_from_code(row.reason.value_or(""))) {
    host.pause = Pause{next - now, *reason, row.evidence.value_or("")};
  }
  reschedule(host);
}

}  // namespace lycosa::inline frontier
