#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "exchange/exchange.h"

namespace lycosa::inline fetch {

// One hop to fetch: redirects are handed back, not followed.
struct FetchRequest {
  uint64_t id = 0;              // the caller's; comes back with the result
  std::string url;              // canonical http or https URL
  size_t body_bytes = 0;        // where the body is cut; 0 means the configured limit
  std::vector<Header> headers;  // sent besides our own, such as If-None-Match
};

struct FetchResult {
  uint64_t id = 0;
  // Answered, or with its failure; never neither.
  Exchange exchange;
  // The fetch was stopped by cancel_all() and `exchange` says nothing about the site: ask again another time.
  bool cancelled = false;
};

// Turns URLs into exchanges within the limits of time, size and addresses of the configuration.
//
// Guarantees: each start() gives exactly one result. No connection is opened to an address that address_is_public()
// of fetch/address.h refuses, unless allow_private is set. A name is resolved once, and the address that was checked is
// the one that is connected to. There are no cookies, proxies, redirects or retries.
// Thread rule: all calls come from one thread, except wake(), which may come from any.
class Fetcher {
 public:
  // Fails on a bad dns-server, resolve entry or CA file. The clock stamps exchanges and must outlive the fetcher;
  // limits of time run on the system's steady clock, and only while poll() is at work.
  static Result<std::unique_ptr<Fetcher>> open(const Config& config, const Clock& clock);
  ~Fetcher();
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  // Begins a fetch. Never blocks and never fails: a fault of the request is its result.
  void start(FetchRequest request);
  // Lets all fetches make progress, waiting up to `max_wait_ms` (-1: without end) until one is done or wake() is
  // called. Appends what is done and returns how many that are. With nothing active it waits for wake() or the time.
  size_t poll(int max_wait_ms, std::vector<FetchResult>& done);
  // Ends a poll() that waits now, or the next one. From any thread.
  void wake();
  // Fetches begun and not yet handed back.
  size_t active() const;
  // Stops every fetch; the next poll() hands them back as cancelled.
  void cancel_all();

 private:
  class Loop;
  explicit Fetcher(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace lycosa::inline fetch
