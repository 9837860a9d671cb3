#include "crawl/parts.h"

#include <utility>

#include "crawl/crawl.h"

namespace lycosa::inline crawl {

Result<CrawlParts> open_parts(const Config& config, const Clock& clock) {
  CrawlParts parts;
  parts.clock = &clock;
  // What can fail without a store comes first, so that none is made in vain.
  auto transport = open_network(config, clock);
  if (!transport) return transport.unexpected();
  parts.transport = std::move(*transport);
  auto options = store_options(config);
  if (!options) return options.unexpected();
  options->leave_out_damaged = true;
  auto store = open_store_writer(config.store, *options);
  if (!store) return store.unexpected();
  parts.store = std::move(*store);
  auto reader = open_store_reader(config.store, parts.store->left_out());
  if (!reader) return reader.unexpected();
  parts.reader = std::move(*reader);
  auto stored = open_store_reader(config.store, parts.store->left_out());
  if (!stored) return stored.unexpected();
  parts.stored = std::move(*stored);
  parts.notes = config.store + "/reading";
  auto archive = open_exchange_log(parts.store->info().archive_folder(), clock, config.effective_user_agent());
  if (!archive) return archive.unexpected();
  parts.archive = std::move(*archive);
  return parts;
}

}  // namespace lycosa::inline crawl
