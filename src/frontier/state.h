#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "frontier/frontier.h"
#include "frontier/hosts.h"
#include "frontier/seen_set.h"

namespace lycosa::inline frontier {

// What a Frontier is made of. A file each for what goes in (admit.cc), what comes out (lease_next.cc) and what ends
// (finish.cc).
struct Frontier::State {
  State(const Config& c, Rules r, size_t queue_limit) : config(c), rules(std::move(r)), hosts(config, queue_limit) {}

  const Config config;
  const Rules rules;
  SeenSet seen;
  Hosts hosts;
  std::optional<std::unordered_set<std::string>> only;  // what may be leased; nothing for all
  std::vector<SeenRow> changes;                         // for take_changes()
  std::vector<std::string> sitemaps;                    // for take_sitemaps()

  Admitted admit_anew(const Candidate& candidate, const std::optional<SeenMark>& known, Timestamp now);
  Admitted admit_again(const Candidate& candidate, SeenMark mark, Timestamp now);
  void take_robots(Host& host, const RobotsRow& robots, std::optional<Timestamp> ask_again, Timestamp now);
  std::optional<Timestamp> first_due(const Candidate& candidate, Timestamp now) const;
  void enqueue(const UrlKey& key, QueuedUrl url, std::optional<Timestamp> due);
  Result<std::optional<Lease>> lease_from(Host& host, Timestamp now);
  Result<Lease> lease_robots(Host& host, Timestamp now);
  Result<std::optional<Lease>> lease_page(Host& host, Timestamp now);
  void refuse(Host& host, const QueuedUrl& url, const Refusal& refusal, Timestamp now);
  std::optional<Refusal> refused_by_robots(const Host& host, const Url& url) const;
};

// A row of `seen` as a mark says it.
SeenRow row_of(const UrlKey& key, const SeenMark& mark, Timestamp now);
// A queued key that is no URL.
Unexpected bad_key(const std::string& unparsed);

}  // namespace lycosa::inline frontier
