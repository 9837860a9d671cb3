#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inspect/inspect.h"
#include "store/filter_engine.h"
#include "store/store.h"
#include "verdict/robots_view.h"
#include "verdict/verdict.h"

// The verdict of many URLs, as a report on each would give it: what lists, counts and the funnel are made from.
namespace lycosa::inline inspect {

// How far a URL came. Each stage is a part of the one before it, since a URL that reached one counts in all before.
enum class FunnelStage { discovered, admitted, crawled, ok, indexable };
std::string_view name(FunnelStage stage);
std::optional<FunnelStage> funnel_stage_from_name(std::string_view name);
// The furthest stage that a URL reached.
FunnelStage stage_reached(const UrlRows& rows, const Decision& decision);

// Judges the URLs of a store at one moment. Reads bans and robots.txt of a host once for all its URLs, which must come
// host by host. One thread at a time, as its reader.
class Judging {
 public:
  // `store` must outlive it.
  static Result<Judging> begin(StoreReader& store, InspectOptions options);

  Timestamp now() const { return options_.now; }
  Result<Decision> decide(const UrlRows& rows);
  // Every URL of a part of a shard behind `after`, in key order; `visit` returns false to stop.
  using Visit = std::function<bool(const UrlRows&, const Decision&)>;
  Result<void> each(uint32_t shard, const StorePart& part, const std::optional<UrlKey>& after, const Visit& visit);

 private:
  // What is known of the host whose URLs are being judged.
  struct HostFacts {
    struct Origin {
      std::vector<RobotsRow> versions;
      OriginRobots robots;  // into `versions`
    };
    uint64_t root_hash = 0;
    std::string host;
    std::vector<BanRow> bans;
    std::map<std::string, Origin, std::less<>> origins;
  };

  Judging(StoreReader& store, InspectOptions options, std::unique_ptr<FilterEngine> filters)
      : store_(&store), options_(std::move(options)), filters_(std::move(filters)) {}
  Result<void> come_to_host(const UrlKey& key);
  RobotsView robots_of(const UrlKey& key);

  StoreReader* store_;
  InspectOptions options_;
  std::unique_ptr<FilterEngine> filters_;
  std::unique_ptr<HostFacts> at_;
};

// Which URLs to list: those to which all that is set applies. Counts are of the same predicate.
struct UrlQuery {
  StorePart part;
  std::string reason;  // code of the decisive one
  std::optional<SeenState> state;
  std::optional<VerdictStatus> verdict;
  std::optional<FunnelStage> stage;    // came so far on the way from discovered to indexable
  std::optional<int64_t> http_status;  // of the page's last answer
  std::optional<UrlKey> after;
  int limit = 100;
};
bool matches(const UrlQuery& query, const UrlRows& rows, const Decision& decision);

struct ListedUrl {
  UrlRows rows;
  Decision decision;
  std::optional<DiscoveryRow> first;  // the earliest way in which it was named
};
struct UrlList {
  std::vector<ListedUrl> urls;  // in the order of shard, root hash and unparsed URL
  bool more = false;  // there may be more behind `last`; a page can be short, or empty, and still have this set
  UrlKey last;        // the last URL that was looked at
  std::vector<ShardFault> unavailable;
};
// Looks at no more than a bounded number of URLs; goes on behind `after`. Of a list over all shards, those that cannot
// be read are left out and named.
Result<UrlList> list_urls(StoreReader& store, Judging& judging, const UrlQuery& query);

}  // namespace lycosa::inline inspect
