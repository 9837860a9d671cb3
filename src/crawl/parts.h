#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "crawl/exchange_log.h"
#include "crawl/transport.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// What a crawl works with. Tests give parts that are scripted, or that fail.
struct CrawlParts {
  const Clock* clock = nullptr;          // read on the loop's thread
  std::unique_ptr<StoreWriter> store;    // used on the writing thread
  std::unique_ptr<StoreReader> reader;   // of the same store, used on the loop's thread
  std::unique_ptr<StoreReader> stored;   // likewise, used on the writing thread
  std::unique_ptr<ExchangeLog> archive;  // used on the writing thread
  std::unique_ptr<Transport> transport;  // used on the loop's thread, but for wake()
  std::string notes;                     // the file of ReadingNotes; empty for none
};

// The real ones: the network, and the store and archive that the configuration names, which are made when there are
// none. The clock must outlive them.
Result<CrawlParts> open_parts(const Config& config, const Clock& clock);

}  // namespace lycosa::inline crawl
