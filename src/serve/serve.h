#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "inspect/inspect.h"

namespace lycosa::inline serve {

// Fetches a URL now, without storing it, and reports on what came. Called on a worker's thread, one call at a time.
// `store` is the store that is served, asked through that worker's own reader.
using LiveInspect = std::function<Result<Report>(StoreReader& store, const std::string& url)>;

struct ServeOptions {
  Config config;                          // store, limits, our name for robots.txt
  std::string listen = "127.0.0.1:8080";  // address:port; port 0 takes a free one
  std::vector<std::string> hosts;         // names that may stand in a Host header, besides loopback and the address
  std::string token;                      // what a live test must bring
  LiveInspect live;                       // none: there are no live tests
};

// The HTTP API and the web page over one store. It reads, and never writes.
//
// One thread does all network work and never waits for a disk; requests are answered on threads with readers of their
// own. Every request has limits of size and time, so clients that are slow, broken or many keep nobody else waiting.
class Server {
 public:
  // Opens the store and the address. The clock must outlive the server.
  static Result<std::unique_ptr<Server>> open(ServeOptions options, const Clock& clock);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // "127.0.0.1:8080": where it listens.
  const std::string& address() const;
  // Serves until stop(), SIGINT or SIGTERM; answers that are under way are then finished, for a few seconds at most.
  void run();
  // From any thread.
  void stop();

 private:
  class Loop;
  explicit Server(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace lycosa::inline serve
