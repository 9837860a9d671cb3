#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "archive/archive.h"
#include "crawl/exchange_log.h"
#include "crawl/page_work.h"
#include "frontier/frontier.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// What is to be kept together: a page with what it led to, a robots.txt, or changes of state alone.
struct WriteItem {
  std::unique_ptr<PageWork> page;
  std::optional<RobotsRow> robots;
  std::vector<EncodedExchange> robots_hops;
  std::vector<SeenRow> seen;  // targets and changes of state
  std::vector<SeenChange> changes;
  std::vector<DiscoveryRow> discoveries;
  std::vector<HostRow> hosts;
  std::vector<SitemapRow> sitemaps;
  std::vector<RunRow> runs;
  Timestamp now;  // when it was added

  bool empty() const {
    return !page && !robots && seen.empty() && changes.empty() && discoveries.empty() && hosts.empty() &&
           sitemaps.empty() && runs.empty();
  }
};

// The thread that writes archive and store. Items are written in the order in which they came, in batches: what comes
// while a batch is being written makes the next one.
class WriteThread {
 public:
  // `on_written` is called on this thread after each batch.
  // `stored` is a reader of the same store, for this thread alone; `last_ver` the greatest `ver` of its tables `seen`,
  // `host` and `sitemap`.
  WriteThread(ExchangeLog& archive, StoreWriter& store, StoreReader& stored, int64_t last_ver,
              std::function<void()> on_written);
  // Drops what was not begun; close() first to keep it.
  ~WriteThread();
  WriteThread(const WriteThread&) = delete;
  WriteThread& operator=(const WriteThread&) = delete;

  // Returns the item's number: the first is 1.
  int64_t add(WriteItem item);
  // Writes all that was added and ends the thread. Fails as the first failed write did.
  Result<void> close();

  // The number of the last item that is acknowledged, with all before it.
  int64_t acknowledged() const { return acknowledged_.load(std::memory_order_acquire); }
  // Pages added and not yet acknowledged.
  int64_t pending_pages() const { return pending_pages_.load(std::memory_order_relaxed); }
  // Bytes of theirs that wait for the archive.
  int64_t pending_bytes() const { return pending_bytes_.load(std::memory_order_relaxed); }
  // Whether a write failed: nothing more is written then.
  bool failed() const { return failed_.load(std::memory_order_acquire); }

 private:
  void run();
  Result<void> write(std::vector<WriteItem>& items);

  ExchangeLog& archive_;
  StoreWriter& store_;
  StoreReader& stored_;
  int64_t last_ver_;  // each batch has a greater one, also when the clock is set back
  const std::function<void()> on_written_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<WriteItem> items_;
  bool closing_ = false, dropping_ = false;
  int64_t added_ = 0;
  std::atomic<int64_t> acknowledged_{0}, pending_pages_{0}, pending_bytes_{0};
  std::atomic<bool> failed_{false};
  std::optional<Error> error_;
  std::thread thread_;
};

}  // namespace lycosa::inline crawl
