#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "inspect/inspect.h"
#include "robots/robots.h"
#include "store/store.h"
#include "url/url.h"

// What the store says of one URL, gathered before anything is concluded from it.
namespace lycosa::inline inspect {

// One question to the store: its answer with the evidence, or why no answer came, or neither when it was not asked.
template <class T>
struct Asked {
  std::optional<Evidence> evidence;
  T found{};
  std::optional<Error> error;

  bool answered() const { return evidence.has_value(); }
  void take(Result<Lookup<T>> result) {
    if (!result) {
      error = result.error();
      return;
    }
    evidence = std::move(result->evidence);
    found = std::move(result->found);
  }
};

// Since when the versions of robots.txt disallow the URL, one after the other.
struct DisallowedSince {
  Timestamp first;                          // of these versions
  std::optional<Timestamp> allowed_before;  // the version before them, which allowed it
};

// What the robots.txt of the URL's origin that is in force says of the URL.
struct RobotsView {
  RobotsState state = RobotsState::unknown;
  std::optional<RobotsRow> row;
  std::optional<RobotsRow> failed_since;   // the newest one, when it was unreachable and `row` is in force still
  std::optional<DisallowedSince> since;    // when it is disallowed
  std::optional<RobotsDecision> decision;  // when its rules were asked
  std::optional<double> crawl_delay;       // seconds
  bool expired = false;
};

struct Facts {
  InspectOptions options;
  const StoreInfo* info = nullptr;  // null when the store could not be opened

  std::string input;
  bool direct = false;
  std::vector<std::string> mismatches;
  std::optional<Reason> input_fault;
  std::string input_evidence;

  std::optional<Url> url;  // canonical; everything below needs it
  UrlKey key;
  std::string root;
  uint32_t shard = 0;

  // What keeps the verdict from being known: the first question it needs that got no answer.
  std::optional<Error> fault;
  Asked<uint32_t> calculated;
  Asked<std::optional<PageInfoRow>> page;
  Asked<std::vector<RobotsRow>> robots_rows;
  RobotsView robots;
  Asked<std::vector<BanRow>> bans;
  Asked<std::optional<SeenRow>> seen;
  Asked<std::vector<DiscoveryRow>> discoveries;  // the earliest first
  Asked<std::optional<PageTextRow>> text;
  Asked<std::vector<PageHistoryRow>> history;
  std::vector<FilterOutcome> filters;

  Timestamp now() const { return options.now; }
  const PageInfoRow* page_row() const { return page.found ? &*page.found : nullptr; }
  const SeenRow* seen_row() const { return seen.found ? &*seen.found : nullptr; }
  const DiscoveryRow* first_discovery() const {
    return discoveries.found.empty() ? nullptr : &discoveries.found.front();
  }
};

// Reads the text as a URL; asks the store when it is one that a crawl could fetch.
Facts gather_url(StoreReader& store, const InspectOptions& options, std::string_view text);
// The same by the parameters themselves; says what does not fit together.
Facts gather_key(StoreReader& store, const InspectOptions& options, const DirectKey& direct);
// What is known without a store.
Facts gather_without_store(const InspectOptions& options, std::string_view text, const Error& error);

// An unparsed URL as a URL for people; itself when it does not parse.
std::string url_of_unparsed(const std::string& unparsed);
// "https://host/robots.txt"
std::string robots_url(const Url& url);

}  // namespace lycosa::inline inspect
