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
#include "frontier/secret_hash.h"
#include "url/url.h"

namespace lycosa::inline frontier {

// The hosts of a frontier, and the schedule that says which of them may be asked next: politeness.
//
// Hosts that hang, and pages that are dear to read, must not take what all share. So a host is on trial until a page of
// it came soon and was cheap to read, and again when one did not. Together, hosts on trial have at most half of the
// connections, with their pages that are being read.
class Hosts {
 public:
  Hosts(const Config& config, size_t queue_limit);

  // The host of a URL, made when it is new.
  Host& of(const UrlKey& key) { return of(origin_of(key.unparsed), key.root_hash); }
  Host& of(std::string origin, uint64_t root_hash);
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
  // A page of the host goes to a worker, and was read there.
  void begin_reading(Host& host);
  void end_reading(Host& host, int64_t cpu_ms);
  // It was never made: the host is as free as it was before, if no other began since.
  void undo_begin(Host& host, Timestamp begun, Timestamp free_before);
  // It is given up.
  void leave(Host& host);
  // The delay between two requests, after what robots.txt asks for.
  void set_delay(Host& host);

  // What keeps a host from being asked: its pause, or the delay between two requests.
  Pause wait_of(const Host& host) const;

  // Takes up what an earlier process knew of a host.
  void restore(const HostRow& row, Timestamp now);
  // What is to be stored of hosts that must be left alone for longer than a process may live, and of those that no
  // longer must.
  std::vector<HostRow> take_changes() { return std::exchange(changes_, {}); }

 private:
  std::optional<Timestamp> next_chance(const Host& host) const;
  // Requests in flight to an address or a root.
  template <class Key>
  using InFlight = std::unordered_map<Key, int>;
  template <class Key>
  static int count(const InFlight<Key>& in_flight, const Key& key);
  template <class Key>
  static void free_one(InFlight<Key>& in_flight, const Key& key);
  bool is_capped(const Host& host) const;
  bool trial_is_full() const { return on_trial_ >= most_on_trial_; }
  void trust(Host& host, bool trusted);
  void keep(Host& host, Timestamp now);

  // (when, host): entries whose time is not the host's `scheduled` are stale and passed over, and so are those of hosts
  // that have gone to the other schedule since.
  using Slot = std::pair<Timestamp, uint32_t>;
  using Schedule = std::priority_queue<Slot, std::vector<Slot>, std::greater<>>;
  Schedule& schedule_of(const Host& host) { return host.trusted ? trusted_ : untrusted_; }
  std::optional<Slot> next_of(Schedule& schedule, bool trusted);
  // The next entry that may be taken.
  std::optional<Slot> next();

  const int64_t delay_ms_;
  const int64_t retry_after_max_ms_;
  const int64_t per_host_, per_address_, per_root_;  // requests at once
  const size_t queue_limit_;
  std::vector<std::unique_ptr<Host>> hosts_;
  std::unordered_map<std::string, uint32_t, SecretHash> host_of_origin_;
  InFlight<std::string> in_flight_to_address_;
  InFlight<uint64_t> in_flight_to_root_;
  std::vector<HostRow> changes_;
  Schedule trusted_, untrusted_;
  const int64_t most_on_trial_, most_read_on_trial_;
  int64_t on_trial_ = 0;  // requests in flight and pages that are being read, of hosts that are not trusted
};

}  // namespace lycosa::inline frontier
