#pragma once

#include <cstddef>
#include <cstdint>
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
  uint8_t level = 0;      // how much others are preferred to it: level_of()
};

// How far behind others a URL stands: further from the seeds is later, and what a sitemap calls important or newly
// changed is earlier. 0 to 15.
uint8_t level_of(int64_t depth, std::optional<double> sitemap_priority, std::optional<int64_t> lastmod_stamp,
                 Timestamp now);

// The URLs of one host that wait: those that may be fetched at once, in order, and those that must wait for a time.
//
// A URL goes before those that came later, and for each level that it is better, before 100 that came earlier. So at
// most 100 later ones a level pass it, and none waits for ever.
//
// It does no I/O. At most `limit` URLs that may be fetched at once are kept; what is pushed beyond that is only
// counted, as the table `seen` has every queued URL. When the queue has run empty it wants() them back, and refill()
// gives it the next ones.
class HostQueue {
 public:
  explicit HostQueue(size_t limit = std::numeric_limits<size_t>::max()) : limit_(limit) {}

  // In its place; before all others (its turn had come, and it could not be fetched); not before a time.
  void push(QueuedUrl url);
  void push_first(QueuedUrl url) { insert(--first_, std::move(url)); }
  void push_delayed(QueuedUrl url, Timestamp due) { delayed_.push({due, std::move(url)}); }
  // The next URL whose time has come. One that waited for a time goes before those that did not.
  std::optional<QueuedUrl> pop(Timestamp now);

  // When pop() next has something: Timestamp{} for at once; nothing when no URL is here.
  std::optional<Timestamp> due() const;
  // All that wait, those that are kept elsewhere too.
  size_t size() const { return ready_.size() + delayed_.size() + elsewhere_; }
  struct Ready {
    int64_t place;
    QueuedUrl url;
    bool operator<(const Ready& other) const { return place > other.place; }  // a heap's top is the first
  };
  // Those that may be fetched at once, in no order.
  const std::vector<Ready>& ready() const { return ready_; }

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

  void insert(int64_t place, QueuedUrl url);

  const size_t limit_;
  std::vector<Ready> ready_;         // a heap
  int64_t arrived_ = 0, first_ = 0;  // places
  std::priority_queue<Delayed> delayed_;
  size_t elsewhere_ = 0;
};

}  // namespace lycosa::inline frontier
