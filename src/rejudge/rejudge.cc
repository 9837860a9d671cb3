#include "rejudge/rejudge.h"

#include <algorithm>
#include <optional>
#include <set>

#include "crawl/bans.h"
#include "frontier/restate.h"
#include "inspect/judging.h"

namespace lycosa::inline rejudge {
namespace {

// URLs that are looked at between two writes.
constexpr int kMostAtOnce = 5000;

std::string with_reason(std::string_view word, const std::string& reason) {
  return std::string(word) + (reason.empty() ? "" : " " + reason);
}

std::string told(const SeenRow& row) {
  return with_reason(name(row.state), row.reason.value_or(""));
}

std::string told(const PageHistoryRow& row) {
  return with_reason(row.verdict, row.reason.value_or(""));
}

// The URLs that the store's crawls began with: they say what the scope is.
Result<std::vector<Url>> seeds_of(StoreReader& reader) {
  std::vector<Url> seeds;
  auto scanned = reader.scan_discoveries(Discovery::seed, [&](const DiscoveryRow& row) {
    if (auto url = parse_unparsed(row.key.unparsed)) seeds.push_back(std::move(*url));
    return true;
  });
  if (!scanned) return scanned.unexpected();
  return seeds;
}

class Rejudging {
 public:
  Rejudging(StoreReader& reader, StoreWriter& writer, Judging& judging, bool allow_private,
            const std::function<void(const Change&)>& visit)
      : reader_(reader), writer_(writer), judging_(judging), allow_private_(allow_private), visit_(visit) {}

  Result<void> take_rules(const Config& config, BanList bans) {
    auto seeds = seeds_of(reader_);
    if (!seeds) return seeds.unexpected();
    if (seeds->empty()) return {};
    for (const Url& url : *seeds) seeds_.insert(unparse(url));
    auto rules = Rules::make(config, *seeds, std::move(bans));
    if (!rules) return rules.unexpected();
    rules_.emplace(std::move(*rules));
    return {};
  }

  Result<RejudgeSummary> run() {
    summary_.left_out = writer_.left_out();
    for (uint32_t shard = 0; shard < reader_.info().shard_count; ++shard) {
      if (is_left_out(shard)) continue;
      if (auto done = run_shard(shard); !done) return done.unexpected();
    }
    return std::move(summary_);
  }

 private:
  bool is_left_out(uint32_t shard) const {
    return std::any_of(summary_.left_out.begin(), summary_.left_out.end(),
                       [&](const ShardFault& fault) { return fault.shard == shard; });
  }

  // In pieces: what is read in one walk is of one moment, and is written before the next.
  Result<void> run_shard(uint32_t shard) {
    std::optional<UrlKey> after;
    while (true) {
      int looked_at = 0;
      WriteBatch batch;
      Result<void> judged;
      auto walked = reader_.walk(shard, {}, after, [&](UrlRows& rows) {
        judged = take(rows, batch);
        after = rows.key;
        return judged && ++looked_at < kMostAtOnce;
      });
      if (!walked) return walked;
      if (!judged) return judged;
      summary_.urls += looked_at;
      if (!batch.seen.empty() || !batch.pages.empty()) {
        if (auto written = writer_.write(batch); !written) return written;
      }
      if (looked_at < kMostAtOnce) return {};
    }
  }

  Result<void> take(UrlRows& rows, WriteBatch& batch) {
    restate(rows, batch);
    const auto decision = judging_.decide(rows);
    if (!decision) return decision.unexpected();
    if (!rows.page) return {};
    note_first_indexed(*rows.page, *decision, batch);
    return rewrite_history(*rows.page, *decision, batch);
  }

  void restate(UrlRows& rows, WriteBatch& batch) {
    const auto url = parse_unparsed(rows.key.unparsed);
    if (!rows.seen || !url || !rules_) return;
    const Discovery how = seeds_.contains(rows.key.unparsed) ? Discovery::seed : Discovery::link;
    const auto changed = restated(*rules_, allow_private_, *rows.seen, *url, how, judging_.now());
    if (!changed) return;
    note({Change::What::state, rows.key, told(*rows.seen), told(*changed)});
    rows.seen = *changed;
    batch.seen.push_back(*changed);
  }

  void note_first_indexed(const PageInfoRow& page, const Decision& decision, WriteBatch& batch) {
    if (page.first_indexed_stamp || decision.status != VerdictStatus::indexable) return;
    note({Change::What::first_indexed, page.key, "never", rfc3339(judging_.now())});
    PageInfoRow& row = batch.pages.emplace_back().info.emplace(page);
    row.first_indexed_stamp = judging_.now().seconds();
  }

  // An attempt that got no answer was no judgement of the page, and stays as it is.
  Result<void> rewrite_history(const PageInfoRow& page, const Decision& decision, WriteBatch& batch) {
    auto events = reader_.history(page.key, std::nullopt, 1);
    if (!events) return events.unexpected();
    if (events->found.empty() || !events->found.front().download_http_code) return {};
    PageHistoryRow row = events->found.front();
    const std::string before = told(row);
    row.verdict = name(decision.status);
    row.reason = decision.code.empty() ? std::nullopt : std::optional(decision.code);
    if (told(row) == before) return {};
    note({Change::What::verdict, page.key, before, told(row)});
    batch.pages.emplace_back().history = std::move(row);
    return {};
  }

  void note(const Change& change) {
    ++summary_.changes[change.what][{change.from, change.what == Change::What::first_indexed ? "now" : change.to}];
    visit_(change);
  }

  StoreReader& reader_;
  StoreWriter& writer_;
  Judging& judging_;
  const bool allow_private_;
  const std::function<void(const Change&)>& visit_;
  std::set<std::string> seeds_;
  std::optional<Rules> rules_;
  RejudgeSummary summary_;
};

}  // namespace

std::string_view name(Change::What what) {
  switch (what) {
    case Change::What::state:
      return "state";
    case Change::What::verdict:
      return "verdict";
    case Change::What::first_indexed:
      return "first_indexed";
  }
  return "";
}

Result<RejudgeSummary> rejudge_store(StoreReader& reader, StoreWriter& writer, const Config& config,
                                     const std::vector<BanFile>& bans, const InspectOptions& options,
                                     const std::function<void(const Change&)>& visit) {
  auto taken = take_bans(reader, bans, options.now);
  if (!taken) return taken.unexpected();
  if (!taken->rows.empty()) {
    WriteBatch batch;
    batch.bans = std::move(taken->rows);
    if (auto written = writer.write(batch); !written) return written.unexpected();
  }
  auto judging = Judging::begin(reader, options);
  if (!judging) return judging.unexpected();
  Rejudging rejudging(reader, writer, *judging, config.allow_private, visit);
  if (auto ready = rejudging.take_rules(config, std::move(taken->list)); !ready) return ready.unexpected();
  return rejudging.run();
}

}  // namespace lycosa::inline rejudge
