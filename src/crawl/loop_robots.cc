// A robots.txt's way through a crawl, and the sitemaps that it names.
#include <algorithm>

#include "crawl/loop.h"
#include "crawl/outcome.h"
#include "pipeline/robots_hops.h"

namespace lycosa::inline crawl {

// The store may hold a robots.txt that is still good, from an earlier run. True when it settles the lease.
Result<bool> Crawl::Loop::use_known_robots(Lease& lease, const std::string& origin) {
  const auto known = reader_->robots(lease.key.root_hash, origin, kRobotsVersions);
  if (!known || known->found.empty()) return false;
  remember_robots_wait(known->found.front());
  const auto good = known_robots(known->found, clock_.now(), config_.allow_private);
  if (!good) return false;
  const Url url = lease.url;
  const UrlKey key = lease.key;
  frontier_->use_known_robots(std::move(lease), *good->row, good->ask_again, clock_.now());
  auto admitted = admit_sitemaps(url, key);
  if (!admitted) return admitted.unexpected();
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
  add_robots_hop(fetch.hops, std::move(exchange));
  if (auto next = next_robots_hop(fetch.hops, config_.robots_redirects, options_.canonical)) {
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
  const Url url = fetch.lease.url;
  const UrlKey key = fetch.lease.key;
  const Timestamp now = clock_.now();
  FetchOutcome outcome = outcome_of(fetch.hops.back(), now);
  outcome.took_ms = now - fetch.lease.begun;
  frontier_->finish_robots(std::move(fetch.lease), row, outcome, now);
  return admit_sitemaps(url, key);
}

Result<void> Crawl::Loop::admit_sitemaps(const Url& robots_url, const UrlKey& robots_key) {
  WriteItem item;
  const SitemapPlaces::Namer namer = sitemaps_.robots_of(robots_key);
  const bool beyond_scope = frontier_->is_host_in_scope(robots_url);
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
    candidate.beyond_scope = beyond_scope;
    // One elsewhere that a host out of scope names counts for nobody.
    if (beyond_scope || frontier_->is_host_in_scope(url)) name_sitemap(namer, candidate, item);
    if (auto admitted = admit(candidate, item); !admitted) return admitted;
  }
  add(std::move(item));
  return {};
}

}  // namespace lycosa::inline crawl
