#include "visit/visit.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "crawl/crawl.h"
#include "frontier/bans.h"
#include "frontier/lease.h"
#include "frontier/rules.h"
#include "pipeline/pipeline.h"
#include "pipeline/robots_hops.h"
#include "reason/reason.h"
#include "verdict/robots_view.h"

namespace lycosa::inline visit {
namespace {

// Nobody waits longer at a page for a host's delay to be over.
constexpr int64_t kLongestWaitMs = 15'000;
// Of the ways in which a URL was named those that are taken over, the earliest first.
constexpr int kMostDiscoveries = 100;

// One exchange, from the start of the request to its end.
Result<Exchange> fetch_one(Transport& transport, const std::string& url, size_t body_bytes) {
  FetchRequest request;
  request.url = url;
  request.body_bytes = body_bytes;
  transport.start(std::move(request));
  std::vector<FetchResult> done;
  while (done.empty()) transport.poll(-1, done);
  if (done.front().cancelled) return fail(ErrorKind::unavailable, "the fetch of " + url + " was stopped");
  return std::move(done.front().exchange);
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

void refuse(SeenRow& row, Refusal refusal) {
  row.state = SeenState::refused;
  row.reason = std::string(code(refusal.reason));
  row.evidence = std::move(refusal.evidence);
}

// Of a robots.txt that disallows, by a rule or because it cannot be read.
Refusal refusal_by(const RobotsView& view) {
  if (view.decision) return {Reason::robots_disallowed, evidence_of(*view.decision)};
  if (is_private(*view.row)) return refusal_by_private_host();
  return {robots_unreachable_reason(*view.row), ""};
}

Result<Url> robots_url(const Url& url, const CanonicalOptions& rules) {
  const auto at = Url::parse("/robots.txt", &url);
  if (!at || !at->is_http()) {
    return fail(ErrorKind::invalid,
                "URL \"" + visible(url.href()) + "\" has no robots.txt: its scheme is neither http nor https");
  }
  return canonical(*at, rules);
}

}  // namespace

// A URL on its way, and what is known of it so far.
struct Visitor::Page {
  Url url;
  UrlKey key;
  CanonicalOptions rules;
  SeenRow seen;            // crawled: it may be fetched
  double crawl_delay = 0;  // seconds
  Timestamp last;          // when the origin was last asked for anything that we know of
  WriteBatch rows;
  bool may_be_fetched() const { return seen.state == SeenState::crawled; }
};

Visitor::Visitor(const Config& config, const Clock& clock)
    : Visitor(config, clock, [config, &clock] { return open_network(config, clock); }) {}

Visitor::Visitor(const Config& config, const Clock& clock, OpenTransport open)
    : config_(config), clock_(clock), open_(std::move(open)) {}

Result<WriteBatch> Visitor::visit(StoreReader& stored, std::string_view text) {
  auto page = begin(stored, text);
  if (!page) return page.unexpected();
  auto transport = open_();
  if (!transport) return transport.unexpected();
  if (auto taken = take_bans(stored, *page); !taken) return taken.unexpected();
  if (page->may_be_fetched()) {
    if (auto taken = take_robots(stored, *page, **transport); !taken) return taken.unexpected();
  }
  if (page->may_be_fetched()) {
    if (auto waited = wait(*page, **transport); !waited) return waited.unexpected();
    auto exchange = fetch_one(**transport, std::string(page->url.href()), 0);
    last_[origin_of(page->key.unparsed)] = clock_.now();
    if (!exchange) return exchange.unexpected();
    take_answer(*page, *exchange);
  }
  if (page->rows.pages.empty()) page->rows.seen.push_back(page->seen);
  return std::move(page->rows);
}

Result<Visitor::Page> Visitor::begin(StoreReader& stored, std::string_view text) const {
  const auto parsed = Url::parse(to_valid_utf8(text));
  if (!parsed || !parsed->is_http()) {
    return fail(ErrorKind::invalid, "\"" + visible(text) + "\" is no http or https URL; only those can be fetched");
  }
  const CanonicalOptions rules = stored.info().rules;
  Page page{canonical(*parsed, rules), {}, rules, {}, 0, {}, {}};
  if (page.url.href().size() > static_cast<size_t>(config_.url_bytes)) {
    return fail(ErrorKind::invalid, "the URL is longer than the limit url-bytes");
  }
  page.key = key_of(page.url);
  const Timestamp now = clock_.now();
  const auto seen = stored.seen(page.key);
  if (!seen) return seen.unexpected();
  page.seen = seen_row(page.key, now, seen->found);
  auto ways = stored.discoveries(page.key, kMostDiscoveries);
  if (!ways) return ways.unexpected();
  page.rows.discoveries = std::move(ways->found);
  if (page.rows.discoveries.empty()) page.rows.discoveries.push_back(asked_for(page.key, now));
  return page;
}

Result<void> Visitor::take_bans(StoreReader& stored, Page& page) const {
  const std::string host(unparsed_host(page.key.unparsed));
  auto bans = stored.bans(page.key.root_hash, host);
  if (!bans) return bans.unexpected();
  page.rows.bans = std::move(bans->found);
  BanList list;
  for (const BanRow& row : page.rows.bans) list.add(row);
  if (const BanRow* ban = list.find(page.key.root_hash, host)) {
    refuse(page.seen, refusal_by(*ban));
  }
  return {};
}

// A robots.txt that the store still believes is not asked for.
Result<void> Visitor::take_robots(StoreReader& stored, Page& page, Transport& transport) {
  const std::string origin = origin_of(page.key.unparsed);
  auto versions = stored.robots(page.key.root_hash, origin, kRobotsVersions);
  if (!versions) return versions.unexpected();
  std::vector<RobotsRow> rows = std::move(versions->found);
  if (!known_robots(rows, clock_.now(), config_.allow_private)) {
    const int64_t last_wait_ms = rows.empty() ? 0 : robots_wait_ms(rows.front());
    const auto at = robots_url(page.url, page.rules);
    if (!at) return at.unexpected();
    auto found = ask_for_robots(*at, page.rules, last_wait_ms, transport);
    last_[origin] = clock_.now();
    if (!found) return found.unexpected();
    rows.insert(rows.begin(), std::move(found->row));
  }
  const OriginRobots robots(rows, config_.product_token(), clock_.now());
  const RobotsView view = robots.view(page.url.path_and_query());
  page.crawl_delay = view.crawl_delay.value_or(0);
  page.last = std::max(last_[origin], Timestamp{rows.front().fetch_stamp_ms});
  if (view.state == RobotsState::disallowed) {
    refuse(page.seen, refusal_by(view));
  }
  page.rows.robots = std::move(rows);
  const auto history = stored.history(page.key, std::nullopt, 1);
  if (!history) return history.unexpected();
  if (!history->found.empty()) page.last = std::max(page.last, Timestamp{history->found.front().event_stamp_ms});
  return {};
}

Result<void> Visitor::wait(const Page& page, Transport& transport) const {
  const auto delay = static_cast<int64_t>(std::max(config_.delay, page.crawl_delay) * 1000);
  const int64_t left = page.last.ms + delay - clock_.now().ms;
  if (left <= 0) return {};
  if (left > kLongestWaitMs) {
    return fail(ErrorKind::unavailable, std::string(page.url.host()) + " must be left alone for another " +
                                            duration(left) + ", as its delay says; try again then");
  }
  std::vector<FetchResult> none;
  const Timestamp until = clock_.now() + left;
  while (clock_.now() < until) transport.poll(static_cast<int>(until - clock_.now()), none);
  return {};
}

void Visitor::take_answer(Page& page, const Exchange& exchange) const {
  Record record = process_page(exchange, std::nullopt, pipeline_options(config_, page.rules));
  if (!exchange.answered()) {
    page.seen.state = state_after(exchange.failure.value_or(Reason::network_reset));
    page.seen.reason = record.history.outcome;
    page.seen.evidence = record.history.detail;
  }
  page.rows.pages.push_back(page_write(std::move(record), page.seen));
}

Result<RobotsLookup> Visitor::robots(const Url& url, const CanonicalOptions& rules) {
  const auto at = robots_url(url, rules);
  if (!at) return at.unexpected();
  auto transport = open_();
  if (!transport) return transport.unexpected();
  return ask_for_robots(*at, rules, 0, **transport);
}

Result<RobotsLookup> Visitor::ask_for_robots(const Url& robots_url, const CanonicalOptions& rules, int64_t last_wait_ms,
                                             Transport& transport) const {
  RobotsLookup found;
  for (std::optional<Url> next = robots_url; next;
       next = next_robots_hop(found.hops, config_.robots_redirects, rules)) {
    auto answer = fetch_one(transport, std::string(next->href()), static_cast<size_t>(config_.robots_bytes));
    if (!answer) return answer.unexpected();
    add_robots_hop(found.hops, std::move(*answer));
  }
  found.row = process_robots(found.hops, std::nullopt, pipeline_options(config_, rules), last_wait_ms);
  return found;
}

}  // namespace lycosa::inline visit
