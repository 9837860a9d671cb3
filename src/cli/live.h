#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "fetch/fetch.h"
#include "inspect/inspect.h"
#include "store/store.h"
#include "url/url.h"

namespace lycosa::cli {

// Fetches a URL now, through the same limits, robots rules, bans and pipeline as a crawl, and stores nothing: the rows
// go into a store in memory, which is then inspected. One thread at a time.
//
// Between two requests to one origin it waits for the host's delay: since its own last one, and since the last one that
// the store knows of for this page and its robots.txt. It gives up rather than wait for long.
class LiveFetch {
 public:
  LiveFetch(const Config& config, const Clock& clock) : config_(config), clock_(clock) {}
  // Fails when the URL cannot be fetched at all: it is none, or a ban or robots.txt forbids it, or the host must be
  // left in peace for longer.
  Result<Report> inspect(StoreReader& stored, const std::string& url);

 private:
  // What is known of the URL before and after it was fetched.
  struct Visit {
    SeenRow seen;  // crawled: it may be fetched
    RobotsRow robots;
    double crawl_delay = 0;  // seconds
    Timestamp last;          // when the origin was last asked for anything that we know of
    WriteBatch batch;
  };

  Result<Visit> begin_visit(StoreReader& stored, Fetcher& fetcher, const Url& url, const UrlKey& key);
  void obey_robots(Visit& visit, const Url& url) const;
  Result<void> wait_for_host(Fetcher& fetcher, const Visit& visit, const Url& url) const;
  void add_page(Visit& visit, const Exchange& exchange) const;
  Result<Report> report(StoreReader& stored, Visit& visit, const std::string& text) const;

  const Config config_;
  const Clock& clock_;
  std::map<std::string, Timestamp> last_;  // by origin
};

}  // namespace lycosa::cli
