#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "config/config.h"
#include "frontier/rules.h"
#include "frontier/secret_hash.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa::inline crawl {

// Which host each sitemap counts for, and how many indexes led to it: what bounds the reading of sitemaps, which name
// sitemaps in their turn, on any host.
//
// A sitemap counts for the host whose robots.txt names it, and what it names or redirects to counts for the same; one
// that nobody named counts for its own host. What an origin names that only sitemaps led to counts for their host too,
// one level further. Of several hosts the first has it among its number. One thread at a time.
class SitemapPlaces {
 public:
  explicit SitemapPlaces(const Config& config)
      : most_levels_(config.sitemap_depth), most_of_host_(config.host_sitemaps) {}

  // Takes a row of the store's `sitemap`, at start.
  void restore(const SitemapRow& row);
  // Of a sitemap that its place refused in an earlier run, once all rows are taken: whether it has one now.
  bool has_place_now(const UrlKey& sitemap);

  // Who names a sitemap: the hosts that it counts for then, and its level.
  struct Namer {
    std::vector<uint32_t> hosts;
    int64_t level = 0;
  };
  Namer robots_of(const UrlKey& robots);
  Namer index(const UrlKey& index);
  Namer redirect(const UrlKey& from);

  // What is to be written because a sitemap was named, and why its place refuses it. `new_origin`: nothing of its
  // origin was known before.
  struct Named {
    std::vector<SitemapRow> rows;
    std::optional<Refusal> refusal;
  };
  Named name(const Namer& namer, const UrlKey& sitemap, bool new_origin);

  // What is to be written when it was read: the URLs that were taken from it, none when no answer came, and what kept
  // it from being read whole; empty when it was.
  std::vector<SitemapRow> read(const UrlKey& sitemap, std::optional<int64_t> urls, const std::string& fault);

 private:
  struct Host {
    uint64_t root_hash = 0;
    std::string origin;
    int64_t sitemaps = 0;  // that count for it and are not refused
  };
  struct Place {
    uint32_t host = 0;
    int64_t level = 0;
    bool whole = false;
    std::optional<int64_t> urls;
  };

  uint32_t host_of(uint64_t root_hash, const std::string& origin);
  Place& place_of(const UrlKey& sitemap);
  std::vector<uint32_t> hosts_of(const UrlKey& sitemap);
  std::optional<Refusal> refusal_of(const Namer& namer) const;
  void settle(const Namer& namer, const std::string& sitemap);
  SitemapRow row_of(const UrlKey& sitemap, uint32_t host, const Place& place) const;

  const int64_t most_levels_, most_of_host_;
  std::vector<Host> hosts_;
  std::unordered_map<std::string, Namer, SecretHash> refused_before_;  // by an earlier run whose limits were other ones
  std::unordered_map<std::string, uint32_t, SecretHash> host_of_origin_;
  std::unordered_map<std::string, Place, SecretHash> places_;           // by unparsed URL; none of what has none
  std::unordered_multimap<std::string, uint32_t, SecretHash> more_;     // further hosts of a sitemap
  std::unordered_map<std::string, Namer, SecretHash> named_by_origin_;  // of origins that only sitemaps led to
};

}  // namespace lycosa::inline crawl
