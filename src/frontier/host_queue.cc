#include "frontier/host_queue.h"

namespace lycosa::inline frontier {

void HostQueue::push(QueuedUrl url) {
  // Once some are kept elsewhere, later ones go there too, so that the order stays.
  if (elsewhere_ > 0 || ready_.size() >= limit_) {
    ++elsewhere_;
  } else {
    ready_.push_back(std::move(url));
  }
}

std::optional<QueuedUrl> HostQueue::pop(Timestamp now) {
  QueuedUrl next;
  if (!delayed_.empty() && delayed_.top().due <= now) {
    next = delayed_.top().url;
    delayed_.pop();
  } else if (!ready_.empty()) {
    next = std::move(ready_.front());
    ready_.pop_front();
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
  for (QueuedUrl& url : urls) ready_.push_back(std::move(url));
  elsewhere_ = left;
}

}  // namespace lycosa::inline frontier
