#include <algorithm>
#include <unordered_map>
#include <utility>

#include "archive/archive.h"
#include "crawl/crawl.h"
#include "crawl/refresh.h"
#include "crawl/run_row.h"
#include "crawl/taken_in.h"
#include "frontier/lease.h"

namespace lycosa::inline crawl {
namespace {

constexpr size_t kBatchPages = 256;

// The page's own row of `seen`, as far as an archive can know it.
SeenRow seen_from_replay(const Record& record, const Exchange& exchange) {
  SeenRow row;
  row.key = record.key;
  if (exchange.purpose == Purpose::sitemap) row.role = Role::sitemap;
  row.state = exchange.answered() ? SeenState::crawled : state_after(exchange.failure.value_or(Reason::network_reset));
  if (exchange.failure && !exchange.answered()) {
    row.reason = std::string(code(*exchange.failure));
    row.evidence = exchange.failure_detail;
  }
  row.attempts = 1;
  row.ver = exchange.stamp.ms;
  return row;
}

// That an archive has it is all that it can say of how a URL was found.
DiscoveryRow discovery_from_replay(const SeenRow& seen, const std::string& file) {
  DiscoveryRow row;
  row.key = seen.key;
  row.how = Discovery::manual;
  row.source = file;
  row.stamp_ms = row.ver = seen.ver;
  return row;
}

// Gathers what an archive says into batches.
class Replayer {
 public:
  Replayer(const Config& config, StoreWriter& store, StoreReader& stored)
      : options_(pipeline_options(config, store.info().rules)), store_(store), stored_(stored) {}

  // The run's row, before the first exchange and after the last.
  Result<void> keep(const RunRow& run) {
    batch_.runs.push_back(run);
    return flush();
  }

  Result<void> take(Exchange exchange, const ArchivePlace& place) {
    if (exchange.purpose == Purpose::robots) return take_robots(std::move(exchange), place);
    if (auto done = end_robots(); !done) return done;
    Record record = process_page(exchange, place, options_);
    if (record.key.unparsed.empty()) return {};
    if (store_.fault_of(record.key.root_hash)) {
      ++left_out_;
      return {};
    }
    if (auto confirmed = confirm_from(stored_, batch_, record); !confirmed) return confirmed;
    for (LinkRow& row : in_links(record)) batch_.in_links.push_back(std::move(row));
    SeenRow seen = seen_from_replay(record, exchange);
    auto known = take_known_place(stored_, seen);
    if (!known) return known.unexpected();
    if (!*known) batch_.discoveries.push_back(discovery_from_replay(seen, place.file));
    batch_.pages.push_back(page_write(std::move(record), std::move(seen)));
    return batch_.pages.size() >= kBatchPages ? flush() : Result<void>();
  }

  // Exchanges of shards that the store leaves out.
  int64_t left_out() const { return left_out_; }

  Result<void> end() {
    if (auto done = end_robots(); !done) return done;
    return flush();
  }

 private:
  // The hops of one robots.txt stand one behind the other; a first hop begins the next.
  Result<void> take_robots(Exchange exchange, const ArchivePlace& place) {
    if (exchange.hop == 0) {
      if (auto done = end_robots(); !done) return done;
      hops_place_ = place;
    }
    hops_.push_back(std::move(exchange));
    return {};
  }

  Result<void> end_robots() {
    if (hops_.empty()) return {};
    RobotsRow row = process_robots(hops_, hops_place_, options_, waits_[hops_.front().url]);
    waits_[hops_.front().url] = robots_wait_ms(row);
    if (store_.fault_of(row.root_hash)) {
      left_out_ += static_cast<int64_t>(hops_.size());
    } else {
      batch_.robots.push_back(std::move(row));
    }
    hops_.clear();
    return {};
  }

  Result<void> flush() {
    const WriteBatch batch = std::exchange(batch_, {});
    return store_.write(batch);
  }

  const PipelineOptions options_;
  StoreWriter& store_;
  StoreReader& stored_;
  WriteBatch batch_;
  int64_t left_out_ = 0;
  std::vector<Exchange> hops_;
  ArchivePlace hops_place_;
  std::unordered_map<std::string, int64_t> waits_;  // robots_wait_ms() by the URL of the robots.txt
};

}  // namespace

Result<Replayed> replay(const std::string& archive, const Config& config, StoreWriter& store, StoreReader& stored,
                        const Clock& clock) {
  auto reader = ArchiveReader::open(archive);
  if (!reader) return reader.unexpected();
  auto run = begin_run("replay", config, stored, clock.now());
  if (!run) return run.unexpected();
  Replayer replayer(config, store, stored);
  if (auto begun = replayer.keep(*run); !begun) return begun.unexpected();
  Replayed replayed;
  while (true) {
    auto item = (*reader)->next();
    if (!item) return item.unexpected();
    if (!*item) break;
    ++replayed.exchanges;
    const Exchange& exchange = (*item)->exchange;
    if (exchange.purpose == Purpose::robots) {
      run->robots_files += exchange.hop == 0 ? 1 : 0;
    } else {
      ++run->fetched;
      run->answered += exchange.answered() ? 1 : 0;
    }
    run->bytes += static_cast<int64_t>(exchange.body.size());
    if (auto taken = replayer.take(std::move((*item)->exchange), (*item)->place); !taken) return taken.unexpected();
  }
  for (const ArchiveDamage& place : (*reader)->damage()) {
    replayed.damage.push_back(place.place.file + " at " + std::to_string(place.place.offset) + ": " + place.what);
  }
  replayed.passed_over = (*reader)->passed_over();
  if (auto ended = replayer.end(); !ended) return ended.unexpected();
  end_run(*run, clock.now());
  if (auto kept = replayer.keep(*run); !kept) return kept.unexpected();
  replayed.left_out = replayer.left_out();
  return replayed;
}

}  // namespace lycosa::inline crawl
