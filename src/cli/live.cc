#include "cli/live.h"

namespace lycosa::cli {

Result<Report> LiveTest::inspect(StoreReader& stored, const std::string& url) {
  const auto rows = visitor_.visit(stored, url);
  if (!rows) return rows.unexpected();
  auto store = open_memory_store_like(stored.info());
  if (!store) return store.unexpected();
  if (auto written = store->writer->write(*rows); !written) return written.unexpected();
  InspectOptions options;
  options.now = clock_.now();
  options.agent = config_.product_token();
  options.url_bytes = static_cast<size_t>(config_.url_bytes);
  return Inspector(*store->reader, options).inspect_url(url);
}

}  // namespace lycosa::cli
