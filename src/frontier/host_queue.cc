#include "frontier/host_queue.h"

#include <algorithm>
#include <cmath>

namespace lycosa::inline frontier {
namespace {

constexpr int64_t kLevelStep = 100;
constexpr int64_t kDeepest = 10;             // levels beyond are alike
constexpr int64_t kNewSeconds = 7 * 86'400;  // so long a lastmod counts as a new one
constexpr double kUsualPriority = 0.5;       // of a sitemap's entry that has none

}  // namespace

uint8_t level_of(int64_t depth, std::optional<double> sitemap_priority, std::optional<int64_t> lastmod_stamp,
                 Timestamp now) {
  int64_t level = std::min(depth, kDeepest);
  if (sitemap_priority) level += std::lround((kUsualPriority - std::clamp(*sitemap_priority, 0.0, 1.0)) * 4);
  if (lastmod_stamp && *lastmod_stamp > now.seconds() - kNewSeconds) --level;
  return static_cast<uint8_t>(std::clamp<int64_t>(level, 0, 15));
}

void HostQueue::insert(int64_t place, QueuedUrl url) {
  ready_.push_back({place, std::move(url)});
  std::push_heap(ready_.begin(), ready_.end());
}

void HostQueue::push(QueuedUrl url) {
  // Once some are kept elsewhere, later ones go there too, so that the order stays.
  if (elsewhere_ > 0 || ready_.size() >= limit_) {
    ++elsewhere_;
  } else {
    const int64_t place = ++arrived_ + kLevelStep * url.level;
    insert(place, std::move(url));
  }
}

std::optional<QueuedUrl> HostQueue::pop(Timestamp now) {
  QueuedUrl next;
  if (!delayed_.empty() && delayed_.top().due <= now) {
    next = delayed_.top().url;
    delayed_.pop();
  } else if (!ready_.empty()) {
    std::pop_heap(ready_.begin(), ready_.end());
    next = std::move(ready_.back().url);
    ready_.pop_back();
  } else {
    return std::nullopt;
  }
  return next;
}

std::optional<Timestamp> HostQueue::due() const {
  if (!ready_.empty()) return Timestamp{};
  if (!delayed_.empty()) return delayed_.top().due;
  return std::nullopt;
}

void HostQueue::refill(std::vector<QueuedUrl> urls, size_t left) {
  // Their order is settled already.
  for (QueuedUrl& url : urls) insert(++arrived_, std::move(url));
  elsewhere_ = left;
}

}  // namespace lycosa::inline frontier
