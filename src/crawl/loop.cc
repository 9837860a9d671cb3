#include "crawl/loop.h"

#include <algorithm>
#include <thread>

#include "base/text.h"

namespace lycosa::inline crawl {
namespace {

constexpr int64_t kProgressMs = 200;
// Bytes that wait for the writer, so that a slow disk slows the fetching and not the machine.
constexpr int64_t kMaxWaitingBytes = 256 << 20;
// Of a robots.txt that are looked at for the last good one: unreachable ones are asked for ever more rarely, so that no
// more than these fall into the time of a good one.
constexpr int kRobotsVersions = 16;

// Retry-After in milliseconds from now, of 429 and 503 answers (RFC 9110, section 10.2.3).
std::optional<int64_t> retry_after_ms(const Exchange& exchange, Timestamp now) {
  if (exchange.status != 429 && exchange.status != 503) return std::nullopt;
  const auto value = exchange.header("Retry-After");
  if (!value) return std::nullopt;
  if (const auto seconds = parse_uint(trim(*value)))
    return static_cast<int64_t>(std::min<uint64_t>(*seconds, 86400 * 365)) * 1000;
  if (const auto date = parse_http_date(*value)) return std::max<int64_t>(0, *date - now);
  return std::nullopt;
}

void keep(Admitted admitted, WriteItem& item) {
  if (admitted.seen) item.seen.push_back(std::move(*admitted.seen));
  if (admitted.discovery) item.discoveries.push_back(std::move(*admitted.discovery));
}

}  // namespace

bool Crawl::Loop::budget_spent() const {
  if (config_.max_pages == 0) return false;
  const FrontierCounts& counts = frontier_->counts();
  const int64_t fetched = counts.crawled + counts.leased + counts.retry + counts.failed_total() - sitemap_files_;
  return fetched >= config_.max_pages;
}

// A page is in flight until its rows are acknowledged, so that a kill costs no more than --connections fetches.
bool Crawl::Loop::may_lease() const {
  const int64_t in_flight = static_cast<int64_t>(fetcher_->active()) + in_workers_ + writer_->pending_pages();
  return in_flight < config_.connections && writer_->pending_bytes() < kMaxWaitingBytes;
}

void Crawl::Loop::lease_all() {
  while (may_lease() && !budget_spent()) {
    std::optional<Lease> lease = frontier_->lease(clock_.now());
    if (!lease) return;
    if (lease->kind == Lease::Kind::robots) {
      start_robots(std::move(*lease));
    } else {
      start_page(std::move(*lease));
    }
  }
}

void Crawl::Loop::start(uint64_t id, std::string url, size_t body_bytes) {
  FetchRequest request;
  request.id = id;
  request.url = std::move(url);
  request.body_bytes = body_bytes;
  fetcher_->start(std::move(request));
}

void Crawl::Loop::start_page(Lease lease) {
  const uint64_t id = next_id_++;
  size_t body_bytes = 0;
  if (lease.sitemap_file) {
    body_bytes = static_cast<size_t>(config_.sitemap_bytes);
    ++sitemap_files_;
  }
  std::string url(lease.url.href());
  pages_.emplace(id, std::move(lease));
  start(id, std::move(url), body_bytes);
}

// The store may hold a robots.txt that is still good, from an earlier run. True when it settles the lease.
bool Crawl::Loop::use_known_robots(Lease& lease, const std::string& origin) {
  const auto known = reader_->robots(lease.key.root_hash, origin, kRobotsVersions);
  if (!known || known->found.empty()) return false;
  const RobotsRow& newest = known->found.front();
  remember_robots_wait(newest);
  const Timestamp now = clock_.now();
  const RobotsRow& row = *robots_in_force(known->found, now);
  if (Timestamp::from_seconds(row.expires_stamp) <= now) return false;
  if (config_.allow_private && row.outcome == code(Reason::ban_private_address)) return false;
  // A good copy is in force although the file was unreachable since: that is when to ask again.
  const bool kept = row.fetch_stamp_ms != newest.fetch_stamp_ms;
  use_robots(std::move(lease), row, kept ? std::optional(Timestamp::from_seconds(newest.expires_stamp)) : std::nullopt);
  return true;
}

void Crawl::Loop::remember_robots_wait(const RobotsRow& row) {
  if (const int64_t wait = robots_wait_ms(row); wait > 0) {
    robots_waits_[row.host] = wait;
  } else {
    robots_waits_.erase(row.host);
  }
}

void Crawl::Loop::start_robots(Lease lease) {
  const std::string origin = origin_of(lease.key.unparsed);
  if (!lease.again && use_known_robots(lease, origin)) return;
  const uint64_t id = next_id_++;
  std::string url(lease.url.href());
  RobotsFetch fetch;
  fetch.lease = std::move(lease);
  if (const auto wait = robots_waits_.find(origin); wait != robots_waits_.end()) fetch.last_wait_ms = wait->second;
  robots_.emplace(id, std::move(fetch));
  start(id, std::move(url), static_cast<size_t>(config_.robots_bytes));
}

void Crawl::Loop::take_result(FetchResult result) {
  if (const auto page = pages_.find(result.id); page != pages_.end()) {
    Lease lease = std::move(page->second);
    pages_.erase(page);
    if (result.cancelled) return;  // the lease goes back to the queue
    take_page(std::move(lease), std::move(result.exchange));
    return;
  }
  const auto robots = robots_.find(result.id);
  if (robots == robots_.end()) return;
  RobotsFetch fetch = std::move(robots->second);
  robots_.erase(robots);
  if (result.cancelled) return;
  take_robots_hop(result.id, std::move(fetch), std::move(result.exchange));
}

void Crawl::Loop::take_page(Lease lease, Exchange exchange) {
  const Timestamp now = clock_.now();
  FetchOutcome outcome;
  outcome.status = exchange.status;
  outcome.failure = exchange.failure;
  outcome.detail = exchange.failure_detail;
  outcome.retry_after_ms = retry_after_ms(exchange, now);
  outcome.took_ms = exchange.total_ms;
  outcome.address = exchange.address;

  auto work = std::make_unique<PageWork>();
  work->depth = lease.depth;
  work->hops = lease.hops;
  work->sitemap_file = lease.sitemap_file;
  work->exchange = std::move(exchange);
  ++summary_.progress.pages;
  if (outcome.status != 0) ++summary_.pages_answered;
  summary_.progress.bytes += static_cast<int64_t>(work->exchange.body.size());
  work->own = frontier_->finish(std::move(lease), outcome, now);
  ++in_workers_;
  workers_->submit(std::move(work));
}

void Crawl::Loop::take_robots_hop(uint64_t id, RobotsFetch fetch, Exchange exchange) {
  mark_robots_hop(exchange, fetch.hops.size());
  fetch.hops.push_back(std::move(exchange));
  if (auto next = next_robots_hop(fetch.hops, config_.robots_redirects)) {
    std::string url(next->href());
    robots_.emplace(id, std::move(fetch));
    start(id, std::move(url), static_cast<size_t>(config_.robots_bytes));
    return;
  }
  end_robots(std::move(fetch));
}

void Crawl::Loop::end_robots(RobotsFetch fetch) {
  ++summary_.progress.robots_files;
  WriteItem item;
  item.robots = process_robots(fetch.hops, std::nullopt, options_, fetch.last_wait_ms);
  remember_robots_wait(*item.robots);
  for (const Exchange& hop : fetch.hops) {
    item.robots_hops.push_back(encode_exchange(hop));
    summary_.progress.bytes += static_cast<int64_t>(hop.body.size());
  }
  const RobotsRow row = *item.robots;
  writer_->add(std::move(item));
  use_robots(std::move(fetch.lease), row, std::nullopt);
}

void Crawl::Loop::use_robots(Lease lease, const RobotsRow& row, std::optional<Timestamp> ask_again) {
  const Url url = lease.url;
  const UrlKey key = lease.key;
  frontier_->finish_robots(std::move(lease), row, clock_.now(), ask_again);
  admit_sitemaps(url, key);
}

void Crawl::Loop::admit_sitemaps(const Url& robots_url, const UrlKey& robots_key) {
  WriteItem item;
  for (const std::string& location : frontier_->take_sitemaps()) {
    const auto parsed = Url::parse(location, &robots_url);
    if (!parsed || !parsed->is_http()) continue;
    const Url url = canonical(*parsed, options_.canonical);
    const UrlKey key = key_of(url);
    Candidate candidate;
    candidate.url = &url;
    candidate.key = &key;
    candidate.how = Discovery::sitemap;
    candidate.referrer = robots_key.unparsed;
    candidate.sitemap_file = true;
    keep(frontier_->admit(candidate, clock_.now()), item);
  }
  if (!item.seen.empty()) writer_->add(std::move(item));
}

void Crawl::Loop::admit_discovered(const PageWork& work, WriteItem& item) {
  const Timestamp now = clock_.now();
  const auto admit = [&](const Discovered& found, bool sitemap_file) {
    Candidate candidate;
    candidate.url = &found.url;
    candidate.key = &found.key;
    candidate.how = found.how;
    candidate.referrer = work.record.key.unparsed;
    candidate.nofollow = found.nofollow;
    candidate.nofollow_evidence = found.nofollow_evidence;
    candidate.sitemap_file = sitemap_file;
    const bool redirect = found.how == Discovery::redirect;
    candidate.depth = redirect || found.how == Discovery::canonical ? work.depth : work.depth + 1;
    candidate.hops = redirect ? work.hops + 1 : 0;
    keep(frontier_->admit(candidate, now), item);
  };
  for (const Discovered& found : work.record.discovered) admit(found, false);
  for (const Discovered& found : work.from_sitemap) admit(found, work.sitemap_index);
}

void Crawl::Loop::take_work(std::unique_ptr<PageWork> work) {
  --in_workers_;
  WriteItem item;
  admit_discovered(*work, item);
  summary_.links += static_cast<int64_t>(work->record.out_links.size());
  if (work->record.info) {
    summary_.links_not_http += work->record.info->links_not_http;
    summary_.links_invalid += work->record.info->links_invalid;
  }
  item.page = std::move(work);
  writer_->add(std::move(item));
}

void Crawl::Loop::keep_changes() {
  WriteItem item;
  item.seen = frontier_->take_changes();
  if (!item.seen.empty()) writer_->add(std::move(item));
}

bool Crawl::Loop::idle() const {
  return fetcher_->active() == 0 && in_workers_ == 0;
}

int Crawl::Loop::wait_ms(bool stopping) const {
  int64_t wait = kProgressMs;
  if (!stopping && may_lease() && !budget_spent()) {
    if (const auto due = frontier_->next_due()) wait = std::min(wait, std::max<int64_t>(0, *due - clock_.now()));
  }
  return static_cast<int>(wait);
}

CrawlProgress Crawl::Loop::progress() const {
  CrawlProgress progress = summary_.progress;
  progress.elapsed_ms = clock_.now() - begun_;
  progress.counts = frontier_->counts();
  return progress;
}

Result<CrawlSummary> Crawl::Loop::run(const std::atomic<int>& stop,
                                      const std::function<void(const CrawlProgress&)>& report) {
  begun_ = clock_.now();
  const int threads = config_.threads > 0 ? static_cast<int>(config_.threads)
                                          : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  SitemapLimits sitemap_limits;
  sitemap_limits.max_bytes = static_cast<size_t>(config_.sitemap_bytes);
  sitemap_limits.max_urls = static_cast<size_t>(config_.sitemap_urls);
  writer_ = std::make_unique<WriteThread>(*archive_, *store_, [this] { fetcher_->wake(); });
  workers_ = std::make_unique<Workers>(threads, options_, sitemap_limits, [this] { fetcher_->wake(); });

  std::vector<FetchResult> results;
  Timestamp reported;
  while (stop.load() < 2 && !writer_->failed()) {
    const bool stopping = stop.load() >= 1;
    if (!stopping) lease_all();
    keep_changes();
    if (idle()) {
      if (stopping) return end(StopReason::interrupted, false);
      if (budget_spent()) return end(StopReason::max_pages, false);
      const auto due = frontier_->next_due();
      // The delay between two requests never ends a crawl.
      const double patience = std::max(config_.end_wait, config_.delay);
      if (!due || *due - clock_.now() > static_cast<int64_t>(patience * 1000)) {
        return end(StopReason::finished, false);
      }
    }
    results.clear();
    fetcher_->poll(wait_ms(stopping), results);
    for (FetchResult& result : results) take_result(std::move(result));
    for (auto& work : workers_->take_done()) take_work(std::move(work));
    if (const Timestamp now = clock_.now(); now - reported >= kProgressMs) {
      report(progress());
      reported = now;
    }
  }
  return end(StopReason::interrupted, true);
}

Result<CrawlSummary> Crawl::Loop::end(StopReason stopped, bool drop) {
  if (drop) {
    // What is in flight is fetched again next time: its rows still say that it waits.
    workers_.reset();
    fetcher_->cancel_all();
    pages_.clear();
    robots_.clear();
  } else {
    const std::string budget =
        stopped == StopReason::max_pages ? "--max-pages " + std::to_string(config_.max_pages) : "";
    WriteItem item;
    if (stopped != StopReason::interrupted) item.seen = frontier_->waiting(budget, clock_.now());
    if (!item.seen.empty()) writer_->add(std::move(item));
  }
  summary_.next_due = frontier_->next_due();
  summary_.stopped = stopped;
  auto written = writer_->close();
  workers_.reset();
  summary_.progress = progress();
  if (!written) return written.unexpected();
  return summary_;
}

}  // namespace lycosa::inline crawl
