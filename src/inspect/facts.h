#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "inspect/inspect.h"
#include "store/store.h"
#include "url/url.h"
#include "verdict/robots_view.h"
#include "verdict/verdict.h"

// What the store says of one URL, gathered before anything is concluded from it.
namespace lycosa::inline inspect {

// The ways in which a URL was named that a report has, the earliest first.
inline constexpr int kMostDiscoveries = 100;

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
  RobotsView robots;  // into robots_rows
  std::optional<DisallowedSince> disallowed_since;
  Asked<std::vector<BanRow>> bans;
  Asked<std::optional<SeenRow>> seen;
  Asked<std::vector<DiscoveryRow>> discoveries;  // the earliest first
  Asked<std::vector<SitemapRow>> sitemaps;       // of a URL that was never seen: those of its host not read whole
  std::string sitemaps_evidence;
  Asked<std::optional<PageTextRow>> text;
  Asked<std::vector<PageHistoryRow>> history;
  std::vector<FilterOutcome> filters;
  std::vector<Evidence> filter_evidence;  // of each of `filters`

  Timestamp now() const { return options.now; }
  const PageInfoRow* page_row() const { return page.found ? &*page.found : nullptr; }
  const SeenRow* seen_row() const { return seen.found ? &*seen.found : nullptr; }
  const DiscoveryRow* first_discovery() const {
    return discoveries.found.empty() ? nullptr : &discoveries.found.front();
  }
};

// The sitemaps of a host that were not read whole that a report has.
inline constexpr int kMostSitemaps = 20;

// The versions of robots.txt that are looked at.
inline constexpr int kRobotsVersions = 16;

// Why a crawl would not take what was asked about.
struct InputFault {
  std::optional<Reason> reason;
  std::string evidence;
};
// Whether a URL is longer than a crawl takes.
InputFault length_fault(std::string_view unparsed, size_t url_bytes);

// What is asked about, before the store is asked of it: the key that its rows stand under, or the fault in the input.
Facts read_url(StoreReader& store, const InspectOptions& options, std::string_view text);
Facts read_key(StoreReader& store, const InspectOptions& options, const DirectKey& direct);
// Reads the text as a URL; asks the store when it is one that a crawl could fetch.
Facts gather_url(StoreReader& store, const InspectOptions& options, std::string_view text);
// The same by the parameters themselves; says what does not fit together.
Facts gather_key(StoreReader& store, const InspectOptions& options, const DirectKey& direct);
// What is known without a store.
Facts gather_without_store(const InspectOptions& options, std::string_view text, const Error& error);

// Whether a sitemap that was not read may name the URL that was never seen.
SitemapsUnread sitemaps_unread(const Facts& facts);

// The facts as they are judged; points into `facts`.
UrlFacts to_judge(const Facts& facts);

}  // namespace lycosa::inline inspect
