#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "config/config.h"
#include "inspect/inspect.h"
#include "inspect/overview.h"
#include "serve/live_limit.h"
#include "serve/message.h"
#include "serve/metrics.h"
#include "serve/serve.h"
#include "store/browse.h"
#include "store/store.h"

namespace lycosa::inline serve {

// What all workers share.
struct Shared {
  const ServeOptions& options;
  const Clock& clock;
  TotalsCache totals;
  Metrics metrics;
  LiveLimit live_limit;
  std::mutex live_mutex;  // one live test at a time: they share one politeness
};

// What a worker answers with: readers of its own. One thread at a time.
class Answers {
 public:
  static Result<std::unique_ptr<Answers>> open(Shared& shared);

  // The answer to a request that has passed the guard; never throws.
  Response answer(const Request& request);
  // The answers to lines of a batch, one JSON line each.
  std::string answer_lines(const std::vector<std::string>& lines);

  Report report(const Request& request);
  InspectOptions inspect_options(Timestamp now) const;
  Timestamp now_of(const Request& request) const;
  Overview overview() { return Overview(*reader_, *browser_, shared_.totals, inspect_options({})); }
  StoreReader& reader() { return *reader_; }
  Shared& shared() { return shared_; }
  const ServeOptions& options() const { return shared_.options; }

 private:
  explicit Answers(Shared& shared) : shared_(shared) {}
  Shared& shared_;
  std::unique_ptr<StoreReader> reader_;
  std::unique_ptr<StoreBrowser> browser_;
};

// One a route of the table (routes.cc).
Response answer_inspect(Answers& answers, const Request& request);
Response answer_live(Answers& answers, const Request& request);
Response answer_site(Answers& answers, const Request& request);
Response answer_host(Answers& answers, const Request& request);
Response answer_stats(Answers& answers, const Request& request);
Response answer_urls(Answers& answers, const Request& request);
Response answer_history(Answers& answers, const Request& request);
Response answer_links(Answers& answers, const Request& request);
Response answer_duplicates(Answers& answers, const Request& request);
Response answer_page_text(Answers& answers, const Request& request);
Response answer_raw(Answers& answers, const Request& request);
Response answer_openapi(Answers& answers, const Request& request);
Response answer_health(Answers& answers, const Request& request);
Response answer_metrics(Answers& answers, const Request& request);
Response answer_robots_txt(Answers& answers, const Request& request);

Response answer_lookup_page(Answers& answers, const Request& request);
Response answer_site_page(Answers& answers, const Request& request);
Response answer_host_page(Answers& answers, const Request& request);
Response answer_store_page(Answers& answers, const Request& request);
Response answer_urls_page(Answers& answers, const Request& request);
Response answer_links_page(Answers& answers, const Request& request);
Response answer_source_page(Answers& answers, const Request& request);
Response answer_render(Answers& answers, const Request& request);
Response answer_asset(Answers& answers, const Request& request);

}  // namespace lycosa::inline serve
