#pragma once

#include <ares.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "fetch/failure.h"
#include "fetch/poller.h"

namespace lycosa::inline fetch {

// What a name stands for: addresses, IPv4 first, or why there are none.
struct Resolution {
  std::vector<std::string> addresses;
  std::optional<Failure> failure;
};

struct ResolverOptions {
  std::string server;         // "ADDRESS:PORT"; empty for those of the system
  int64_t timeout_ms = 5000;  // of one question, with its repetitions
};

// Asks the DNS (and the hosts file), each name once at a time, and keeps answers as long as their TTL says.
//
// Names are absolute: no search list, no aliases of the environment. Works within the poller of its user, who calls
// process() with its events and tick() when due. One thread.
class Resolver {
 public:
  static Result<std::unique_ptr<Resolver>> open(const ResolverOptions& options, Poller& poller);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // The kept answer, while it is good. The pointer is good until the next call of any member.
  const Resolution* cached(const std::string& host, int64_t now);
  // Asks; take_answered() will hold `ticket`.
  void ask(const std::string& host, uint64_t ticket);

  struct Answer {
    uint64_t ticket;
    std::shared_ptr<const Resolution> resolution;
  };
  std::vector<Answer> take_answered() { return std::move(answered_); }

  void process(const Poller::Event& event);
  // Repeats and gives up questions whose time has come. Gives the milliseconds until it wants to be called again, or
  // -1.
  int tick();

 private:
  explicit Resolver(Poller& poller) : poller_(poller) {}

  struct Question;
  static void on_socket(void* self, ares_socket_t fd, int readable, int writable);
  static void on_answer(void* question, int status, int timeouts, ares_addrinfo* info);
  void keep(const std::string& host, std::shared_ptr<const Resolution> resolution, int64_t seconds);

  struct Kept {
    std::shared_ptr<const Resolution> resolution;
    int64_t good_until;
  };
  Poller& poller_;
  ares_channel channel_ = nullptr;
  bool closing_ = false;
  std::unordered_map<std::string, Kept> kept_;
  std::unordered_map<std::string, std::vector<uint64_t>> asked_;  // who waits for the name
  std::vector<Answer> answered_;
};

}  // namespace lycosa::inline fetch
