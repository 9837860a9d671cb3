// One pass over a part of a shard: three tables in key order, side by side.
#include "store/count.h"

#include <algorithm>

namespace lycosa::inline store {
namespace {

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

// A table's rows in key order, with the host of the row it stands on.
class Cursor {
 public:
  explicit Cursor(Statement& statement) : statement_(statement) {}

  Result<void> next() {
    const auto step = statement_.step();
    if (!step) return step.unexpected();
    done_ = *step == Statement::Step::done;
    if (done_) return {};
    root_hash_ = static_cast<uint64_t>(statement_.integer(0));
    unparsed_ = statement_.bytes(1);
    return {};
  }
  bool done() const { return done_; }
  const Statement& row() const { return statement_; }
  UrlKey host() const { return {root_hash_, std::string(unparsed_host(unparsed_))}; }
  bool at(const UrlKey& host) const {
    return !done_ && root_hash_ == host.root_hash && unparsed_host(unparsed_) == host.unparsed;
  }
  // Whether this cursor's row comes before the other's; '!' sorts before all that can be in a host.
  bool before(const Cursor& other) const {
    if (done_ || other.done_) return !done_;
    return root_hash_ != other.root_hash_ ? root_hash_ < other.root_hash_ : unparsed_ < other.unparsed_;
  }
  const std::string& unparsed() const { return unparsed_; }

 private:
  Statement& statement_;
  bool done_ = false;
  uint64_t root_hash_ = 0;
  std::string unparsed_;
};

class Counter {
 public:
  Counter(Statement& seen, Statement& pages, Statement& history, int64_t budget)
      : seen_(seen), pages_(pages), history_(history), budget_(budget) {}

  Result<Totals> run() {
    for (Cursor* cursor : {&seen_, &pages_, &history_}) {
      if (auto moved = cursor->next(); !moved) return moved.unexpected();
    }
    while (!(seen_.done() && pages_.done() && history_.done())) {
      if (budget_ <= 0) {
        totals_.complete = false;
        break;
      }
      if (auto counted = count_host(first().host()); !counted) return counted.unexpected();
    }
    keep_largest(totals_.largest_hosts);
    return std::move(totals_);
  }

 private:
  const Cursor& first() const {
    const Cursor& either = seen_.before(pages_) ? seen_ : pages_;
    return either.before(history_) ? either : history_;
  }

  Result<void> count_host(const UrlKey& host) {
    HostCounts counts;
    counts.host = host;
    if (auto done = count_pages(counts); !done) return done;
    if (auto done = count_history(counts); !done) return done;
    if (auto done = count_seen(counts, nullptr); !done) return done.unexpected();
    ++totals_.hosts;
    totals_.largest_hosts.push_back(std::move(counts));
    // Sorting twice as many as are kept, once in a while, costs a constant for each host.
    if (totals_.largest_hosts.size() >= 2 * kLargestHosts) keep_largest(totals_.largest_hosts);
    return {};
  }

  bool spend() { return budget_-- > 0; }

  // The host's rows of `seen` up to and with the URL, or all that are left. Gives the reason of that URL.
  Result<std::string> count_seen(HostCounts& counts, const std::string* last) {
    std::string reason;
    while (seen_.at(counts.host) && (!last || seen_.unparsed() <= *last) && spend()) {
      ++totals_.discovered;
      ++counts.discovered;
      ++totals_.states[std::string(seen_.row().bytes(2))];
      reason = seen_.row().is_null(3) ? "" : std::string(seen_.row().bytes(3));
      if (!reason.empty()) ++totals_.reasons[reason];
      if (last && seen_.unparsed() != *last) reason.clear();
      if (auto moved = seen_.next(); !moved) return moved.unexpected();
    }
    return reason;
  }

  Result<void> count_pages(HostCounts& counts) {
    while (pages_.at(counts.host) && spend()) {
      const Statement& row = pages_.row();
      const int64_t status = row.integer(3);
      ++totals_.pages;
      ++counts.crawled;
      if (status == 200) ++totals_.ok_pages;
      ++totals_.statuses[status];
      totals_.bytes += row.integer(5);
      totals_.wire_bytes += row.integer(6);
      totals_.words += row.integer(8);
      add_type(totals_, row.is_null(4) || row.bytes(4).empty() ? "none" : std::string(row.bytes(4).substr(0, 80)), 1);
      TimeBucket& bucket = bucket_at(totals_, row.integer(2));
      ++bucket.timed;
      bucket.total_ms += row.integer(7);
      bucket.slowest_ms = std::max(bucket.slowest_ms, row.integer(7));
      bucket.bytes += row.integer(6);
      if (auto moved = pages_.next(); !moved) return moved;
    }
    return {};
  }

  // A URL's events stand one behind the other, the newest last.
  Result<void> count_history(HostCounts& counts) {
    while (history_.at(counts.host) && spend()) {
      const std::string unparsed = history_.unparsed();
      const Statement& row = history_.row();
      const int64_t hundreds = row.is_null(3) ? 0 : row.integer(3) / 100;
      TimeBucket& bucket = bucket_at(totals_, Timestamp{row.integer(2)}.seconds());
      ++bucket.fetches;
      ++bucket.by_class[hundreds >= 1 && hundreds <= 5 ? hundreds : 0];
      const std::string verdict(row.bytes(4));
      const std::string reason = row.is_null(5) ? "" : std::string(row.bytes(5));
      if (auto moved = history_.next(); !moved) return moved;
      if (history_.at(counts.host) && history_.unparsed() == unparsed) continue;
      ++totals_.verdicts[verdict];
      if (verdict == "INDEXABLE") ++counts.indexable;
      // A URL that failed has the reason in both places and counts once, as lists name it once.
      const auto seen_reason = count_seen(counts, &unparsed);
      if (!seen_reason) return seen_reason.unexpected();
      if (!reason.empty() && reason != *seen_reason) ++totals_.reasons[reason];
    }
    return {};
  }

  Cursor seen_, pages_, history_;
  int64_t budget_;
  Totals totals_;
};

template <class Key>
void add_counts(std::map<Key, int64_t>& sum, const std::map<Key, int64_t>& more) {
  for (const auto& [key, n] : more) sum[key] += n;
}

}  // namespace

void add(Totals& sum, const Totals& more) {
  sum.discovered += more.discovered;
  sum.pages += more.pages;
  sum.ok_pages += more.ok_pages;
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

Result<Totals> count_rows(Statement& seen, Statement& pages, Statement& history, int64_t budget) {
  return Counter(seen, pages, history, budget).run();
}

}  // namespace lycosa::inline store
