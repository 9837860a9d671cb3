#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "crawl/page_work.h"

namespace lycosa::inline crawl {

// Pages that wait for a worker, in a line a host. The host that has had the least processor time goes first, and hosts
// whose last page was dear to read have at most half of the workers: nobody's pages hold up those of others for long.
//
// One thread at a time; whoever shares it has a lock.
class FairQueue {
 public:
  explicit FairQueue(int workers) : most_dear_(workers > 1 ? static_cast<size_t>(workers) / 2 : 1) {}

  void push(std::unique_ptr<PageWork> work);
  // The next page, for a worker that is free. Null when none waits, or dear ones alone and enough of them are being
  // read.
  std::unique_ptr<PageWork> pop();
  // A page that pop() gave was read, in its cpu_ms.
  void done(const PageWork& work);
  bool empty() const { return turns_.empty(); }
  void clear();

 private:
  struct Line {
    std::deque<std::unique_ptr<PageWork>> waiting;
    int64_t used_ms = 0;
    bool dear = false;
    int being_read = 0;
  };
  using Turn = std::pair<int64_t, std::string>;  // used_ms, host

  static constexpr int64_t kDearMs = 300;
  const size_t most_dear_;
  std::unordered_map<std::string, Line> lines_;   // an idle one only where it is dear
  std::set<Turn> turns_;                          // of the hosts with pages that wait
  std::unordered_set<const PageWork*> dear_now_;  // that are being read
  int64_t now_ms_ = 0;                            // used_ms at the last turn: whoever comes anew begins there
};

}  // namespace lycosa::inline crawl
