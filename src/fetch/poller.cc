#include "fetch/poller.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace lycosa::inline fetch {

int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Result<std::unique_ptr<Poller>> Poller::open() {
  int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  int wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_fd < 0 || wake_fd < 0) {
    std::string cause = std::strerror(errno);
    if (epoll_fd >= 0) ::close(epoll_fd);
    if (wake_fd >= 0) ::close(wake_fd);
    return fail(ErrorKind::exhausted,
                "the fetcher cannot wait for the network: " + cause + "; raise the limit of open files (ulimit -n)");
  }
  std::unique_ptr<Poller> poller(new Poller(epoll_fd, wake_fd));
  poller->watch(Owner::wake, wake_fd, true, false);
  return poller;
}

Poller::~Poller() {
  ::close(wake_fd_);
  ::close(epoll_fd_);
}

void Poller::watch(Owner owner, int fd, bool readable, bool writable) {
  epoll_event event{};
  event.events = (readable ? EPOLLIN : 0u) | (writable ? EPOLLOUT : 0u);
  event.data.u64 = uint64_t{static_cast<uint32_t>(owner)} << 32 | static_cast<uint32_t>(fd);
  if (!readable && !writable) {
    epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, &event);
  } else if (epoll_ctl(epoll_fd_, EPOLL_CTL_MOD, fd, &event) != 0 && errno == ENOENT) {
    epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event);
  }
}

std::span<const Poller::Event> Poller::wait(int ms) {
  int got = epoll_wait(epoll_fd_, raw_.data(), static_cast<int>(raw_.size()), ms);
  size_t count = 0;
  for (int i = 0; i < got; ++i) {
    const epoll_event& raw = raw_[static_cast<size_t>(i)];
    auto owner = static_cast<Owner>(raw.data.u64 >> 32);
    auto fd = static_cast<int>(static_cast<uint32_t>(raw.data.u64));
    if (owner == Owner::wake) {
      uint64_t number = 0;
      [[maybe_unused]] ssize_t drained = ::read(wake_fd_, &number, sizeof number);
      continue;
    }
    bool error = (raw.events & (EPOLLERR | EPOLLHUP)) != 0;
    events_[count++] = {owner, fd, (raw.events & EPOLLIN) != 0, (raw.events & EPOLLOUT) != 0, error};
  }
  return std::span(events_).first(count);
}

void Poller::wake() {
  woken_.store(true);
  uint64_t one = 1;
  [[maybe_unused]] ssize_t written = ::write(wake_fd_, &one, sizeof one);
}

bool Poller::take_wake() {
  return woken_.exchange(false);
}

}  // namespace lycosa::inline fetch
