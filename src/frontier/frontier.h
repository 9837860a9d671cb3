#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "config/config.h"
#include "frontier/rules.h"
#include "reason/reason.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa::inline frontier {

class Frontier;

// The right to fetch one URL now.
//
// While it lives no more than --connections-per-host leases exist for the same host. Give it back with
// Frontier::finish() or finish_robots(); a Lease that is destroyed unfinished returns its URL to the queue. Move-only;
// must not outlive its Frontier; used on the Frontier's thread.
class Lease {
 public:
  enum class Kind { page, robots };

  Lease() = default;
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&& other) noexcept;
  ~Lease();

  Kind kind = Kind::page;
  Url url;
  UrlKey key;
  int depth = 0, hops = 0, attempts = 0;  // attempts made before this one
  bool sitemap_file = false;
  bool again = false;  // a robots.txt that was answered before in this run
  Timestamp begun;

 private:
  friend class Frontier;
  Frontier* frontier_ = nullptr;
  uint32_t host_ = 0;
};

// What came of a fetch, as far as the frontier must know.
struct FetchOutcome {
  int status = 0;  // 0: no answer
  std::optional<Reason> failure;
  std::string detail;
  std::optional<int64_t> retry_after_ms;
  int64_t took_ms = 0;
  std::string address;  // the peer's
};

// How many URLs are in which state, in the whole store.
struct FrontierCounts {
  int64_t queued = 0, leased = 0, crawled = 0, retry = 0;
  std::map<std::string, int64_t> refused, failed;  // by reason code
  int64_t refused_total() const;
  int64_t failed_total() const;
};

// What admitting a URL leaves to be written: a row of `seen` when it is new or its state changes, and the way in which
// it was named when it is new.
struct Admitted {
  std::optional<SeenRow> seen;
  std::optional<DiscoveryRow> discovery;
};

// Every URL seen, and which of them may be fetched next.
//
// It admits URLs by the rules, queues them by origin, and leases the next one that politeness allows: robots.txt first,
// then a page at a time with the origin's delay between requests. It holds no database: every change of state is
// returned, or collected for take_changes(), as a whole row of `seen` for the caller to write. One thread at a time.
class Frontier {
 public:
  Frontier(const Config& config, Rules rules);
  ~Frontier();
  Frontier(const Frontier&) = delete;
  Frontier& operator=(const Frontier&) = delete;

  // Takes a row of the store's `seen`, at start. What was leased or queued is queued; what was refused is looked at
  // again by the present rules. `how` is the way in which the URL was first named.
  void restore(const SeenRow& row, Discovery how, Timestamp now);

  // A URL that somebody named.
  Admitted admit(const Candidate& candidate, Timestamp now);

  // The next URL that may be fetched now, or nothing.
  std::optional<Lease> lease(Timestamp now);
  // When lease() can next have something; nothing when no URL waits for time alone.
  std::optional<Timestamp> next_due() const;

  // Ends a page's lease: the page's own row, with its new state.
  SeenRow finish(Lease lease, const FetchOutcome& outcome, Timestamp now);
  // Ends a robots.txt's lease with what is now known of it. A file that is unreachable leaves the last good one in
  // force for its time, and is asked for again when the row expires. `ask_again` is when a good one is to be asked for
  // again, if not shortly before it expires.
  void finish_robots(Lease lease, const RobotsRow& robots, Timestamp now, std::optional<Timestamp> ask_again = {});
  // The Sitemap lines of an origin's robots.txt, once after each finish_robots.
  std::vector<std::string> take_sitemaps();

  // Rows of `seen` that changed inside lease().
  std::vector<SeenRow> take_changes();
  // For the end of a crawl: a row for each URL that still waits, with why it does. `budget` names the limit that ended
  // the crawl, empty when none did.
  std::vector<SeenRow> waiting(const std::string& budget, Timestamp now) const;

  const FrontierCounts& counts() const;

 private:
  friend class Lease;
  void give_back(Lease& lease);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lycosa::inline frontier
