#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "config/config.h"
#include "frontier/host.h"
#include "frontier/lease.h"
#include "url/url.h"

namespace lycosa::inline frontier {

// The hosts of a frontier, and the schedule that says which of them may be asked next: politeness.
class Hosts {
 public:
  Hosts(const Config& config, size_t queue_limit);

  // The host of a URL, made when it is new.
  Host& of(const UrlKey& key);
  // Null when no URL of that origin ever came.
  Host* find(const std::string& origin);
  Host& operator[](uint32_t id) { return *hosts_[id]; }
  const std::vector<std::unique_ptr<Host>>& all() const { return hosts_; }

  // To be called whenever something changed that says when a host may be asked.
  void reschedule(Host& host);
  // The next host whose time has come, taken off the schedule; null when there is none.
  Host* take_due(Timestamp now);
  // When take_due() next has one.
  std::optional<Timestamp> next_due();

  // A request to the host begins.
  void begin(Host& host, Timestamp now);
  // It has ended: slow and failing hosts wait longer for the next one.
  void end(Host& host, const FetchOutcome& outcome, Timestamp begun, Timestamp now);
  // It was never made.
  void undo_begin(Host& host);
  // The delay between two requests, after what robots.txt asks for.
  void set_delay(Host& host);

 private:
  std::optional<Timestamp> next_chance(const Host& host) const;
  bool address_is_full(const Host& host) const;
  void free_address(const Host& host);

  // (when, host): entries whose time is not the host's `scheduled` are stale and passed over.
  using Slot = std::pair<Timestamp, uint32_t>;

  const int64_t delay_ms_;
  const int64_t per_host_, per_address_;  // requests at once
  const size_t queue_limit_;
  std::vector<std::unique_ptr<Host>> hosts_;
  std::unordered_map<std::string, uint32_t> host_of_origin_;
  std::unordered_map<std::string, int> in_flight_to_address_;
  std::priority_queue<Slot, std::vector<Slot>, std::greater<>> schedule_;
};

}  // namespace lycosa::inline frontier
