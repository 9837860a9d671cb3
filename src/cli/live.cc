#include "cli/live.h"

#include <algorithm>

#include "base/text.h"
#include "crawl/crawl.h"
#include "fetch/fetch.h"
#include "pipeline/pipeline.h"
#include "robots/robots.h"

namespace lycosa::cli {
namespace {

// Nobody waits longer at a page for a host's delay to be over.
constexpr int64_t kLongestWaitMs = 15'000;
// Of the ways in which a URL was named those that are taken over, the earliest first.
constexpr int kMostDiscoveries = 100;

// One exchange, from the start of the request to its end.
Result<Exchange> fetch_one(Fetcher& fetcher, const std::string& url, size_t body_bytes) {
  FetchRequest request;
  request.url = url;
  request.body_bytes = body_bytes;
  fetcher.start(std::move(request));
  std::vector<FetchResult> done;
  while (done.empty()) fetcher.poll(-1, done);
  if (done.front().cancelled) return fail(ErrorKind::unavailable, "the fetch of " + url + " was stopped");
  return std::move(done.front().exchange);
}

Result<RobotsRow> fetch_robots(Fetcher& fetcher, const Config& config, const Url& url) {
  std::string at = std::string(url.protocol()) + "//" + std::string(url.host()) + "/robots.txt";
  std::vector<Exchange> hops;
  while (true) {
    auto exchange = fetch_one(fetcher, at, static_cast<size_t>(config.robots_bytes));
    if (!exchange) return exchange.unexpected();
    exchange->purpose = Purpose::robots;
    exchange->hop = static_cast<int>(hops.size());
    hops.push_back(std::move(*exchange));
    const Exchange& last = hops.back();
    const auto location = last.header("Location");
    if (!is_redirect_status(last.status) || !location || static_cast<int64_t>(hops.size()) > config.robots_redirects)
      break;
    const auto base = Url::parse(last.url);
    const auto next = base ? Url::parse(*location, &*base) : base;
    if (!next || !next->is_http()) break;
    at = std::string(canonical(*next).href());
  }
  return process_robots(hops, std::nullopt, pipeline_options(config, CanonicalOptions()));
}

// The row of `seen` that a crawl of this URL would leave.
SeenRow seen_row(const UrlKey& key, Timestamp now, const std::optional<SeenRow>& stored) {
  SeenRow row;
  if (stored) row = *stored;
  row.key = key;
  row.ver = now.ms;
  row.state = SeenState::crawled;
  row.reason.reset();
  row.evidence.reset();
  row.next_due_stamp_ms.reset();
  return row;
}

// That somebody asked is how a URL was found that no crawl has seen.
DiscoveryRow asked_for(const UrlKey& key, Timestamp now) {
  DiscoveryRow row;
  row.key = key;
  row.how = Discovery::manual;
  row.stamp_ms = row.ver = now.ms;
  return row;
}

void refuse(SeenRow& row, std::string_view reason, std::string evidence) {
  row.state = SeenState::refused;
  row.reason = std::string(reason);
  row.evidence = std::move(evidence);
}

}  // namespace

Result<Report> LiveFetch::inspect(StoreReader& stored, const std::string& text) {
  const auto parsed = Url::parse(to_valid_utf8(text));
  if (!parsed || !parsed->is_http()) {
    return fail(ErrorKind::invalid, "\"" + visible(text) + "\" is no http or https URL; only those can be fetched");
  }
  const Url url = canonical(*parsed);
  const UrlKey key = key_of(url);
  if (url.href().size() > static_cast<size_t>(config_.url_bytes)) {
    return fail(ErrorKind::invalid, "the URL is longer than the limit url-bytes");
  }
  auto fetcher = Fetcher::open(config_, clock_);
  if (!fetcher) return fetcher.unexpected();
  auto visit = begin_visit(stored, **fetcher, url, key);
  if (!visit) return visit.unexpected();
  if (visit->seen.state == SeenState::crawled) {
    if (auto waited = wait_for_host(**fetcher, *visit, url); !waited) return waited.unexpected();
    auto exchange = fetch_one(**fetcher, std::string(url.href()), 0);
    last_[origin_of(key.unparsed)] = clock_.now();
    if (!exchange) return exchange.unexpected();
    add_page(*visit, *exchange);
  }
  return report(stored, *visit, text);
}

// Bans and robots.txt come before the page, as in a crawl. A robots.txt that the store still believes is not asked for.
Result<LiveFetch::Visit> LiveFetch::begin_visit(StoreReader& stored, Fetcher& fetcher, const Url& url,
                                                const UrlKey& key) {
  Visit visit;
  const Timestamp now = clock_.now();
  const auto seen = stored.seen(key);
  if (!seen) return seen.unexpected();
  visit.seen = seen_row(key, now, seen->found);
  auto ways = stored.discoveries(key, kMostDiscoveries);
  if (!ways) return ways.unexpected();
  visit.batch.discoveries = std::move(ways->found);
  if (visit.batch.discoveries.empty()) visit.batch.discoveries.push_back(asked_for(key, now));
  auto bans = stored.bans(key.root_hash, std::string(unparsed_host(key.unparsed)));
  if (!bans) return bans.unexpected();
  visit.batch.bans = std::move(bans->found);
  if (!visit.batch.bans.empty()) {
    refuse(visit.seen, visit.batch.bans.front().rule == "host" ? "ban.host" : "ban.domain",
           visit.batch.bans.front().source);
    return visit;
  }
  const std::string origin = origin_of(key.unparsed);
  auto robots = stored.robots(key.root_hash, origin, 1);
  if (!robots) return robots.unexpected();
  const bool holds = !robots->found.empty() && Timestamp::from_seconds(robots->found.front().expires_stamp) > now;
  if (holds) {
    visit.robots = std::move(robots->found.front());
  } else {
    auto fetched = fetch_robots(fetcher, config_, url);
    if (!fetched) return fetched.unexpected();
    visit.robots = std::move(*fetched);
    last_[origin] = clock_.now();
  }
  visit.batch.robots.push_back(visit.robots);
  visit.last = std::max(last_[origin], Timestamp{visit.robots.fetch_stamp_ms});
  if (const auto history = stored.history(key, std::nullopt, 1); history && !history->found.empty()) {
    visit.last = std::max(visit.last, Timestamp{history->found.front().event_stamp_ms});
  }
  obey_robots(visit, url);
  return visit;
}

void LiveFetch::obey_robots(Visit& visit, const Url& url) const {
  if (visit.robots.access == "disallow_all") {
    refuse(visit.seen, visit.robots.http_code ? "robots.unreachable_5xx" : "robots.unreachable_network", "");
  } else if (visit.robots.access == "by_rules") {
    const RobotsTxt rules = RobotsTxt::parse(visit.robots.body);
    visit.crawl_delay = rules.crawl_delay(config_.product_token()).value_or(0);
    const RobotsDecision decision = rules.decide(config_.product_token(), url.path_and_query());
    if (!decision.allowed) refuse(visit.seen, "robots.disallowed", decision.rule ? decision.rule->text : "");
  }
}

Result<void> LiveFetch::wait_for_host(Fetcher& fetcher, const Visit& visit, const Url& url) const {
  const auto delay = static_cast<int64_t>(std::max(config_.delay, visit.crawl_delay) * 1000);
  const int64_t wait = visit.last.ms + delay - clock_.now().ms;
  if (wait <= 0) return {};
  if (wait > kLongestWaitMs) {
    return fail(ErrorKind::unavailable, std::string(url.host()) + " must be left alone for another " + duration(wait) +
                                            ", as its delay says; try again then");
  }
  std::vector<FetchResult> none;
  const Timestamp until = clock_.now() + wait;
  while (clock_.now() < until) fetcher.poll(static_cast<int>(until - clock_.now()), none);
  return {};
}

void LiveFetch::add_page(Visit& visit, const Exchange& exchange) const {
  Record record = process_page(exchange, std::nullopt, pipeline_options(config_, CanonicalOptions()));
  if (!exchange.answered()) {
    visit.seen.state = SeenState::failed;
    visit.seen.reason = record.history.outcome;
    visit.seen.evidence = record.history.detail;
  }
  visit.batch.pages.push_back(page_write(std::move(record), visit.seen));
}

Result<Report> LiveFetch::report(StoreReader& stored, Visit& visit, const std::string& text) const {
  if (visit.batch.pages.empty()) visit.batch.seen.push_back(visit.seen);
  auto store = open_memory_store_like(stored.info());
  if (!store) return store.unexpected();
  if (auto written = store->writer->write(visit.batch); !written) return written.unexpected();
  InspectOptions options;
  options.now = clock_.now();
  options.agent = config_.product_token();
  options.url_bytes = static_cast<size_t>(config_.url_bytes);
  return Inspector(*store->reader, options).inspect_url(text);
}

}  // namespace lycosa::cli
