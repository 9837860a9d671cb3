#pragma once

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.h"

namespace lycosa::inline fetch {

// Milliseconds of the system's steady clock.
int64_t steady_ms();

// Milliseconds of the steady clock in which transfers are served. It stands still while the thread that serves them is
// elsewhere, so that no answer is late because nobody took it.
class ServedClock {
 public:
  int64_t now() const { return (away_ ? left_ : steady_ms()) - lost_; }
  void leave() {
    left_ = steady_ms();
    away_ = true;
  }
  void come_back() {
    lost_ += steady_ms() - left_;
    away_ = false;
  }

 private:
  bool away_ = true;
  int64_t left_ = steady_ms();
  int64_t lost_ = 0;
};

// epoll, and the event that wakes it from another thread.
class Poller {
 public:
  static Result<std::unique_ptr<Poller>> open();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  enum class Owner : uint32_t { transfers, names, wake };
  struct Event {
    Owner owner;
    int fd;
    bool readable, writable, error;
  };
  // Says what to wait for on a socket; neither means to forget it.
  void watch(Owner owner, int fd, bool readable, bool writable);
  // Waits up to `ms` (-1: without end). The events are good until the next call.
  std::span<const Event> wait(int ms);

  // From any thread.
  void wake();
  // Whether wake() was called since the last time this was asked.
  bool take_wake();

 private:
  Poller(int epoll_fd, int wake_fd) : epoll_fd_(epoll_fd), wake_fd_(wake_fd) {}

  int epoll_fd_;
  int wake_fd_;
  std::atomic<bool> woken_{false};
  std::array<epoll_event, 128> raw_{};
  std::array<Event, 128> events_{};
};

}  // namespace lycosa::inline fetch
