#include "inspect/totals.h"

#include <algorithm>

namespace lycosa::inline inspect {
namespace {

// Rows that one count may read: some minutes of work.
constexpr int64_t kMostRows = 100'000'000;
constexpr size_t kMostKept = 2000;
// Waits and ages move on, but not so that counts of a minute ago would mislead.
constexpr int64_t kKeptForMs = 60'000;

constexpr size_t kMostTypes = 40;
// Stretches of time that plots come in; when there are too many of one, the next is taken.
constexpr int64_t kWidths[] = {1, 10, 60, 600, 3600, 6 * 3600, 86400, 7 * 86400, 30 * 86400, 365 * 86400};

int64_t floor_to(int64_t seconds, int64_t width) {
  const int64_t rest = seconds % width;
  return seconds - (rest < 0 ? rest + width : rest);
}

void merge(TimeBucket& into, const TimeBucket& from) {
  into.fetches += from.fetches;
  for (size_t i = 0; i < std::size(into.by_class); ++i) into.by_class[i] += from.by_class[i];
  into.timed += from.timed;
  into.total_ms += from.total_ms;
  into.slowest_ms = std::max(into.slowest_ms, from.slowest_ms);
  into.bytes += from.bytes;
}

void widen_to(Totals& totals, int64_t width) {
  std::map<int64_t, TimeBucket> wide;
  for (const auto& [at, bucket] : totals.timeline) merge(wide[floor_to(at, width)], bucket);
  totals.timeline = std::move(wide);
  totals.bucket_seconds = width;
}

void keep_few_buckets(Totals& totals) {
  for (const int64_t width : kWidths) {
    if (totals.timeline.size() <= kMostBuckets) return;
    if (width > totals.bucket_seconds) widen_to(totals, width);
  }
  while (totals.timeline.size() > kMostBuckets) totals.timeline.erase(totals.timeline.begin());
}

TimeBucket& bucket_at(Totals& totals, int64_t seconds) {
  const auto found = totals.timeline.find(floor_to(seconds, totals.bucket_seconds));
  if (found != totals.timeline.end()) return found->second;
  totals.timeline[floor_to(seconds, totals.bucket_seconds)];
  keep_few_buckets(totals);
  return totals.timeline[floor_to(seconds, totals.bucket_seconds)];
}

void keep_largest(std::vector<HostCounts>& hosts) {
  const auto larger = [](const HostCounts& a, const HostCounts& b) {
    return a.discovered != b.discovered ? a.discovered > b.discovered : a.host < b.host;
  };
  std::sort(hosts.begin(), hosts.end(), larger);
  if (hosts.size() > kLargestHosts) hosts.resize(kLargestHosts);
}

void add_type(Totals& totals, const std::string& type, int64_t n) {
  const bool room = totals.types.size() < kMostTypes || totals.types.contains(type);
  totals.types[room ? type : "other"] += n;
}

// Counts URLs that come in key order, so that those of one host come together.
class Counter {
 public:
  void count(const UrlRows& rows, const Decision& decision) {
    come_to_host(rows.key);
    const FunnelStage reached = stage_reached(rows, decision);
    for (size_t stage = 0; stage <= static_cast<size_t>(reached); ++stage) ++totals_.stages[stage];
    ++host_.discovered;
    if (reached >= FunnelStage::crawled) ++host_.crawled;
    if (reached == FunnelStage::indexable) ++host_.indexable;
    ++totals_.verdicts[std::string(name(decision.status))];
    if (!decision.code.empty()) ++totals_.reasons[decision.code];
    if (rows.seen) ++totals_.states[std::string(name(rows.seen->state))];
    if (rows.page) count_page(*rows.page);
  }

  void count(const PageHistoryRow& event) {
    const int64_t hundreds = event.download_http_code.value_or(0) / 100;
    TimeBucket& bucket = bucket_at(totals_, Timestamp{event.event_stamp_ms}.seconds());
    ++bucket.fetches;
    ++bucket.by_class[hundreds >= 1 && hundreds <= 5 ? hundreds : 0];
  }

  Totals finish() && {
    leave_host();
    keep_largest(totals_.largest_hosts);
    return std::move(totals_);
  }

 private:
  void come_to_host(const UrlKey& key) {
    const std::string_view host = unparsed_host(key.unparsed);
    if (host_.discovered > 0 && host_.host.root_hash == key.root_hash && host_.host.unparsed == host) return;
    leave_host();
    host_.host = {key.root_hash, std::string(host)};
  }

  void leave_host() {
    if (host_.discovered == 0) return;
    ++totals_.hosts;
    totals_.largest_hosts.push_back(std::exchange(host_, {}));
    // Sorting twice as many as are kept, once in a while, costs a constant for each host.
    if (totals_.largest_hosts.size() >= 2 * kLargestHosts) keep_largest(totals_.largest_hosts);
  }

  void count_page(const PageInfoRow& page) {
    ++totals_.statuses[page.download_http_code];
    totals_.bytes += page.download_size;
    totals_.wire_bytes += page.wire_size;
    totals_.words += page.words;
    add_type(totals_, page.download_type.empty() ? "none" : page.download_type.substr(0, 80), 1);
    TimeBucket& bucket = bucket_at(totals_, page.download_stamp);
    ++bucket.timed;
    bucket.total_ms += page.download_ms;
    bucket.slowest_ms = std::max(bucket.slowest_ms, page.download_ms);
    bucket.bytes += page.wire_size;
  }

  Totals totals_;
  HostCounts host_;
};

template <class Key>
void add_counts(std::map<Key, int64_t>& sum, const std::map<Key, int64_t>& more) {
  for (const auto& [key, n] : more) sum[key] += n;
}

}  // namespace

void add(Totals& sum, const Totals& more) {
  sum.counted_at = std::min(sum.counted_at, more.counted_at);
  for (size_t i = 0; i < sum.stages.size(); ++i) sum.stages[i] += more.stages[i];
  sum.bytes += more.bytes;
  sum.wire_bytes += more.wire_bytes;
  sum.words += more.words;
  add_counts(sum.states, more.states);
  add_counts(sum.statuses, more.statuses);
  add_counts(sum.verdicts, more.verdicts);
  add_counts(sum.reasons, more.reasons);
  for (const auto& [type, n] : more.types) add_type(sum, type, n);
  sum.hosts += more.hosts;
  sum.largest_hosts.insert(sum.largest_hosts.end(), more.largest_hosts.begin(), more.largest_hosts.end());
  keep_largest(sum.largest_hosts);
  if (more.bucket_seconds > sum.bucket_seconds) widen_to(sum, more.bucket_seconds);
  for (const auto& [at, bucket] : more.timeline) merge(sum.timeline[floor_to(at, sum.bucket_seconds)], bucket);
  keep_few_buckets(sum);
  sum.complete = sum.complete && more.complete;
}

Result<Totals> count_urls(StoreReader& store, Judging& judging, uint32_t shard, const StorePart& part, int64_t budget) {
  Counter counter;
  bool complete = true;
  const auto spend = [&] { return complete = budget-- > 0; };
  const auto judged = judging.each(shard, part, std::nullopt, [&](const UrlRows& rows, const Decision& decision) {
    if (!spend()) return false;
    counter.count(rows, decision);
    return true;
  });
  if (!judged) return judged.unexpected();
  const auto read = store.walk_events(shard, part, [&](const PageHistoryRow& event) {
    if (!spend()) return false;
    counter.count(event);
    return true;
  });
  if (!read) return read.unexpected();
  Totals totals = std::move(counter).finish();
  totals.counted_at = judging.now();
  totals.complete = complete;
  return totals;
}

Result<Totals> TotalsCache::get(StoreReader& store, Judging& judging, const std::string& version, uint32_t shard,
                                const StorePart& part) {
  using Clock = std::chrono::steady_clock;
  const std::string name =
      std::to_string(shard) + " " + (part.root_hash ? std::to_string(*part.root_hash) : "") + " " + part.host;
  const Clock::time_point begun = Clock::now();
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(name);
    if (found != kept_.end()) {
      const Kept& kept = found->second;
      const bool is_near = std::abs(judging.now() - kept.totals.counted_at) <= kept.good_for_ms;
      if (is_near && (kept.version == version || begun < kept.good_until)) return kept.totals;
    }
  }
  auto totals = count_urls(store, judging, shard, part, kMostRows);
  if (!totals) return totals;
  const auto took = Clock::now() - begun;
  const int64_t took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_[name] = {version, Clock::now() + 10 * took, std::max(kKeptForMs, 10 * took_ms), *totals};
  return totals;
}

}  // namespace lycosa::inline inspect
