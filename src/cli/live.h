#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "inspect/inspect.h"
#include "store/store.h"
#include "visit/visit.h"

namespace lycosa::cli {

// A live test: the report that a store would give of a URL which was visited now. The rows go into a store in memory,
// which is then inspected; the store on disk stays as it is. One thread at a time.
class LiveTest {
 public:
  // The clock must outlive it.
  LiveTest(const Config& config, const Clock& clock) : config_(config), clock_(clock), visitor_(config, clock) {}
  // Fails when Visitor::visit() does.
  Result<Report> inspect(StoreReader& stored, const std::string& url);

 private:
  const Config config_;
  const Clock& clock_;
  Visitor visitor_;
};

}  // namespace lycosa::cli
