#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "base/time.h"

namespace lycosa::inline serve {

// How many live tests a client may ask for in a minute. Any thread.
class LiveLimit {
 public:
  explicit LiveLimit(int64_t per_minute) : per_minute_(per_minute) {}

  bool take(const std::string& client, Timestamp now) {
    const std::lock_guard lock(mutex_);
    // Clients that asked for nothing lately are forgotten, so that many of them take no memory.
    for (auto it = asked_.begin(); it != asked_.end();) {
      while (!it->second.empty() && now - it->second.front() >= kMinute) it->second.pop_front();
      it = it->second.empty() ? asked_.erase(it) : std::next(it);
    }
    std::deque<Timestamp>& times = asked_[client];
    if (static_cast<int64_t>(times.size()) >= per_minute_) return false;
    times.push_back(now);
    return true;
  }

 private:
  static constexpr int64_t kMinute = 60'000;
  const int64_t per_minute_;
  std::mutex mutex_;
  std::map<std::string, std::deque<Timestamp>> asked_;
};

}  // namespace lycosa::inline serve
