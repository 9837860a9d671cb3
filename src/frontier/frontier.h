#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "config/config.h"
#include "frontier/counts.h"
#include "frontier/lease.h"
#include "frontier/rules.h"
#include "reason/reason.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa::inline frontier {

// A change to a URL that the store holds already, from whose row the writer completes it: the frontier does not keep
// evidence and attempts of everything.
struct SeenChange {
  UrlKey key;
  int64_t depth = 0, hops = 0;  // taken when the depth is less than the stored one
  Role role = Role::page;
  bool queue = false;            // it is to be fetched again
  std::optional<Reason> reason;  // set without a change of state: redirect.loop
  std::string evidence;
};

// What is to be written because a URL was named.
struct Admitted {
  std::optional<SeenRow> seen;            // when it is new, or its state changes
  std::optional<SeenChange> change;       // when it is known, and nearer or of another role than it was
  std::optional<DiscoveryRow> discovery;  // of links the first and each nearer one, of all others every one
  bool links_again = false;               // it was crawled, and so what it links to is nearer too
};

// What the frontier knows of a URL.
struct SeenNow {
  SeenState state = SeenState::queued;
  std::optional<Reason> reason;
  int depth = 0, hops = 0;
  Role role = Role::page;
};

// Every URL seen, and which of them may be fetched next.
//
// It admits URLs by the rules, queues them by origin, and leases the next one that politeness allows: robots.txt first,
// then a page at a time with the origin's delay between requests. It does no I/O: every change of state is returned, or
// collected for take_changes(), as a row of `seen` for the caller to write. One thread at a time.
//
// An operation fails (corrupt) on a key that is no unparsed URL, which only a damaged store can hold. The frontier is
// then as it was before.
class Frontier {
 public:
  // `queue_limit`: how many URLs of one host wait in memory; the others are asked for by take_wants().
  Frontier(const Config& config, Rules rules, size_t queue_limit = std::numeric_limits<size_t>::max());
  ~Frontier();
  Frontier(const Frontier&) = delete;
  Frontier& operator=(const Frontier&) = delete;

  // From here on these URLs alone are leased, by their unparsed form. All others are admitted as ever, and wait for a
  // later process.
  void limit_to(std::unordered_set<std::string> unparsed);

  // Takes a row of the store's `seen`, at start. What was leased or queued is queued; what was refused is looked at
  // again by the present rules, and a state that they change is in take_changes(). `how` is the way in which the URL
  // was first named; `has_place`: that it was refused by its place among sitemaps no longer stands.
  Result<void> restore(const SeenRow& row, Discovery how, Timestamp now, bool has_place = false);

  // Takes a row of the store's `host`, at start.
  void restore(const HostRow& row, Timestamp now);

  // A URL that somebody named.
  Result<Admitted> admit(const Candidate& candidate, Timestamp now);

  // The next URL that may be fetched now, or nothing.
  Result<std::optional<Lease>> lease(Timestamp now);
  // When lease() can next have something; nothing when no URL waits for time alone.
  std::optional<Timestamp> next_due() const;

  // Ends a page's lease: the page's own row, with its new state.
  SeenRow finish(Lease lease, const FetchOutcome& outcome, Timestamp now);
  // A page whose lease has ended is being read by a worker, and was, in so much processor time. Hosts whose pages are
  // dear to read, come late or not at all together have half of the connections.
  void begin_reading(const UrlKey& key);
  void end_reading(const UrlKey& key, int64_t cpu_ms);
  // Ends a robots.txt's lease with what is now known of it. A file that is unreachable leaves the last good one in
  // force for its time, and is asked for again when the row expires.
  void finish_robots(Lease lease, const RobotsRow& robots, const FetchOutcome& outcome, Timestamp now);
  // The same with a file that was known already, so that the host was not asked. `ask_again` is when a good one is to
  // be asked for again, if not shortly before it expires.
  void use_known_robots(Lease lease, const RobotsRow& robots, std::optional<Timestamp> ask_again, Timestamp now);
  // The Sitemap lines of an origin's robots.txt, once after each of these.
  std::vector<std::string> take_sitemaps();

  // Rows of `seen` that changed inside lease().
  std::vector<SeenRow> take_changes();
  // Rows of `host` that changed inside lease() and finish(): few, as only what outlasts a process is kept.
  std::vector<HostRow> take_host_changes();
  // For the end of a crawl: a row for each URL that still waits, with why it does. `budget` names the limit that ended
  // the crawl, empty when none did.
  std::vector<SeenRow> waiting(const std::string& budget, Timestamp now) const;

  // The origins whose queue in memory has run empty while the store holds more of their queued URLs.
  std::vector<std::string> wants() const;
  // The next queued rows of such an origin, in the order in which they are to be fetched, and how many stay behind.
  Result<void> refill(const std::string& origin, const std::vector<SeenRow>& rows, size_t left);

  const FrontierCounts& counts() const;
  // Nothing when the URL was never seen.
  std::optional<SeenNow> find(const std::string& unparsed) const;
  // Whether a URL of its origin was ever queued here.
  bool knows_origin(const std::string& unparsed) const;
  // Whether the scope has pages of the URL's host.
  bool is_host_in_scope(const Url& url) const;
  // Why nothing of the URL's origin can be fetched, when its robots.txt could not be.
  std::optional<Reason> robots_fault(const std::string& unparsed) const;

 private:
  friend class Lease;
  void give_back(Lease& lease);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lycosa::inline frontier
