#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "config/config.h"
#include "crawl/crawl.h"
#include "inspect/inspect.h"
#include "store/store.h"

// What a store keeps of verdicts, written again: after a change of filters, bans or scope its states and its newest
// history say what they would say had the rules been these all along.
namespace lycosa::inline rejudge {

// One thing that changed. `from` and `to` are a state or a verdict with its reason: "refused scope.depth".
struct Change {
  enum class What { state, verdict, first_indexed } what = What::state;
  UrlKey key;
  std::string from, to;
};
std::string_view name(Change::What what);  // "state", "verdict", "first_indexed"

struct RejudgeSummary {
  int64_t urls = 0;                  // that were looked at
  std::vector<ShardFault> left_out;  // by the writer: nothing of them was judged or written
  // How many changed, by what, from and to.
  std::map<Change::What, std::map<std::pair<std::string, std::string>, int64_t>> changes;
};

// Judges every URL of a store anew and writes what differs: the state of each URL that the rules now take or refuse,
// verdict and reason of the newest event of each page's time line, and the time of first indexing of a page that passes
// for the first time. Ban lists are taken as a crawl takes them. A second run at the same moment changes nothing.
// `visit` sees each change, before it is written. A store without seeds has no scope, and its states stay. The shards
// that `writer` leaves out stay as they are, bans of their hosts included; the scans of `reader` pass over them too.
Result<RejudgeSummary> rejudge_store(StoreReader& reader, StoreWriter& writer, const Config& config,
                                     const std::vector<BanFile>& bans, const InspectOptions& options,
                                     const std::function<void(const Change&)>& visit);

}  // namespace lycosa::inline rejudge
