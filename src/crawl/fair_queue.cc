#include "crawl/fair_queue.h"

#include <algorithm>

#include "url/url.h"

namespace lycosa::inline crawl {

void FairQueue::push(std::unique_ptr<PageWork> work) {
  const std::string host = origin_of(work->own.key.unparsed);
  Line& line = lines_[host];
  if (line.waiting.empty() && line.being_read == 0) line.used_ms = std::max(line.used_ms, now_ms_);
  line.waiting.push_back(std::move(work));
  turns_.insert({line.used_ms, host});
}

std::unique_ptr<PageWork> FairQueue::pop() {
  const bool may_be_dear = dear_now_.size() < most_dear_;
  const auto turn = std::find_if(turns_.begin(), turns_.end(),
                                 [&](const Turn& one) { return may_be_dear || !lines_.at(one.second).dear; });
  if (turn == turns_.end()) return nullptr;
  Line& line = lines_.at(turn->second);
  std::unique_ptr<PageWork> work = std::move(line.waiting.front());
  line.waiting.pop_front();
  ++line.being_read;
  if (line.dear) dear_now_.insert(work.get());
  now_ms_ = line.used_ms;
  if (line.waiting.empty()) turns_.erase(turn);
  return work;
}

void FairQueue::done(const PageWork& work) {
  dear_now_.erase(&work);
  const auto found = lines_.find(origin_of(work.own.key.unparsed));
  if (found == lines_.end()) return;
  auto& [host, line] = *found;
  turns_.erase({line.used_ms, host});
  line.used_ms += work.cpu_ms;
  line.dear = work.cpu_ms > kDearMs;
  --line.being_read;
  if (!line.waiting.empty()) {
    turns_.insert({line.used_ms, host});
  } else if (line.being_read == 0 && !line.dear) {
    lines_.erase(found);
  }
}

void FairQueue::clear() {
  turns_.clear();
  lines_.clear();
}

}  // namespace lycosa::inline crawl
