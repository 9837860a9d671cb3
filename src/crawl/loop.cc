#include "crawl/loop.h"

#include <algorithm>
#include <thread>

namespace lycosa::inline crawl {
namespace {

constexpr int64_t kMomentMs = 100;
constexpr int64_t kProgressMs = 200;
// Bytes that wait for the writer, so that a slow disk slows the fetching and not the machine.
constexpr int64_t kMaxWaitingBytes = 256 << 20;

}  // namespace

Crawl::Loop::Loop(const Config& config, CrawlParts parts)
    : config_(config),
      clock_(*parts.clock),
      store_(std::move(parts.store)),
      reader_(std::move(parts.reader)),
      stored_(std::move(parts.stored)),
      missed_(store_->info(), store_->left_out()),
      archive_(std::move(parts.archive)),
      transport_(std::move(parts.transport)),
      notes_file_(std::move(parts.notes)),
      sitemaps_(config_) {}

bool Crawl::Loop::budget_spent() const {
  return config_.max_pages > 0 && pages_begun_ >= config_.max_pages;
}

bool Crawl::Loop::may_lease() const {
  const int64_t in_flight = static_cast<int64_t>(transport_->active()) + in_workers_ + writer_->pending_pages();
  return in_flight < config_.connections && writer_->pending_bytes() < kMaxWaitingBytes;
}

Result<void> Crawl::Loop::lease_all() {
  while (may_lease() && !budget_spent()) {
    auto lease = frontier_->lease(clock_.now());
    if (!lease) return lease.unexpected();
    if (!*lease) return {};
    if ((*lease)->kind == Lease::Kind::robots) {
      if (auto started = start_robots(std::move(**lease)); !started) return started;
    } else {
      if (auto started = start_page(std::move(**lease)); !started) return started;
    }
  }
  return {};
}

Result<void> Crawl::Loop::take_result(FetchResult result) {
  if (const auto page = pages_.find(result.id); page != pages_.end()) {
    Lease lease = std::move(page->second);
    pages_.erase(page);
    if (result.cancelled) return {};  // the lease goes back to the queue
    take_page(std::move(lease), std::move(result.exchange));
    return {};
  }
  const auto robots = robots_.find(result.id);
  if (robots == robots_.end()) return {};
  RobotsFetch fetch = std::move(robots->second);
  robots_.erase(robots);
  if (result.cancelled) return {};
  return take_robots_hop(result.id, std::move(fetch), std::move(result.exchange));
}

void Crawl::Loop::add(WriteItem item) {
  if (item.empty()) return;
  item.now = clock_.now();
  last_item_ = writer_->add(std::move(item));
}

void Crawl::Loop::keep_changes() {
  WriteItem item;
  item.seen = frontier_->take_changes();
  item.hosts = frontier_->take_host_changes();
  add(std::move(item));
}

bool Crawl::Loop::idle() const {
  return transport_->active() == 0 && in_workers_ == 0 && links_again_.empty() && loops_.waiting() == 0;
}

int Crawl::Loop::wait_ms(bool stopping) const {
  if (may_look_back()) return 0;
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

void Crawl::Loop::start_threads() {
  const int threads = config_.threads > 0 ? static_cast<int>(config_.threads)
                                          : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  writer_ = std::make_unique<WriteThread>(*archive_, *store_, *stored_, last_ver_, [this] { transport_->wake(); });
  workers_ = std::make_unique<Workers>(threads, options_, notes_.get(), [this] { transport_->wake(); });
}

// Why the crawl is over, once nothing is in flight; nothing while there is more to do.
std::optional<StopReason> Crawl::Loop::over(bool stopping) const {
  if (!idle()) return std::nullopt;
  if (stopping) return StopReason::interrupted;
  if (budget_spent()) return StopReason::max_pages;
  const auto due = frontier_->next_due();
  // The delay between two requests never ends a crawl, nor does a host that waited for another's request to end.
  const double patience = std::max(config_.end_wait, config_.delay);
  const int64_t patience_ms = std::max(static_cast<int64_t>(patience * 1000), kMomentMs);
  if (!due || *due - clock_.now() > patience_ms) return StopReason::finished;
  return std::nullopt;
}

Result<StopReason> Crawl::Loop::work(const std::atomic<int>& stop,
                                     const std::function<void(const CrawlProgress&)>& report) {
  std::vector<FetchResult> results;
  Timestamp reported;
  while (stop.load() < 2 && !writer_->failed()) {
    const bool stopping = stop.load() >= 1;
    if (!stopping) {
      if (auto leased = lease_all(); !leased) return leased.unexpected();
    }
    keep_changes();
    if (const auto stopped = over(stopping)) return *stopped;
    results.clear();
    transport_->poll(wait_ms(stopping), results);
    for (FetchResult& result : results) {
      if (auto taken = take_result(std::move(result)); !taken) return taken.unexpected();
    }
    for (auto& done : workers_->take_done()) {
      if (auto taken = take_work(std::move(done)); !taken) return taken.unexpected();
    }
    if (auto looked = look_back(); !looked) return looked.unexpected();
    if (const Timestamp now = clock_.now(); now - reported >= kProgressMs) {
      report(progress());
      reported = now;
    }
  }
  drop();
  return StopReason::interrupted;
}

// What is in flight is fetched again next time: its rows still say that it waits.
void Crawl::Loop::drop() {
  workers_.reset();
  transport_->cancel_all();
  pages_.clear();
  robots_.clear();
}

Result<CrawlSummary> Crawl::Loop::run(const std::atomic<int>& stop,
                                      const std::function<void(const CrawlProgress&)>& report) {
  begun_ = clock_.now();
  if (!notes_file_.empty()) {
    auto notes = ReadingNotes::open(notes_file_);
    if (!notes) return notes.unexpected();
    notes_ = std::move(*notes);
  }
  start_threads();
  const auto stopped = work(stop, report);
  if (!stopped || writer_->failed()) drop();
  const Timestamp now = clock_.now();
  if (stopped && *stopped != StopReason::interrupted) {
    const std::string budget =
        *stopped == StopReason::max_pages ? "--max-pages " + std::to_string(config_.max_pages) : "";
    WriteItem item;
    item.seen = frontier_->waiting(budget, now);
    add(std::move(item));
  }
  keep_changes();
  summary_.progress = progress();
  count_seeds();
  summary_.left_out = missed_.summary();
  end_run(stopped ? name(*stopped) : "failed", now);
  auto written = writer_->close();
  workers_.reset();
  if (!written) return written.unexpected();
  if (!stopped) return stopped.unexpected();
  summary_.stopped = *stopped;
  if (notes_) ReadingNotes::clear(notes_file_);
  // What may be fetched at once is due now, not at the time at which its host was last heard of.
  if (const auto due = frontier_->next_due()) summary_.next_due = std::max(*due, now);
  return summary_;
}

}  // namespace lycosa::inline crawl
