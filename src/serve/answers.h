#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "inspect/inspect.h"
#include "inspect/overview.h"
#include "serve/links.h"
#include "serve/live_limit.h"
#include "serve/message.h"
#include "serve/metrics.h"
#include "serve/parameters.h"
#include "serve/serve.h"
#include "store/store.h"

namespace lycosa::inline serve {

struct Route;

// What all workers share.
struct Shared {
  const ServeOptions& options;
  const Clock& clock;
  TotalsCache totals;
  Metrics metrics;
  LiveLimit live_limit;
  std::mutex live_mutex;  // one live test at a time: they share one politeness
};

// A request whose parameters have passed the checks of its route. The request must outlive it.
struct Call {
  const Route& route;
  const Request& request;
  Parameters parameters;

  std::string_view text(std::string_view name) const { return parameters.text(name); }
  Links links() const { return Links(route, parameters); }
};

// What a worker answers with: readers of its own. One thread at a time.
class Answers {
 public:
  static Result<std::unique_ptr<Answers>> open(Shared& shared);

  // The answer to a request that has passed the guard; never throws.
  Response answer(const Request& request);
  // The answers to lines of a batch, one JSON line each, judged by that time or by the present.
  std::string answer_lines(const std::vector<std::string>& lines, std::optional<Timestamp> now);

  Report report(const Call& call);
  // The key of the URL that the call is about.
  Result<UrlKey> key(const Call& call);
  InspectOptions inspect_options(Timestamp now) const;
  Timestamp now_of(const Call& call) const;
  Overview overview() { return Overview(*reader_, shared_.totals, inspect_options({})); }
  StoreReader& reader() { return *reader_; }
  Shared& shared() { return shared_; }
  const ServeOptions& options() const { return shared_.options; }

 private:
  explicit Answers(Shared& shared) : shared_(shared) {}
  Shared& shared_;
  std::unique_ptr<StoreReader> reader_;
};

// 200, or 503 for a report on a URL whose shard cannot be read: it says why, and is no answer.
int status_of(const Report& report);

// One a route of the table (routes.cc).
Response answer_inspect(Answers& answers, const Call& call);
Response answer_live(Answers& answers, const Call& call);
Response answer_site(Answers& answers, const Call& call);
Response answer_host(Answers& answers, const Call& call);
Response answer_stats(Answers& answers, const Call& call);
Response answer_runs(Answers& answers, const Call& call);
Response answer_urls(Answers& answers, const Call& call);
Response answer_history(Answers& answers, const Call& call);
Response answer_links(Answers& answers, const Call& call);
Response answer_duplicates(Answers& answers, const Call& call);
Response answer_page_text(Answers& answers, const Call& call);
Response answer_raw(Answers& answers, const Call& call);
Response answer_openapi(Answers& answers, const Call& call);
Response answer_health(Answers& answers, const Call& call);
Response answer_metrics(Answers& answers, const Call& call);
Response answer_robots_txt(Answers& answers, const Call& call);

Response answer_lookup_page(Answers& answers, const Call& call);
Response answer_site_page(Answers& answers, const Call& call);
Response answer_host_page(Answers& answers, const Call& call);
Response answer_store_page(Answers& answers, const Call& call);
Response answer_urls_page(Answers& answers, const Call& call);
Response answer_links_page(Answers& answers, const Call& call);
Response answer_source_page(Answers& answers, const Call& call);
Response answer_render(Answers& answers, const Call& call);
Response answer_asset(Answers& answers, const Call& call);

}  // namespace lycosa::inline serve
