#include "frontier/hosts.h"

#include <algorithm>
#include <cmath>

#include "frontier/retry.h"

namespace lycosa::inline frontier {
namespace {

constexpr int64_t kMaxHostPauseMs = 60'000;  // a Retry-After holds the whole host at most so long
constexpr int64_t kAddressBusyMs = 20;       // when to look again at a host whose address is at its cap
constexpr int64_t kFirstBackOffMs = 500;     // of a host that does not answer, doubled each time
constexpr int kMaxBackOffDoublings = 7;

bool is_loopback(std::string_view address) {
  return address.substr(0, 4) == "127." || address == "::1";
}

}  // namespace

Hosts::Hosts(const Config& config, size_t queue_limit)
    : delay_ms_(to_ms(config.delay)),
      per_host_(config.connections_per_host),
      per_address_(config.connections_per_address),
      queue_limit_(queue_limit) {}

Host& Hosts::of(const UrlKey& key) {
  std::string origin = origin_of(key.unparsed);
  const auto [it, is_new] = host_of_origin_.try_emplace(origin, static_cast<uint32_t>(hosts_.size()));
  if (is_new) {
    hosts_.push_back(std::make_unique<Host>(it->second, std::move(origin), key.root_hash, queue_limit_));
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
  if (when) schedule_.push({*when, host.id});
}

Host* Hosts::take_due(Timestamp now) {
  while (!schedule_.empty() && schedule_.top().first <= now) {
    const auto [when, id] = schedule_.top();
    schedule_.pop();
    Host& host = *hosts_[id];
    if (host.scheduled != when) continue;
    host.scheduled.reset();
    if (!address_is_full(host)) return &host;
    host.next_request = now + kAddressBusyMs;
    reschedule(host);
  }
  return nullptr;
}

std::optional<Timestamp> Hosts::next_due() {
  while (!schedule_.empty()) {
    const auto [when, id] = schedule_.top();
    if (hosts_[id]->scheduled == when) return when;
    schedule_.pop();
  }
  return std::nullopt;
}

bool Hosts::address_is_full(const Host& host) const {
  if (host.address.empty() || is_loopback(host.address)) return false;
  const auto it = in_flight_to_address_.find(host.address);
  return it != in_flight_to_address_.end() && it->second >= per_address_;
}

void Hosts::free_address(const Host& host) {
  const auto it = in_flight_to_address_.find(host.address);
  if (it != in_flight_to_address_.end() && --it->second <= 0) in_flight_to_address_.erase(it);
}

void Hosts::begin(Host& host, Timestamp now) {
  ++host.in_flight;
  if (!host.address.empty()) ++in_flight_to_address_[host.address];
  host.next_request = now + host.delay_ms;
}

void Hosts::undo_begin(Host& host) {
  --host.in_flight;
  free_address(host);
}

void Hosts::end(Host& host, const FetchOutcome& outcome, Timestamp begun, Timestamp now) {
  undo_begin(host);
  if (!outcome.address.empty() && host.in_flight == 0) host.address = outcome.address;
  int64_t pause = host.delay_ms;
  if (passing_failure(outcome)) {
    host.failures = std::min(host.failures + 1, kMaxBackOffDoublings);
    // One failure may be the page's; from the second on it is the host's.
    if (host.failures > 1) pause = std::max(pause, kFirstBackOffMs << (host.failures - 2));
  } else {
    host.failures = 0;
  }
  if (host.delay_ms > 0) pause = std::max(pause, std::min(outcome.took_ms, kMaxHostPauseMs));
  host.next_request = std::max(host.next_request, (pause > host.delay_ms ? now : begun) + pause);
  if (outcome.retry_after_ms) {
    host.next_request = std::max(host.next_request, now + std::min(*outcome.retry_after_ms, kMaxHostPauseMs));
  }
}

void Hosts::set_delay(Host& host) {
  host.delay_ms = std::max(delay_ms_, to_ms(std::min(host.crawl_delay.value_or(0), 1e9)));
}

}  // namespace lycosa::inline frontier
