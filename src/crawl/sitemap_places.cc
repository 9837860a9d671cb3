#include "crawl/sitemap_places.h"

#include <algorithm>

#include "reason/reason.h"

namespace lycosa::inline crawl {
namespace {

// "https://example.com/" of "com,example s443"
std::string url_of_origin(const std::string& origin) {
  const size_t space = std::min(origin.find(' '), origin.size());
  return url_of_unparsed(origin.substr(0, space) + "!/" + origin.substr(space));
}

}  // namespace

uint32_t SitemapPlaces::host_of(uint64_t root_hash, const std::string& origin) {
  const auto [known, is_new] = host_of_origin_.try_emplace(origin, static_cast<uint32_t>(hosts_.size()));
  if (is_new) hosts_.push_back({root_hash, origin, 0});
  return known->second;
}

// What was never named counts for its own host.
SitemapPlaces::Place& SitemapPlaces::place_of(const UrlKey& sitemap) {
  const auto known = places_.find(sitemap.unparsed);
  if (known != places_.end()) return known->second;
  settle({{host_of(sitemap.root_hash, origin_of(sitemap.unparsed))}, 0}, sitemap.unparsed);
  return places_.at(sitemap.unparsed);
}

std::vector<uint32_t> SitemapPlaces::hosts_of(const UrlKey& sitemap) {
  std::vector<uint32_t> hosts = {place_of(sitemap).host};
  const auto [begin, end] = more_.equal_range(sitemap.unparsed);
  for (auto more = begin; more != end; ++more) hosts.push_back(more->second);
  return hosts;
}

std::optional<Refusal> SitemapPlaces::refusal_of(const Namer& namer) const {
  if (namer.level > most_levels_) {
    return Refusal{Reason::scope_sitemap_depth,
                   std::to_string(namer.level) + " indexes lead to it, limit " + std::to_string(most_levels_)};
  }
  const Host& host = hosts_[namer.hosts.front()];
  if (host.sitemaps < most_of_host_) return std::nullopt;
  return Refusal{Reason::scope_host_sitemaps, std::to_string(host.sitemaps) + " sitemaps of " +
                                                  url_of_origin(host.origin) + " are read, limit " +
                                                  std::to_string(most_of_host_)};
}

void SitemapPlaces::settle(const Namer& namer, const std::string& sitemap) {
  places_[sitemap] = {namer.hosts.front(), namer.level, false, std::nullopt};
  ++hosts_[namer.hosts.front()].sitemaps;
  for (size_t i = 1; i < namer.hosts.size(); ++i) more_.emplace(sitemap, namer.hosts[i]);
}

void SitemapPlaces::restore(const SitemapRow& row) {
  const uint32_t host = host_of(row.root_hash, row.host);
  if (row.reason) {
    if (row.level <= most_levels_) refused_before_[row.src_unparsed] = {{host}, row.level};
    return;
  }
  const auto [known, is_new] = places_.try_emplace(row.src_unparsed, Place{host, row.level, row.whole != 0, row.urls});
  if (!is_new) {
    more_.emplace(row.src_unparsed, host);
    return;
  }
  ++hosts_[host].sitemaps;
}

bool SitemapPlaces::has_place_now(const UrlKey& sitemap) {
  if (places_.contains(sitemap.unparsed)) return true;
  const auto refused = refused_before_.find(sitemap.unparsed);
  if (refused == refused_before_.end() || refusal_of(refused->second)) return false;
  settle(refused->second, sitemap.unparsed);
  return true;
}

SitemapPlaces::Namer SitemapPlaces::robots_of(const UrlKey& robots) {
  const std::string origin = origin_of(robots.unparsed);
  const uint32_t own = host_of(robots.root_hash, origin);
  const auto known = named_by_origin_.find(origin);
  if (known == named_by_origin_.end()) return {{own}, 0};
  Namer namer = known->second;
  namer.hosts.push_back(own);
  return namer;
}

SitemapPlaces::Namer SitemapPlaces::index(const UrlKey& index) {
  return {hosts_of(index), place_of(index).level + 1};
}

SitemapPlaces::Namer SitemapPlaces::redirect(const UrlKey& from) {
  return {hosts_of(from), place_of(from).level};
}

SitemapPlaces::Named SitemapPlaces::name(const Namer& namer, const UrlKey& sitemap, bool new_origin) {
  Named named;
  const auto known = places_.find(sitemap.unparsed);
  if (known == places_.end()) {
    named.refusal = refusal_of(namer);
    const std::string origin = origin_of(sitemap.unparsed);
    if (!named.refusal) settle(namer, sitemap.unparsed);
    if (!named.refusal && new_origin && origin != hosts_[namer.hosts.front()].origin) {
      named_by_origin_.try_emplace(origin, Namer{namer.hosts, namer.level + 1});
    }
    const Place place{namer.hosts.front(), namer.level, false, std::nullopt};
    for (const uint32_t host : namer.hosts) {
      named.rows.push_back(row_of(sitemap, host, place));
      if (named.refusal) named.rows.back().reason = std::string(code(named.refusal->reason));
    }
    return named;
  }
  Place& place = known->second;
  place.level = std::min(place.level, namer.level);
  const std::vector<uint32_t> hosts = hosts_of(sitemap);
  for (const uint32_t host : namer.hosts) {
    if (std::find(hosts.begin(), hosts.end(), host) != hosts.end()) continue;
    more_.emplace(sitemap.unparsed, host);
    named.rows.push_back(row_of(sitemap, host, place));
  }
  return named;
}

std::vector<SitemapRow> SitemapPlaces::read(const UrlKey& sitemap, std::optional<int64_t> urls,
                                            const std::string& fault) {
  Place& place = place_of(sitemap);
  place.urls = urls;
  place.whole = urls && fault.empty();
  std::vector<SitemapRow> rows;
  for (const uint32_t host : hosts_of(sitemap)) {
    rows.push_back(row_of(sitemap, host, place));
    if (!fault.empty()) rows.back().fault = fault;
  }
  return rows;
}

SitemapRow SitemapPlaces::row_of(const UrlKey& sitemap, uint32_t host, const Place& place) const {
  SitemapRow row;
  row.root_hash = hosts_[host].root_hash;
  row.host = hosts_[host].origin;
  row.src_unparsed = sitemap.unparsed;
  row.level = place.level;
  row.urls = place.urls;
  row.whole = place.whole ? 1 : 0;
  if (place.urls && !place.whole) row.fault = "its own report says what";
  return row;
}

}  // namespace lycosa::inline crawl
