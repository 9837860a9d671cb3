#include "inspect/judging.h"

#include <algorithm>
#include <array>

#include "inspect/facts.h"

namespace lycosa::inline inspect {
namespace {

constexpr std::array<std::string_view, 5> kStageNames = {"discovered", "admitted", "crawled", "ok", "indexable"};

// URLs that one page of a list may look at before it is handed out, short as it is.
constexpr int kMostExamined = 20000;

}  // namespace

Result<Judging> Judging::begin(StoreReader& store, InspectOptions options) {
  options = as_the_crawl_had(std::move(options), store);
  auto filters = FilterEngine::open(store.info().filters);
  if (!filters) return filters.unexpected();
  return Judging(store, std::move(options), std::move(*filters));
}

Result<void> Judging::come_to_host(const UrlKey& key) {
  const std::string_view host = unparsed_host(key.unparsed);
  if (at_ && at_->root_hash == key.root_hash && at_->host == host) return {};
  at_ = std::make_unique<HostFacts>();
  at_->root_hash = key.root_hash;
  at_->host = host;
  auto bans = store_->bans(key.root_hash, at_->host);
  if (!bans) return bans.unexpected();
  at_->bans = std::move(bans->found);
  return {};
}

// As in a report, a robots.txt that cannot be read is one that is not known.
RobotsView Judging::robots_of(const UrlKey& key) {
  const std::string origin = origin_of(key.unparsed);
  auto known = at_->origins.find(origin);
  if (known == at_->origins.end()) {
    known = at_->origins.try_emplace(origin).first;
    auto rows = store_->robots(key.root_hash, origin, kRobotsVersions);
    if (rows) known->second.versions = std::move(rows->found);
    known->second.robots = OriginRobots(known->second.versions, options_.agent, options_.now);
  }
  const auto url = parse_unparsed(key.unparsed);
  return url ? known->second.robots.view(url->target()) : RobotsView();
}

Result<Decision> Judging::decide(const UrlRows& rows) {
  if (auto come = come_to_host(rows.key); !come) return come.unexpected();
  UrlFacts facts;
  facts.now = options_.now;
  facts.require_robots = store_->info().require_robots;
  facts.unparsed = rows.key.unparsed;
  const InputFault too_long = length_fault(rows.key.unparsed, options_.url_bytes);
  facts.input_fault = too_long.reason;
  facts.input_evidence = too_long.evidence;
  facts.page = rows.page ? &*rows.page : nullptr;
  facts.seen = rows.seen ? &*rows.seen : nullptr;
  const std::optional<Error> lost = lost_page(facts.page, facts.seen);
  if (lost) facts.fault = &*lost;
  facts.bans = at_->bans;
  facts.robots = robots_of(rows.key);
  std::vector<FilterOutcome> outcomes;
  if (rows.page) outcomes = filters_->run(*rows.page, options_.now);
  facts.filters = outcomes;
  return decide_url(facts);
}

Result<void> Judging::each(uint32_t shard, const StorePart& part, const std::optional<UrlKey>& after,
                           const Visit& visit) {
  Result<void> judged;
  auto walked = store_->walk(shard, part, after, [&](const UrlRows& rows) {
    const auto decision = decide(rows);
    if (!decision) judged = decision.unexpected();
    return decision && visit(rows, *decision);
  });
  return walked ? judged : walked;
}

std::string_view name(FunnelStage stage) {
  return kStageNames[static_cast<size_t>(stage)];
}

std::optional<FunnelStage> funnel_stage_from_name(std::string_view name) {
  const auto found = std::find(kStageNames.begin(), kStageNames.end(), name);
  if (found == kStageNames.end()) return std::nullopt;
  return static_cast<FunnelStage>(found - kStageNames.begin());
}

FunnelStage stage_reached(const UrlRows& rows, const Decision& decision) {
  if (decision.status == VerdictStatus::indexable) return FunnelStage::indexable;
  if (rows.page) return rows.page->download_http_code == 200 ? FunnelStage::ok : FunnelStage::crawled;
  return rows.seen && rows.seen->state != SeenState::refused ? FunnelStage::admitted : FunnelStage::discovered;
}

bool matches(const UrlQuery& query, const UrlRows& rows, const Decision& decision) {
  if (query.state && (!rows.seen || rows.seen->state != *query.state)) return false;
  if (query.http_status && (!rows.page || rows.page->download_http_code != *query.http_status)) return false;
  if (query.verdict && decision.status != *query.verdict) return false;
  if (query.stage && stage_reached(rows, decision) < *query.stage) return false;
  return query.reason.empty() || decision.code == query.reason;
}

Result<UrlList> list_urls(StoreReader& store, Judging& judging, const UrlQuery& query) {
  UrlList list;
  int examined = 0;
  const uint32_t count = store.info().shard_count;
  const bool one_shard = query.part.root_hash.has_value();
  const auto begin_hash = one_shard     ? query.part.root_hash
                          : query.after ? std::optional(query.after->root_hash)
                                        : std::nullopt;
  uint32_t shard = begin_hash ? shard_of(*begin_hash, count) : 0;
  const uint32_t end = one_shard ? shard + 1 : count;
  std::optional<UrlKey> after = query.after;
  for (; shard < end && !list.more; ++shard, after.reset()) {
    Result<void> named;
    auto done = judging.each(shard, query.part, after, [&](const UrlRows& rows, const Decision& decision) {
      list.more = static_cast<int>(list.urls.size()) >= query.limit || examined >= kMostExamined;
      if (list.more) return false;
      ++examined;
      list.last = rows.key;
      if (!matches(query, rows, decision)) return true;
      auto first = store.discoveries(rows.key, 1);
      if (!first) {
        named = first.unexpected();
        return false;
      }
      list.urls.push_back({rows, decision, std::nullopt});
      if (!first->found.empty()) list.urls.back().first = std::move(first->found.front());
      return true;
    });
    if (done && !named) done = named;
    if (!done && one_shard) return done.unexpected();
    if (!done) list.unavailable.push_back({shard, store.target(shard), done.error()});
  }
  return list;
}

}  // namespace lycosa::inline inspect
