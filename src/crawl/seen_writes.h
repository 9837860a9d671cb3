#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "frontier/frontier.h"
#include "frontier/secret_hash.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// The rows of `seen` of one batch: of several rows of one URL the last, with the changes that came after it. A change
// to a URL that has no row in the batch is completed from the stored one; those are few, and this is all that a crawl
// reads to write.
class SeenWrites {
 public:
  // `stored` must have all earlier batches. It must outlive this.
  explicit SeenWrites(StoreReader& stored) : stored_(stored) {}

  void put(SeenRow row);
  Result<void> change(const SeenChange& change);
  // Moves the rows into the batch: a page's own into its page, as it must be written last. All get `ver`.
  void move_to(WriteBatch& batch, int64_t ver);

 private:
  StoreReader& stored_;
  std::unordered_map<std::string, SeenRow, SecretHash> rows_;  // by unparsed URL
};

}  // namespace lycosa::inline crawl
