#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "inspect/inspect.h"
#include "inspect/judging.h"
#include "inspect/totals.h"
#include "store/store.h"

// Questions about more than one URL: counts and lists, as the JSON that the verbs and the HTTP API both give.
namespace lycosa::inline inspect {

// A root or a host as a person writes it ("example.com", "127.0.0.1:8080", a URL of it) or reversed ("com,example").
// `rules` are those of the store, as for every key.
Result<StorePart> root_from_text(std::string_view text, const CanonicalOptions& rules);
Result<StorePart> host_from_text(std::string_view text, const CanonicalOptions& rules);
// "www.example.com" of "com,example,www"; itself when it is no host.
std::string host_name(const std::string& unparsed_host);
// The same error, told as what it is for a caller who asked about a URL or a host: the store cannot answer now. A shard
// that is lost is `not_found` to the store, which here would say that the URL is.
Error store_fault(Error error);
// The shards that an answer lacks, as it names them: its member `unavailable`.
nlohmann::ordered_json unavailable_json(const std::vector<ShardFault>& faults);

// What the caller asks of a list of URLs, as text; fails on what is no reason, state, verdict, host or place to go on.
struct UrlListRequest {
  std::string reason, state, host, root, verdict, stage, http_status, after;
  int limit = 100;
};
Result<UrlQuery> url_query(const UrlListRequest& request, const CanonicalOptions& rules);
// "4091514379466600321 com,example!/ s443": a place in a list, as text; and back.
std::string text_of(const UrlKey& key);

// One thread at a time, as its reader; the cache may be shared.
//
// What asks all shards answers from those that can be read, and names the others in `unavailable`; what needs a shard
// that cannot be read fails (unavailable).
class Overview {
 public:
  using Json = nlohmann::ordered_json;
  // `options` are those of a report, but for its moment: what is told of a URL at `now` is what its report says then.
  Overview(StoreReader& reader, TotalsCache& cache, InspectOptions options)
      : reader_(reader), cache_(cache), options_(std::move(options)) {}

  Result<Json> stats(Timestamp now);
  // Crawls, ingests and replays into the store, newest first.
  Result<Json> runs(int limit);
  Result<Json> site(std::string_view root, Timestamp now);
  Result<Json> host(std::string_view host, Timestamp now);
  Result<Json> urls(const UrlListRequest& request, Timestamp now);
  Result<Json> history(const UrlKey& key, std::optional<Timestamp> before, int limit);
  // `side` is in, out, or empty for both.
  Result<Json> links(const UrlKey& key, std::string_view side, const std::string& after, int limit);
  Result<Json> duplicates(const UrlKey& key, int limit);

 private:
  Result<Judging> judging_at(Timestamp now);
  Result<LinkPage> link_page(const UrlKey& key, LinkSide side, const std::string& after, int limit);
  Result<Json> host_sitemaps(const StorePart& part);
  Result<Totals> totals_of(const StorePart& part, Timestamp now);

  StoreReader& reader_;
  TotalsCache& cache_;
  InspectOptions options_;
};

}  // namespace lycosa::inline inspect
