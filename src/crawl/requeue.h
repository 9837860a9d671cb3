#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/record.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// Which URLs of a store are to be fetched again: those that fit in all that is said.
struct RequeueChoice {
  std::vector<UrlKey> keys;  // these alone, when there are any
  StorePart part;
  std::string reason;  // code: of the URL's state, or of its last answer's status
  std::optional<int64_t> http_status;
  std::optional<SeenState> state;
  std::optional<int64_t> older_than_ms;  // since its last answer, or since it came into its state
};
// Whether a URL fits. One that is queued already, or is being fetched, never does.
bool fits(const RequeueChoice& choice, const SeenRow& seen, const std::optional<PageInfoRow>& page, Timestamp now);

struct Requeued {
  int64_t count = 0;                 // URLs that are queued now
  int64_t unknown = 0;               // of `keys`, those that the store does not have
  std::vector<ShardFault> left_out;  // whose URLs were not looked at
};
// Queues URLs again, with no attempts counted and nothing to wait for but their hosts: the next crawl fetches those
// that its rules take. What is stored of them stays. `reader` is a reader of the same store.
Result<Requeued> requeue(const RequeueChoice& choice, StoreReader& reader, StoreWriter& writer, Timestamp now);

}  // namespace lycosa::inline crawl
