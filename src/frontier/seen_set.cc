#include "frontier/seen_set.h"

namespace lycosa::inline frontier {
namespace {

int64_t total(const std::map<std::string, int64_t>& by_code) {
  int64_t sum = 0;
  for (const auto& [code, count] : by_code) sum += count;
  return sum;
}

}  // namespace

int64_t FrontierCounts::refused_total() const {
  return total(refused);
}

int64_t FrontierCounts::failed_total() const {
  return total(failed);
}

void SeenSet::set(const std::string& unparsed, const SeenMark& mark) {
  if (const auto old = marks_.find(unparsed)) tally(*old, -1);
  tally(mark, 1);
  marks_.set(unparsed, mark);
}

void SeenSet::tally(const SeenMark& mark, int by) {
  const auto by_code = [&](std::map<std::string, int64_t>& counts_of) {
    counts_of[mark.reason ? std::string(code(*mark.reason)) : "unknown"] += by;
  };
  switch (mark.state) {
    case SeenState::queued:
      counts_.queued += by;
      break;
    case SeenState::leased:
      counts_.leased += by;
      break;
    case SeenState::crawled:
      counts_.crawled += by;
      break;
    case SeenState::retry:
      counts_.retry += by;
      break;
    case SeenState::refused:
      by_code(counts_.refused);
      break;
    case SeenState::failed:
      by_code(counts_.failed);
      break;
  }
}

}  // namespace lycosa::inline frontier
