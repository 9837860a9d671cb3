#include "inspect/overview.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "inspect/facts.h"
#include "inspect/inspect.h"
#include "inspect/shown_columns.h"
#include "reason/reason.h"

namespace lycosa::inline inspect {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kShownRobotsVersions = 20;
constexpr int kShownSitemaps = 200;
constexpr int kMostLinkPages = 10;

Json text_or_null(const std::optional<std::string>& value) {
  return value ? Json(to_valid_utf8(*value)) : Json(nullptr);
}

Json at(int64_t seconds) {
  return rfc3339(Timestamp::from_seconds(seconds));
}

// Largest first; the same number in the order of names.
template <class Key>
std::vector<std::pair<Key, int64_t>> by_count(const std::map<Key, int64_t>& counts) {
  std::vector<std::pair<Key, int64_t>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return rows;
}

Json reasons_json(const Totals& totals) {
  Json out = Json::array();
  for (const auto& [code, count] : by_count(totals.reasons)) {
    const std::optional<Reason> reason = reason_from_code(code);
    out.push_back({{"code", to_valid_utf8(code)},
                   {"count", count},
                   {"blame", reason ? Json(name(info(*reason).blame)) : Json(nullptr)},
                   {"text", reason ? Json(info(*reason).sentence) : Json(nullptr)}});
  }
  return out;
}

template <class Key>
Json counts_json(std::string_view label, const std::map<Key, int64_t>& counts) {
  Json out = Json::array();
  for (const auto& [key, count] : by_count(counts)) out.push_back({{std::string(label), key}, {"count", count}});
  return out;
}

// Each stage a part of the one before it.
Json funnel_json(const Totals& totals) {
  const auto stage = [&](FunnelStage which, std::string_view text) {
    return Json{{"name", name(which)}, {"text", text}, {"count", totals.reached(which)}};
  };
  return {stage(FunnelStage::discovered, "URLs that were ever named"),
          stage(FunnelStage::admitted, "not refused by scope, bans, robots or limits"),
          stage(FunnelStage::crawled, "answered, with any status"), stage(FunnelStage::ok, "answered with 200"),
          stage(FunnelStage::indexable, "indexable by every filter")};
}

Json hosts_json(const Totals& totals) {
  Json largest = Json::array();
  for (const HostCounts& host : totals.largest_hosts) {
    largest.push_back({{"host", to_valid_utf8(host_name(host.host.unparsed))},
                       {"unparsed", to_valid_utf8(host.host.unparsed)},
                       {"discovered", host.discovered},
                       {"crawled", host.crawled},
                       {"indexable", host.indexable}});
  }
  return {{"count", totals.hosts}, {"largest", std::move(largest)}};
}

Json timeline_json(const Totals& totals) {
  Json buckets = Json::array();
  for (const auto& [start, bucket] : totals.timeline) {
    buckets.push_back({{"at", at(start)},
                       {"fetches", bucket.fetches},
                       {"status_1xx", bucket.by_class[1]},
                       {"status_2xx", bucket.by_class[2]},
                       {"status_3xx", bucket.by_class[3]},
                       {"status_4xx", bucket.by_class[4]},
                       {"status_5xx", bucket.by_class[5]},
                       {"no_answer", bucket.by_class[0]},
                       {"pages", bucket.timed},
                       {"mean_ms", bucket.timed ? Json(bucket.total_ms / bucket.timed) : Json(nullptr)},
                       {"slowest_ms", bucket.timed ? Json(bucket.slowest_ms) : Json(nullptr)},
                       {"wire_bytes", bucket.bytes}});
  }
  return {{"bucket_seconds", totals.bucket_seconds}, {"buckets", std::move(buckets)}};
}

void add_totals(Json& out, const Totals& totals) {
  out["counted_at"] = rfc3339(totals.counted_at);
  out["complete"] = totals.complete;
  out["funnel"] = funnel_json(totals);
  out["states"] = counts_json("state", totals.states);
  out["verdicts"] = counts_json("verdict", totals.verdicts);
  out["reasons"] = reasons_json(totals);
  out["statuses"] = counts_json("http_status", totals.statuses);
  out["types"] = counts_json("type", totals.types);
  out["pages"] = {{"count", totals.reached(FunnelStage::crawled)},
                  {"bytes", totals.bytes},
                  {"wire_bytes", totals.wire_bytes},
                  {"words", totals.words}};
  out["hosts"] = hosts_json(totals);
  out["timeline"] = timeline_json(totals);
}

// Members by the table of columns, put into a tree of values.
struct JsonMembers {
  Json& out;

  void member(std::string_view name, const std::string& value) { out[std::string(name)] = to_valid_utf8(value); }
  void member(std::string_view name, std::string_view value) { member(name, std::string(value)); }
  template <class T>
  void member(std::string_view name, const T& value) {
    out[std::string(name)] = value;
  }
};

template <class Row>
void add_members(Json& out, std::string_view table_name, const Row& row) {
  JsonMembers members{out};
  write_members(members, table_name, row);
}

template <class Row>
Json row_json(std::string_view table_name, const Row& row) {
  Json out = Json::object();
  add_members(out, table_name, row);
  return out;
}

Json key_json(const UrlKey& key) {
  return {{"url", to_valid_utf8(url_of_unparsed(key.unparsed))},
          {"unparsed", to_valid_utf8(key.unparsed)},
          {"root_hash", std::to_string(key.root_hash)}};
}

Json url_row_json(const ListedUrl& url) {
  const std::optional<DiscoveryRow>& first = url.first;
  const std::optional<SeenRow>& seen = url.rows.seen;
  const std::optional<PageInfoRow>& page = url.rows.page;
  Json out = key_json(url.rows.key);
  out["verdict"] = name(url.decision.status);
  out["verdict_reason"] = url.decision.code.empty() ? Json(nullptr) : Json(to_valid_utf8(url.decision.code));
  out["state"] = seen ? Json(name(seen->state)) : Json(nullptr);
  out["reason"] = seen ? text_or_null(seen->reason) : Json(nullptr);
  out["role"] = seen ? Json(name(seen->role)) : Json(nullptr);
  out["how"] = first ? Json(name(first->how)) : Json(nullptr);
  out["depth"] = seen ? Json(seen->depth) : Json(nullptr);
  out["first_seen"] = first ? Json(rfc3339(Timestamp{first->stamp_ms})) : Json(nullptr);
  const bool waits = seen && seen->next_due_stamp_ms;
  out["next_due"] = waits ? Json(rfc3339(Timestamp{*seen->next_due_stamp_ms})) : Json(nullptr);
  out["http_status"] = page ? Json(page->download_http_code) : Json(nullptr);
  out["last_crawled"] = page ? at(page->download_stamp) : Json(nullptr);
  out["title"] = page ? text_or_null(page->meta_title) : Json(nullptr);
  return out;
}

Json link_json(const LinkRow& row) {
  Json out = {{"url", to_valid_utf8(url_of_unparsed(row.other.unparsed))},
              {"unparsed", to_valid_utf8(row.other.unparsed)}};
  add_members(out, "link", row);
  return out;
}

Unexpected failed(const Error& error) {
  return {store_fault(error)};
}

Result<UrlKey> host_key(std::string_view text, std::string_view what, const CanonicalOptions& rules) {
  std::string given = to_valid_utf8(trim(text));
  if (given.empty() || given.size() > 2048) {
    return fail(ErrorKind::invalid, "no " + std::string(what) + " was given; write it as example.com");
  }
  if (given.find("://") != std::string::npos) {
    auto url = Url::parse(given);
    if (url && url->is_http()) return key_of(canonical(*url, rules));
  } else {
    // Reversed labels and addresses in brackets, as keys write them; no dotted name is either.
    if (given.find('.') == std::string::npos || given.front() == '[') {
      if (auto reversed = parse_unparsed(given + "!/ s443")) return key_of(canonical(*reversed, rules));
    }
    auto url = Url::parse("https://" + given + "/");
    if (url && url->pathname() == "/" && url->search().empty()) return key_of(canonical(*url, rules));
  }
  return fail(ErrorKind::invalid,
              "\"" + visible(given) + "\" is not a " + std::string(what) + "; write it as example.com");
}

}  // namespace

Json unavailable_json(const std::vector<ShardFault>& faults) {
  Json out = Json::array();
  for (const ShardFault& fault : faults) {
    out.push_back({{"shard", fault.shard},
                   {"target", to_valid_utf8(fault.target)},
                   {"error", to_valid_utf8(fault.error.message)}});
  }
  return out;
}

std::string host_name(const std::string& unparsed_host) {
  const auto url = parse_unparsed(unparsed_host + "!/ s443");
  return url ? std::string(url->hostname()) : unparsed_host;
}

Result<StorePart> root_from_text(std::string_view text, const CanonicalOptions& rules) {
  auto key = host_key(text, "root", rules);
  if (!key) return key.unexpected();
  StorePart part;
  part.root_hash = key->root_hash;
  part.host.clear();
  return part;
}

Result<StorePart> host_from_text(std::string_view text, const CanonicalOptions& rules) {
  auto key = host_key(text, "host", rules);
  if (!key) return key.unexpected();
  StorePart part;
  part.root_hash = key->root_hash;
  part.host = std::string(unparsed_host(key->unparsed));
  return part;
}

Error store_fault(Error error) {
  error.kind = ErrorKind::unavailable;
  return error;
}

std::string text_of(const UrlKey& key) {
  return std::to_string(key.root_hash) + " " + key.unparsed;
}

Result<UrlQuery> url_query(const UrlListRequest& request, const CanonicalOptions& rules) {
  UrlQuery query;
  query.limit = std::clamp(request.limit, 1, 1000);
  if (!request.reason.empty() && !reason_from_code(request.reason)) {
    return fail(ErrorKind::invalid, "there is no reason \"" + visible(request.reason) +
                                        "\"; docs/reference/reasons.md lists them, such as robots.disallowed");
  }
  query.reason = request.reason;
  if (!request.state.empty()) {
    query.state = seen_state_from_name(request.state);
    if (!query.state) {
      return fail(ErrorKind::invalid, "there is no state \"" + visible(request.state) +
                                          "\"; it is queued, leased, crawled, refused, failed or retry");
    }
  }
  if (!request.verdict.empty()) {
    query.verdict = verdict_status_from_name(request.verdict);
    if (!query.verdict || query.verdict == VerdictStatus::unknown_url) {
      return fail(ErrorKind::invalid, "there is no verdict \"" + visible(request.verdict) +
                                          "\"; it is INDEXABLE, NOT_INDEXABLE, NOT_CRAWLED or STORE_UNAVAILABLE");
    }
  }
  if (!request.stage.empty()) {
    query.stage = funnel_stage_from_name(request.stage);
    if (!query.stage) {
      return fail(ErrorKind::invalid, "there is no stage \"" + visible(request.stage) +
                                          "\"; it is discovered, admitted, crawled, ok or indexable");
    }
  }
  if (!request.http_status.empty()) {
    const auto status = parse_uint(request.http_status);
    if (!status || *status > 999) {
      return fail(ErrorKind::invalid, "\"" + visible(request.http_status) + "\" is no HTTP status; write it as 404");
    }
    query.http_status = static_cast<int64_t>(*status);
  }
  if (!request.host.empty() || !request.root.empty()) {
    auto part = request.host.empty() ? root_from_text(request.root, rules) : host_from_text(request.host, rules);
    if (!part) return part.unexpected();
    if (!request.root.empty()) {
      const auto root = root_from_text(request.root, rules);
      if (!root) return root.unexpected();
      if (root->root_hash != part->root_hash) {
        return fail(ErrorKind::invalid, "the host \"" + visible(request.host) + "\" is not under the root \"" +
                                            visible(request.root) + "\"; give one of them");
      }
    }
    query.part = std::move(*part);
  }
  if (!request.after.empty()) {
    const size_t space = request.after.find(' ');
    const auto hash = parse_uint(std::string_view(request.after).substr(0, space));
    if (space == std::string::npos || !hash || *hash > INT64_MAX) {
      return fail(ErrorKind::invalid,
                  "\"" + visible(request.after) + "\" is no place in a list; use `next` as it came");
    }
    query.after = UrlKey{*hash, to_valid_utf8(request.after.substr(space + 1))};
  }
  return query;
}

Result<Judging> Overview::judging_at(Timestamp now) {
  InspectOptions options = options_;
  options.now = now;
  return Judging::begin(reader_, std::move(options));
}

Result<Totals> Overview::totals_of(const StorePart& part, Timestamp now) {
  const uint32_t shard = shard_of(*part.root_hash, reader_.info().shard_count);
  auto judging = judging_at(now);
  if (!judging) return judging.unexpected();
  return cache_.get(reader_, *judging, reader_.version(shard), shard, part);
}

Result<Json> Overview::stats(Timestamp now) {
  auto judging = judging_at(now);
  if (!judging) return judging.unexpected();
  Totals sum;
  std::vector<ShardFault> unavailable;
  for (uint32_t shard = 0; shard < reader_.info().shard_count; ++shard) {
    const auto totals = cache_.get(reader_, *judging, reader_.version(shard), shard, {});
    if (totals) {
      add(sum, *totals);
    } else {
      unavailable.push_back({shard, reader_.target(shard), totals.error()});
    }
  }
  sum.counted_at = std::min(sum.counted_at, now);
  const StoreInfo& store = reader_.info();
  const StoreFiles files = reader_.files();
  Json out = {{"now", rfc3339(now)},
              {"store",
               {{"cluster", to_valid_utf8(store.cluster)},
                {"shard_count", store.shard_count},
                {"shard_bytes", files.shard_bytes},
                {"archive_bytes", files.archive_bytes},
                {"writer", files.writer ? Json(*files.writer) : Json(nullptr)}}}};
  add_totals(out, sum);
  out["unavailable"] = unavailable_json(unavailable);
  return out;
}

Result<Json> Overview::runs(int limit) {
  auto runs = reader_.runs(std::clamp(limit, 1, 1000));
  if (!runs) return failed(runs.error());
  Json rows = Json::array();
  for (const RunRow& row : runs->found) rows.push_back(row_json("run", row));
  return Json{{"runs", std::move(rows)}};
}

Result<Json> Overview::site(std::string_view root, Timestamp now) {
  const auto part = root_from_text(root, reader_.info().rules);
  if (!part) return part.unexpected();
  const auto key = host_key(root, "root", reader_.info().rules);
  const std::string unparsed_root = root_of_unparsed(key->unparsed);
  const auto totals = totals_of(*part, now);
  if (!totals) return failed(totals.error());
  Json out = {{"now", rfc3339(now)},
              {"root", to_valid_utf8(host_name(unparsed_root))},
              {"unparsed", to_valid_utf8(unparsed_root)},
              {"root_hash", std::to_string(*part->root_hash)},
              {"shard", shard_of(*part->root_hash, reader_.info().shard_count)}};
  add_totals(out, *totals);
  return out;
}

// Those that were not read whole first.
Result<Json> Overview::host_sitemaps(const StorePart& part) {
  Json rows = Json::array();
  for (const SitemapChoice choice : {SitemapChoice::not_whole, SitemapChoice::all}) {
    const auto asked = reader_.sitemaps_of_host(*part.root_hash, part.host, choice, kShownSitemaps);
    if (!asked) return failed(asked.error());
    for (const SitemapRow& row : asked->found) {
      const bool is_new = choice == SitemapChoice::not_whole || row.whole != 0;
      if (is_new && rows.size() < kShownSitemaps) rows.push_back(row_json("sitemap", row));
    }
  }
  return rows;
}

Result<Json> Overview::host(std::string_view host, Timestamp now) {
  const auto part = host_from_text(host, reader_.info().rules);
  if (!part) return part.unexpected();
  const auto totals = totals_of(*part, now);
  if (!totals) return failed(totals.error());
  auto robots = reader_.robots_of_host(*part->root_hash, part->host, kShownRobotsVersions);
  if (!robots) return failed(robots.error());
  auto bans = reader_.bans(*part->root_hash, part->host);
  if (!bans) return failed(bans.error());
  Json out = {{"now", rfc3339(now)},
              {"host", to_valid_utf8(host_name(part->host))},
              {"unparsed", to_valid_utf8(part->host)},
              {"root", to_valid_utf8(root_of_unparsed(part->host + "!/ s443"))},
              {"root_hash", std::to_string(*part->root_hash)}};
  add_totals(out, *totals);
  out["robots"] = Json::array();
  for (const RobotsRow& row : robots->found) out["robots"].push_back(row_json("robots", row));
  auto sitemaps = host_sitemaps(*part);
  if (!sitemaps) return sitemaps.unexpected();
  out["sitemaps"] = std::move(*sitemaps);
  out["bans"] = Json::array();
  for (const BanRow& row : bans->found) out["bans"].push_back(row_json("ban", row));
  return out;
}

Result<Json> Overview::urls(const UrlListRequest& request, Timestamp now) {
  const auto query = url_query(request, reader_.info().rules);
  if (!query) return query.unexpected();
  auto judging = judging_at(now);
  if (!judging) return judging.unexpected();
  const auto list = list_urls(reader_, *judging, *query);
  if (!list) return failed(list.error());
  Json rows = Json::array();
  for (const ListedUrl& url : list->urls) rows.push_back(url_row_json(url));
  return Json{{"now", rfc3339(now)},
              {"urls", std::move(rows)},
              {"next", list->more ? Json(to_valid_utf8(text_of(list->last))) : Json(nullptr)},
              {"unavailable", unavailable_json(list->unavailable)}};
}

Result<Json> Overview::history(const UrlKey& key, std::optional<Timestamp> before, int limit) {
  const auto before_ms = before ? std::optional(before->ms) : std::nullopt;
  limit = std::clamp(limit, 1, 1000);
  auto asked = reader_.history(key, before_ms, limit + 1);
  if (!asked) return failed(asked.error());
  std::vector<PageHistoryRow>& events = asked->found;
  const bool more = events.size() > static_cast<size_t>(limit);
  if (more) events.resize(static_cast<size_t>(limit));
  Json rows = Json::array();
  for (const PageHistoryRow& row : events) rows.push_back(row_json("page_history", row));
  Json out = key_json(key);
  out["events"] = std::move(rows);
  out["next"] = more ? Json(rfc3339_ms(Timestamp{events.back().event_stamp_ms})) : Json(nullptr);
  return out;
}

// Links of one side until the page is full. Those that their source no longer has make a page of the store shorter;
// after a few such pages what there is must do, and `next` goes on.
Result<LinkPage> Overview::link_page(const UrlKey& key, LinkSide side, const std::string& after, int limit) {
  LinkPage page;
  page.next = after;
  for (int pages = 0; pages < kMostLinkPages && page.next && page.rows.size() < static_cast<size_t>(limit); ++pages) {
    auto more = reader_.links(key, side, *page.next, limit - static_cast<int>(page.rows.size()));
    if (!more) return failed(more.error());
    std::move(more->found.rows.begin(), more->found.rows.end(), std::back_inserter(page.rows));
    page.next = std::move(more->found.next);
    for (ShardFault& fault : more->found.unavailable) {
      if (!page.misses(fault.shard)) page.unavailable.push_back(std::move(fault));
    }
  }
  return page;
}

Result<Json> Overview::links(const UrlKey& key, std::string_view side, const std::string& after, int limit) {
  if (!side.empty() && side != "in" && side != "out") {
    return fail(ErrorKind::invalid, "there is no side \"" + visible(side) + "\" of links; it is in or out");
  }
  limit = std::clamp(limit, 1, 1000);
  Json out = key_json(key);
  for (const LinkSide each : {LinkSide::out, LinkSide::in}) {
    if (!side.empty() && side != name(each)) continue;
    const auto page = link_page(key, each, after, limit);
    if (!page) return page.unexpected();
    Json rows = Json::array();
    for (const LinkRow& row : page->rows) rows.push_back(link_json(row));
    out[std::string(name(each))] = {{"links", std::move(rows)},
                                    {"next", page->next ? Json(to_valid_utf8(*page->next)) : Json(nullptr)},
                                    {"unavailable", unavailable_json(page->unavailable)}};
  }
  return out;
}

Result<Json> Overview::duplicates(const UrlKey& key, int limit) {
  const auto page = reader_.page_info(key);
  if (!page) return failed(page.error());
  KeyList same;
  // Pages without a body are all alike, and no duplicates.
  if (page->found && page->found->content_hash && page->found->download_size > 0 &&
      has_content(page->found->download_http_code)) {
    auto found = reader_.same_content(key, *page->found->content_hash, std::clamp(limit, 1, 1000));
    if (!found) return failed(found.error());
    same = std::move(*found);
  }
  Json out = key_json(key);
  out["same_content"] = Json::array();
  for (const UrlKey& other : same.keys) out["same_content"].push_back(key_json(other));
  out["unavailable"] = unavailable_json(same.unavailable);
  return out;
}

}  // namespace lycosa::inline inspect
