#pragma once

#include <memory>
#include <string>

#include "archive/archive.h"
#include "base/clock.h"
#include "base/result.h"

namespace lycosa::inline crawl {

// Where a crawl keeps its exchanges: what it needs of an ArchiveWriter, with the same guarantees.
class ExchangeLog {
 public:
  virtual ~ExchangeLog() = default;
  virtual Result<ArchivePlace> append(const EncodedExchange& exchange) = 0;
};

// An archive in a folder. The clock must outlive it.
Result<std::unique_ptr<ExchangeLog>> open_exchange_log(const std::string& folder, const Clock& clock,
                                                       const std::string& user_agent);

}  // namespace lycosa::inline crawl
