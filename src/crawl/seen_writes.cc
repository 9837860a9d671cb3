#include "crawl/seen_writes.h"

#include <utility>

namespace lycosa::inline crawl {
namespace {

void apply(const SeenChange& change, SeenRow& row) {
  if (change.depth < row.depth) {
    row.depth = change.depth;
    row.hops = change.hops;
  }
  if (change.role != Role::page) row.role = change.role;
  if (change.queue) {
    row.state = SeenState::queued;
    row.reason.reset();
    row.evidence.reset();
    row.next_due_stamp_ms.reset();
  }
  if (change.reason) {
    row.reason = std::string(code(*change.reason));
    row.evidence = change.evidence;
  }
}

}  // namespace

void SeenWrites::put(SeenRow row) {
  std::string unparsed = row.key.unparsed;
  rows_.insert_or_assign(std::move(unparsed), std::move(row));
}

Result<void> SeenWrites::change(const SeenChange& change) {
  auto found = rows_.find(change.key.unparsed);
  if (found == rows_.end()) {
    auto stored = stored_.seen(change.key);
    if (!stored) return stored.unexpected();
    if (!stored->found) return {};  // what the store never had needs no change
    found = rows_.emplace(change.key.unparsed, std::move(*stored->found)).first;
  }
  apply(change, found->second);
  return {};
}

void SeenWrites::move_to(WriteBatch& batch, int64_t ver) {
  for (auto& [unparsed, row] : rows_) row.ver = ver;
  // Of two answers for one page in a batch the later one says what became of it.
  for (auto page = batch.pages.rbegin(); page != batch.pages.rend(); ++page) {
    if (!page->seen) continue;
    const auto own = rows_.find(page->seen->key.unparsed);
    if (own == rows_.end()) {
      page->seen.reset();
      continue;
    }
    page->seen = std::move(own->second);
    rows_.erase(own);
  }
  for (auto& [unparsed, row] : rows_) batch.seen.push_back(std::move(row));
  rows_.clear();
}

}  // namespace lycosa::inline crawl
