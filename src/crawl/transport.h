#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "fetch/fetch.h"

namespace lycosa::inline crawl {

// How a crawl asks for URLs: what it needs of a Fetcher, with the same guarantees and the same thread rule.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual void start(FetchRequest request) = 0;
  virtual size_t poll(int max_wait_ms, std::vector<FetchResult>& done) = 0;
  virtual void wake() = 0;
  virtual size_t active() const = 0;
  virtual void cancel_all() = 0;
};

// The network. The clock must outlive it.
Result<std::unique_ptr<Transport>> open_network(const Config& config, const Clock& clock);

}  // namespace lycosa::inline crawl
