// How a crawl begins: the store is opened, what it holds is taken up, seeds and bans are read.
#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "crawl/bans.h"
#include "crawl/loop.h"
#include "crawl/request.h"
#include "crawl/seen_writes.h"
#include "frontier/restate.h"
#include "frontier/rules.h"

namespace lycosa::inline crawl {
// Seeds of earlier runs still say what the scope is, and pass rules that others must keep.
Result<std::vector<UrlKey>> Crawl::Loop::seeds_of_earlier_runs() const {
  std::vector<UrlKey> seeds;
  auto scanned = reader_->scan_discoveries(Discovery::seed, [&](DiscoveryRow row) {
    seeds.push_back(std::move(row.key));
    return true;
  });
  if (!scanned) return scanned.unexpected();
  return seeds;
}

// Pages that the last process was reading when it died. After the first time a page is tried once more, behind the
// others; after the second it is set aside.
Result<void> Crawl::Loop::take_up_crashes() {
  if (notes_file_.empty()) return {};
  WriteBatch batch;
  const Timestamp now = clock_.now();
  for (const UrlKey& key : ReadingNotes::left_behind(notes_file_)) {
    if (missed_.misses(key)) continue;
    auto stored = reader_->seen(key);
    if (!stored) return stored.unexpected();
    if (!stored->found || stored->found->state == SeenState::crawled) continue;
    SeenRow row = std::move(*stored->found);
    const bool second = row.reason == code(Reason::content_crashed);
    row.state = second ? SeenState::failed : SeenState::retry;
    row.reason = std::string(code(Reason::content_crashed));
    row.evidence =
        second ? "the process ended twice while it read the page" : "the process ended while it read the page";
    row.next_due_stamp_ms.reset();
    if (!second) row.next_due_stamp_ms = now.ms + static_cast<int64_t>(config_.retry_wait * 1000);
    ++row.attempts;
    row.ver = std::max(row.ver + 1, now.ms);
    batch.seen.push_back(std::move(row));
  }
  if (!batch.seen.empty()) {
    if (auto written = store_->write(batch); !written) return written;
  }
  ReadingNotes::clear(notes_file_);
  return {};
}

// Whether a row that is done is to be fetched again, which it then says.
Result<bool> Crawl::Loop::queue_again(SeenRow& row, Timestamp now) {
  // What a sitemap names is kept in the shards of its targets alone: where some of these were left out, it is read
  // again.
  bool again = !missed_.to_make_good().empty() && row.role == Role::sitemap && row.state == SeenState::crawled;
  again |= listed_.contains(row.key.unparsed) && (row.state == SeenState::crawled || row.state == SeenState::failed);
  if (!again && config_.refresh) {
    auto due = is_due_again(row, refresh_, config_.retries, *stored_, now);
    if (!due) return due;
    again = *due;
  }
  if (!again) return false;
  row.state = SeenState::queued;
  row.reason.reset();
  row.evidence.reset();
  row.next_due_stamp_ms.reset();
  return true;
}

Result<void> Crawl::Loop::restore(const std::vector<UrlKey>& seeds) {
  const Timestamp now = clock_.now();
  std::unordered_set<std::string_view> is_seed;
  for (const UrlKey& key : seeds) is_seed.insert(key.unparsed);
  WriteBatch again;
  Result<void> restored;
  auto scanned = reader_->scan_sitemaps([&](const SitemapRow& row) {
    last_ver_ = std::max(last_ver_, row.ver);
    sitemaps_.restore(row);
    return true;
  });
  if (!scanned) return scanned;
  scanned = reader_->scan_seen([&](SeenRow row) {
    last_ver_ = std::max(last_ver_, row.ver);
    const auto queued = queue_again(row, now);
    if (!queued) restored = queued.unexpected();
    if (!queued) return false;
    if (*queued) again.seen.push_back(row);
    const bool seed = is_seed.contains(row.key.unparsed);
    const bool has_place = is_by_place(reason_from_code(row.reason.value_or(""))) && sitemaps_.has_place_now(row.key);
    restored = frontier_->restore(row, seed ? Discovery::seed : Discovery::link, now, has_place);
    return restored.has_value();
  });
  if (!scanned) return scanned;
  if (!restored) return restored;
  scanned = reader_->scan_hosts([&](const HostRow& row) {
    last_ver_ = std::max(last_ver_, row.ver);
    frontier_->restore(row, now);
    return true;
  });
  if (!scanned || again.seen.empty()) return scanned;
  last_ver_ = std::max(last_ver_ + 1, now.ms);
  for (SeenRow& row : again.seen) row.ver = last_ver_;
  return store_->write(again);
}

Result<void> Crawl::Loop::admit_at_start(const Candidate& candidate, SeenWrites& seen, WriteBatch& batch) {
  auto admitted = frontier_->admit(candidate, clock_.now());
  if (!admitted) return admitted.unexpected();
  if (admitted->seen) seen.put(std::move(*admitted->seen));
  if (admitted->change) {
    if (auto changed = seen.change(*admitted->change); !changed) return changed;
  }
  if (admitted->discovery) {
    admitted->discovery->run = run_.run;
    batch.discoveries.push_back(std::move(*admitted->discovery));
  }
  if (admitted->links_again) links_again_.push_back({*candidate.key, 0});
  return {};
}

// What changes before the first lease is one batch: bans, seeds, states that the present rules change, and the run.
Result<void> Crawl::Loop::admit_seeds(const std::vector<Seed>& seeds, const std::vector<Url>& urls) {
  WriteBatch batch;
  SeenWrites seen(*reader_);
  for (SeenRow& row : frontier_->take_changes()) seen.put(std::move(row));
  for (size_t i = 0; i < urls.size(); ++i) {
    const UrlKey key = key_of(urls[i]);
    seeds_.insert(key.unparsed);
    Candidate candidate;
    candidate.url = &urls[i];
    candidate.key = &key;
    candidate.how = Discovery::seed;
    candidate.source = seeds[i].place.empty() ? "argument" : seeds[i].place;
    const auto missed = missed_.take_seed(key, seeds[i], std::string(urls[i].href()));
    if (!missed) return missed.unexpected();
    if (*missed) continue;
    if (auto admitted = admit_at_start(candidate, seen, batch); !admitted) return admitted;
  }
  missed_.count_bans(ban_rows_);
  batch.bans = ban_rows_;
  batch.runs.push_back(run_);
  return write_at_start(seen, batch);
}

Result<void> Crawl::Loop::write_at_start(SeenWrites& seen, WriteBatch& batch) {
  last_ver_ = std::max(last_ver_ + 1, clock_.now().ms);
  seen.move_to(batch, last_ver_);
  return store_->write(std::exchange(batch, {}));
}

Result<void> Crawl::Loop::open(const std::vector<Seed>& given, const std::vector<BanFile>& bans) {
  options_ = pipeline_options(config_, store_->info().rules);
  auto refresh = refresh_rule(config_);
  if (!refresh) return refresh.unexpected();
  refresh_ = *refresh;
  std::vector<Seed> seeds = given;
  auto missed = missed_.seeds_to_make_good();
  if (!missed) return missed.unexpected();
  seeds.insert(seeds.end(), missed->begin(), missed->end());
  auto urls = read_seeds(seeds, options_.canonical);
  if (!urls) return urls.unexpected();
  auto earlier = seeds_of_earlier_runs();
  if (!earlier) return earlier.unexpected();
  if (urls->empty() && earlier->empty()) return nothing_to_crawl();
  std::vector<Url> scope_seeds = *urls;
  for (const UrlKey& key : *earlier) {
    if (auto url = parse_unparsed(key.unparsed)) scope_seeds.push_back(std::move(*url));
  }
  auto taken_bans = take_bans(*reader_, bans, clock_.now());
  if (!taken_bans) return taken_bans.unexpected();
  ban_rows_ = std::move(taken_bans->rows);
  auto rules = Rules::make(config_, scope_seeds, std::move(taken_bans->list));
  if (!rules) return rules.unexpected();
  frontier_ = std::make_unique<Frontier>(config_, std::move(*rules));
  for (size_t i = 0; i < seeds.size(); ++i) {
    if (seeds[i].listed) listed_.insert(unparse((*urls)[i]));
  }
  summary_.listed = !listed_.empty();
  if (summary_.listed) frontier_->limit_to(listed_);
  auto run = begin_run("crawl", config_, *reader_, clock_.now());
  if (!run) return run.unexpected();
  run_ = std::move(*run);
  if (auto taken = take_up_crashes(); !taken) return taken;
  if (auto restored = restore(*earlier); !restored) return restored;
  if (auto looked = look_for_loops_again(); !looked) return looked;
  if (auto admitted = admit_seeds(seeds, *urls); !admitted) return admitted;
  return make_good();
}

}  // namespace lycosa::inline crawl
