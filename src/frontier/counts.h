#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace lycosa::inline frontier {

// How many URLs are in which state, in the whole store.
struct FrontierCounts {
  int64_t queued = 0, leased = 0, crawled = 0, retry = 0;
  std::map<std::string, int64_t> refused, failed;  // by reason code
  int64_t refused_total() const;
  int64_t failed_total() const;
};

}  // namespace lycosa::inline frontier
