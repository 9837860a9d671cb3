#include <utility>

#include "crawl/crawl.h"
#include "crawl/missed_shards.h"
#include "crawl/run_row.h"
#include "crawl/taken_in.h"
#include "reason/reason.h"

namespace lycosa::inline crawl {
namespace {

// The version of what ingest knows of a target: that the page names it. Anything that a crawl has written is newer, and
// a link that may be followed is newer than one that may not.
constexpr int64_t kNamed = 0;
constexpr int64_t kNamedWithNofollow = -1;

SeenRow seen_of_page(const Record& record, Timestamp at) {
  SeenRow row;
  row.key = record.key;
  row.state = SeenState::crawled;
  row.attempts = 1;
  row.ver = at.ms;
  return row;
}

DiscoveryRow discovery_of_page(const Record& record, Timestamp at) {
  DiscoveryRow row;
  row.key = record.key;
  row.how = Discovery::manual;
  row.source = "ingest";
  row.stamp_ms = row.ver = at.ms;
  return row;
}

DiscoveryRow discovery_of_target(const Discovered& target, const UrlKey& page, Timestamp at) {
  DiscoveryRow row;
  row.key = target.key;
  row.how = target.how;
  row.source = page.unparsed;
  row.stamp_ms = row.ver = at.ms;
  const Distance distance = distance_behind(target.how, {});
  row.depth = distance.depth;
  row.hops = distance.hops;
  row.nofollow = target.nofollow ? 1 : 0;
  return row;
}

SeenRow seen_of_target(const Discovered& target, const DiscoveryRow& discovery) {
  SeenRow row;
  row.key = target.key;
  row.depth = discovery.depth;
  row.hops = discovery.hops;
  row.ver = kNamed;
  if (target.nofollow) {
    row.state = SeenState::refused;
    row.reason = code(Reason::discovery_link_nofollow_only);
    row.evidence = target.nofollow_evidence;
    row.ver = kNamedWithNofollow;
  }
  return row;
}

// What a page and its robots.txt come to: every row but the page's own.
WriteBatch rows_around(const Record& record, const std::optional<Exchange>& robots, Timestamp at,
                       const PipelineOptions& options) {
  WriteBatch rows;
  for (const Discovered& target : record.discovered) {
    rows.discoveries.push_back(discovery_of_target(target, record.key, at));
    rows.seen.push_back(seen_of_target(target, rows.discoveries.back()));
  }
  rows.in_links = in_links(record);
  if (robots) rows.robots.push_back(process_robots({*robots}, std::nullopt, options));
  return rows;
}

void count(const ForeignPage& foreign, RunRow& run) {
  run.fetched = 1;
  run.answered = 1;
  run.robots_files = foreign.robots ? 1 : 0;
  run.bytes = static_cast<int64_t>(foreign.page.body.size());
  if (foreign.robots) run.bytes += static_cast<int64_t>(foreign.robots->body.size());
}

}  // namespace

Result<Ingested> ingest(ForeignPage foreign, const Config& config, StoreWriter& store, StoreReader& stored,
                        const Clock& clock) {
  const PipelineOptions options = pipeline_options(config, store.info().rules);
  const Result<Url> url = Url::parse(foreign.page.url);
  if (!url) return url.unexpected();
  if (!url->is_http()) {
    return fail(ErrorKind::invalid, foreign.page.url + " is neither http nor https; pages have one of these");
  }
  const Url page = canonical(*url, options.canonical);
  foreign.page.url = page.href();
  if (foreign.robots) foreign.robots->url = Url::parse("/robots.txt", &page)->href();
  auto run = begin_run("ingest", config, stored, clock.now());
  if (!run) return run.unexpected();
  foreign.page.run = run->run;

  Record record = process_page(foreign.page, std::nullopt, options);
  if (const ShardFault* fault = store.fault_of(record.key.root_hash)) return Unexpected{fault->error};
  MissedShards missed(store.info(), store.left_out());
  for (const Discovered& target : record.discovered) {
    if (auto taken = missed.take(target.key); !taken) return taken.unexpected();
  }
  record.info->first_indexed_stamp = foreign.first_indexed_stamp;
  const Timestamp at = foreign.page.stamp;
  WriteBatch rows = rows_around(record, foreign.robots, at, options);
  SeenRow seen = seen_of_page(record, at);
  auto known = take_known_place(stored, seen);
  if (!known) return known.unexpected();
  if (!*known) rows.discoveries.push_back(discovery_of_page(record, at));
  Ingested taken{record.url, record.key, static_cast<int64_t>(record.discovered.size())};
  count(foreign, *run);
  run->links = static_cast<int64_t>(record.out_links.size());
  end_run(*run, clock.now());
  rows.runs.push_back(*run);
  rows.pages.push_back(page_write(std::move(record), std::move(seen)));
  if (auto written = store.write(rows); !written) return written.unexpected();
  return taken;
}

}  // namespace lycosa::inline crawl
