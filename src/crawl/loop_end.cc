// What a crawl says of itself when it ends.
#include "crawl/loop.h"

namespace lycosa::inline crawl {

void Crawl::Loop::count_seeds() {
  summary_.seeds = static_cast<int64_t>(seeds_.size());
  for (const std::string& unparsed : seeds_) {
    if (missed_.misses({root_hash(root_of_unparsed(unparsed)), unparsed})) {
      ++summary_.seeds_without_answer[std::string(code(Reason::shard_unreachable))];
      continue;
    }
    const SeenNow seed = frontier_->find(unparsed).value_or(SeenNow{});
    if (seed.state == SeenState::crawled) {
      ++summary_.seeds_answered;
      continue;
    }
    const Reason reason = seed.reason.value_or(frontier_->robots_fault(unparsed).value_or(Reason::schedule_queued));
    ++summary_.seeds_without_answer[std::string(code(reason))];
  }
}

void Crawl::Loop::end_run(std::string_view ended, Timestamp now) {
  run_.end_stamp_ms = now.ms;
  run_.ended = std::string(ended);
  run_.fetched = summary_.progress.pages;
  run_.answered = summary_.pages_answered;
  run_.robots_files = summary_.progress.robots_files;
  run_.bytes = summary_.progress.bytes;
  run_.links = summary_.links;
  run_.ver = std::max(run_.ver + 1, now.ms);
  WriteItem item;
  item.runs.push_back(run_);
  add(std::move(item));
}

}  // namespace lycosa::inline crawl
