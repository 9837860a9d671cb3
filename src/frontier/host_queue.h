#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "base/time.h"

namespace lycosa::inline frontier {

// A URL that waits to be fetched. Its depth, hops and role stand in the seen set.
struct QueuedUrl {
  std::string unparsed;
  uint8_t attempts = 0;
  bool repeated = false;  // it was fetched before in this run
};

// The URLs of one host that wait: those that may be fetched at once, in order, and those that must wait for a time.
//
// It does no I/O. At most `limit` URLs that may be fetched at once are kept; what is pushed beyond that is only
// counted, as the table `seen` has every queued URL. When the queue has run empty it wants() them back, and refill()
// gives it the next ones.
class HostQueue {
 public:
  explicit HostQueue(size_t limit = std::numeric_limits<size_t>::max()) : limit_(limit) {}

  // Behind all others; before all others (its turn had come, and it could not be fetched); not before a time.
  void push(QueuedUrl url);
  void push_first(QueuedUrl url) { ready_.push_front(std::move(url)); }
  void push_delayed(QueuedUrl url, Timestamp due) { delayed_.push({due, std::move(url)}); }
  // The next URL whose time has come. One that waited for a time goes before those that did not.
  std::optional<QueuedUrl> pop(Timestamp now);

  // When pop() next has something: Timestamp{} for at once; nothing when no URL is here.
  std::optional<Timestamp> due() const;
  // All that wait, those that are kept elsewhere too.
  size_t size() const { return ready_.size() + delayed_.size() + elsewhere_; }
  const std::deque<QueuedUrl>& ready() const { return ready_; }

  // Whether the URLs that are kept elsewhere are needed now.
  bool wants() const { return ready_.empty() && elsewhere_ > 0; }
  // The next URLs from there, in order, and how many stay behind.
  void refill(std::vector<QueuedUrl> urls, size_t left);

 private:
  struct Delayed {
    Timestamp due;
    QueuedUrl url;
    bool operator<(const Delayed& other) const { return due > other.due; }  // a heap's top is the earliest
  };

  const size_t limit_;
  std::deque<QueuedUrl> ready_;
  std::priority_queue<Delayed> delayed_;
  size_t elsewhere_ = 0;
};

}  // namespace lycosa::inline frontier
