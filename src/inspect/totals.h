#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "inspect/judging.h"
#include "store/store.h"

// Counts of a store. Each is of the predicate by which lists are made (inspect/judging.h), so that every number is the
// length of the list behind it.
namespace lycosa::inline inspect {

inline constexpr size_t kLargestHosts = 50;
inline constexpr size_t kMostBuckets = 240;

// What happened in a stretch of time.
struct TimeBucket {
  int64_t fetches = 0;       // events of time lines
  int64_t by_class[6] = {};  // by first digit of the HTTP status; [0]: no answer came
  int64_t timed = 0;         // pages whose last crawl was then, and what those fetches took
  int64_t total_ms = 0;
  int64_t slowest_ms = 0;
  int64_t bytes = 0;
};

struct HostCounts {
  UrlKey host;  // unparsed host
  int64_t discovered = 0;
  int64_t crawled = 0;
  int64_t indexable = 0;
};

// Counts of a part of a store at one moment.
struct Totals {
  Timestamp counted_at{INT64_MAX};     // later than all while nothing is counted
  std::array<int64_t, 5> stages = {};  // URLs that reached each stage of the funnel
  int64_t bytes = 0, wire_bytes = 0, words = 0;
  std::map<std::string, int64_t> states;
  std::map<int64_t, int64_t> statuses;
  std::map<std::string, int64_t> verdicts;
  std::map<std::string, int64_t> reasons;  // decisive ones
  std::map<std::string, int64_t> types;    // a bounded number of them, the rest under "other"
  int64_t hosts = 0;
  std::vector<HostCounts> largest_hosts;  // by discovered URLs, at most kLargestHosts
  int64_t bucket_seconds = 1;
  std::map<int64_t, TimeBucket> timeline;  // by the start of the stretch in Unix seconds; at most kMostBuckets
  bool complete = true;                    // false when the pass was cut short by its budget

  int64_t reached(FunnelStage stage) const { return stages[static_cast<size_t>(stage)]; }
};

// Adds the counts of other shards; they are then of the earliest moment of the two.
void add(Totals& sum, const Totals& more);

// Counts a part of one shard in one pass in key order, with bounded memory. Reads at most `budget` rows.
Result<Totals> count_urls(StoreReader& store, Judging& judging, uint32_t shard, const StorePart& part, int64_t budget);

// Counts that were made are kept while their shard does not change, and a while longer when making them took long, so
// that a store that is written all the time is not counted all the time. They are told with the moment that they are
// of, and are made anew for a moment that is further away. Any thread.
class TotalsCache {
 public:
  // The counts of a part of a shard. `version` is the shard's.
  Result<Totals> get(StoreReader& store, Judging& judging, const std::string& version, uint32_t shard,
                     const StorePart& part);

 private:
  struct Kept {
    std::string version;
    std::chrono::steady_clock::time_point good_until;
    int64_t good_for_ms = 0;  // how far the moment asked about may be from the one of the counts
    Totals totals;
  };
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace lycosa::inline inspect
