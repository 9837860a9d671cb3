// A robots.txt's way through a crawl, and the sitemaps that it names.
#include <algorithm>

#include "crawl/loop.h"

namespace lycosa::inline crawl {
namespace {

// Of a robots.txt that are looked at for the last good one: unreachable ones are asked for ever more rarely, so that no
// more than these fall into the time of a good one.
constexpr int kRobotsVersions = 16;

}  // namespace

// The store may hold a robots.txt that is still good, from an earlier run. True when it settles the lease.
Result<bool> Crawl::Loop::use_known_robots(Lease& lease, const std::string& origin) {
  const auto known = reader_->robots(lease.key.root_hash, origin, kRobotsVersions);
  if (!known || known->found.empty()) return false;
  const RobotsRow& newest = known->found.front();
  remember_robots_wait(newest);
  const Timestamp now = clock_.now();
  const RobotsRow& row = *robots_in_force(known->found, now);
  if (Timestamp::from_seconds(row.expires_stamp) <= now) return false;
  if (config_.allow_private && row.outcome == code(Reason::ban_private_address)) return false;
  // A good copy is in force although the file was unreachable since: that is when to ask again.
  const bool kept = row.fetch_stamp_ms != newest.fetch_stamp_ms;
  auto used = use_robots(std::move(lease), row,
                         kept ? std::optional(Timestamp::from_seconds(newest.expires_stamp)) : std::nullopt);
  if (!used) return used.unexpected();
  return true;
}

void Crawl::Loop::remember_robots_wait(const RobotsRow& row) {
  if (const int64_t wait = robots_wait_ms(row); wait > 0) {
    robots_waits_[row.host] = wait;
  } else {
    robots_waits_.erase(row.host);
  }
}

Result<void> Crawl::Loop::start_robots(Lease lease) {
  const std::string origin = origin_of(lease.key.unparsed);
  if (!lease.again) {
    const auto settled = use_known_robots(lease, origin);
    if (!settled) return settled.unexpected();
    if (*settled) return {};
  }
  const uint64_t id = next_id_++;
  std::string url(lease.url.href());
  RobotsFetch fetch;
  fetch.lease = std::move(lease);
  if (const auto wait = robots_waits_.find(origin); wait != robots_waits_.end()) fetch.last_wait_ms = wait->second;
  robots_.emplace(id, std::move(fetch));
  start(id, std::move(url), static_cast<size_t>(config_.robots_bytes));
  return {};
}

Result<void> Crawl::Loop::take_robots_hop(uint64_t id, RobotsFetch fetch, Exchange exchange) {
  exchange.run = run_.run;
  mark_robots_hop(exchange, fetch.hops.size());
  fetch.hops.push_back(std::move(exchange));
  if (auto next = next_robots_hop(fetch.hops, config_.robots_redirects)) {
    std::string url(next->href());
    robots_.emplace(id, std::move(fetch));
    start(id, std::move(url), static_cast<size_t>(config_.robots_bytes));
    return {};
  }
  return end_robots(std::move(fetch));
}

Result<void> Crawl::Loop::end_robots(RobotsFetch fetch) {
  ++summary_.progress.robots_files;
  WriteItem item;
  item.robots = process_robots(fetch.hops, std::nullopt, options_, fetch.last_wait_ms);
  remember_robots_wait(*item.robots);
  for (const Exchange& hop : fetch.hops) {
    item.robots_hops.push_back(encode_exchange(hop));
    summary_.progress.bytes += static_cast<int64_t>(hop.body.size());
  }
  const RobotsRow row = *item.robots;
  add(std::move(item));
  return use_robots(std::move(fetch.lease), row, std::nullopt);
}

Result<void> Crawl::Loop::use_robots(Lease lease, const RobotsRow& row, std::optional<Timestamp> ask_again) {
  const Url url = lease.url;
  const UrlKey key = lease.key;
  frontier_->finish_robots(std::move(lease), row, clock_.now(), ask_again);
  return admit_sitemaps(url, key);
}

Result<void> Crawl::Loop::admit_sitemaps(const Url& robots_url, const UrlKey& robots_key) {
  WriteItem item;
  for (const std::string& location : frontier_->take_sitemaps()) {
    const auto parsed = Url::parse(location, &robots_url);
    if (!parsed || !parsed->is_http()) continue;
    const Url url = canonical(*parsed, options_.canonical);
    const UrlKey key = key_of(url);
    Candidate candidate;
    candidate.url = &url;
    candidate.key = &key;
    candidate.how = Discovery::sitemap;
    candidate.source = robots_key.unparsed;
    candidate.role = Role::sitemap;
    if (auto admitted = admit(candidate, item); !admitted) return admitted;
  }
  add(std::move(item));
  return {};
}

}  // namespace lycosa::inline crawl
