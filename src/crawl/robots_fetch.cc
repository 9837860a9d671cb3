#include "crawl/robots_fetch.h"

#include "crawl/crawl.h"
#include "fetch/fetch.h"

namespace lycosa::inline crawl {

std::optional<Url> next_robots_hop(const std::vector<Exchange>& hops, int64_t max_redirects) {
  const Exchange& last = hops.back();
  if (!is_redirect_status(last.status)) return std::nullopt;
  if (static_cast<int64_t>(hops.size()) > max_redirects) return std::nullopt;
  const auto location = last.header("Location");
  const auto base = Url::parse(last.url);
  if (!location || !base) return std::nullopt;
  const auto target = Url::parse(*location, &*base);
  if (!target || !target->is_http()) return std::nullopt;
  return canonical(*target);
}

Result<RobotsLookup> look_up_robots(const Config& config, const Url& url, const Clock& clock) {
  const auto first = Url::parse("/robots.txt", &url);
  if (!first || !first->is_http()) {
    return fail(ErrorKind::invalid,
                "URL \"" + std::string(url.href()) + "\" has no robots.txt: its scheme is neither http nor https");
  }
  auto fetcher = Fetcher::open(config, clock);
  if (!fetcher) return fetcher.unexpected();
  RobotsLookup found;
  for (std::optional<Url> next = canonical(*first); next; next = next_robots_hop(found.hops, config.robots_redirects)) {
    FetchRequest request;
    request.url = next->href();
    request.body_bytes = static_cast<size_t>(config.robots_bytes);
    (*fetcher)->start(std::move(request));
    std::vector<FetchResult> results;
    while (results.empty()) (*fetcher)->poll(-1, results);
    mark_robots_hop(results.front().exchange, found.hops.size());
    found.hops.push_back(std::move(results.front().exchange));
  }
  found.row = process_robots(found.hops, std::nullopt, pipeline_options(config, CanonicalOptions()));
  return found;
}

void mark_robots_hop(Exchange& exchange, size_t hop) {
  exchange.purpose = Purpose::robots;
  exchange.hop = static_cast<int>(hop);
}

}  // namespace lycosa::inline crawl
