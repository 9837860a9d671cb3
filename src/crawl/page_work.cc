#include "crawl/page_work.h"

namespace lycosa::inline crawl {

void do_page_work(PageWork& work, const PipelineOptions& options) {
  work.wire_bytes = work.exchange.body.size();
  work.record = process_page(work.exchange, std::nullopt, options);
  work.in_links = in_links(work.record);
  work.encoded = encode_exchange(work.exchange);
  work.exchange.body = std::string();
}

}  // namespace lycosa::inline crawl
