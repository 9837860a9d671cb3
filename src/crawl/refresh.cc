#include "crawl/refresh.h"

#include <algorithm>
#include <array>

#include "reason/reason.h"

namespace lycosa::inline crawl {
namespace {

constexpr int64_t kHourMs = 3'600'000, kDayMs = 24 * kHourMs;
constexpr std::string_view kAnswered = "answered";
constexpr int kOk = 200;

// The next chances of URLs that failed: the first so long after the failure, each further one after twice the time. The
// first row that fits counts.
struct Chances {
  Stage stage;
  bool passes_by_itself;
  int64_t first_ms;
  int64_t times;
};
constexpr std::array kChances = {
    Chances{Stage::network, true, kHourMs, 8},  // to 128 hours: a server that is down comes back, or does not
    Chances{Stage::network, false, kDayMs, 4},  // somebody must mend it: a name, a certificate
    Chances{Stage::http, true, kHourMs, 8}, Chances{Stage::http, false, 7 * kDayMs, 3},  // an answer that is none
};

// Whether an answer is another one than that before. A page is as it was when nobody can tell: no answer has a body
// that was kept.
bool differs(const PageHistoryRow& before, const PageHistoryRow& after) {
  if (before.content_hash || after.content_hash) return before.content_hash != after.content_hash;
  return before.download_http_code != after.download_http_code;
}

int64_t to_wait_ms(double seconds) {
  return static_cast<int64_t>(std::min(seconds, 1e9) * 1000);
}

}  // namespace

Result<RefreshRule> refresh_rule(const Config& config) {
  RefreshRule rule;
  rule.first_ms = to_wait_ms(config.refresh_first);
  rule.least_ms = to_wait_ms(config.refresh_least);
  rule.most_ms = std::max(rule.least_ms, to_wait_ms(config.refresh_most));
  if (config.older_than.empty()) return rule;
  const auto age = parse_duration("older-than", config.older_than);
  if (!age) return age.unexpected();
  rule.older_than_ms = *age;
  return rule;
}

int64_t refresh_interval_ms(const RefreshRule& rule, std::span<const PageHistoryRow> newest_first) {
  if (rule.older_than_ms) return *rule.older_than_ms;
  int64_t interval = std::clamp(rule.first_ms, rule.least_ms, rule.most_ms);
  const PageHistoryRow* before = nullptr;
  for (auto event = newest_first.rbegin(); event != newest_first.rend(); ++event) {
    if (event->outcome != kAnswered) continue;
    if (before != nullptr) {
      interval = std::clamp(differs(*before, *event) ? interval / 2 : interval * 2, rule.least_ms, rule.most_ms);
    }
    before = &*event;
  }
  return interval;
}

std::optional<Timestamp> refresh_due(const RefreshRule& rule, std::span<const PageHistoryRow> newest_first) {
  const auto last = std::find_if(newest_first.begin(), newest_first.end(),
                                 [](const PageHistoryRow& event) { return event.outcome == kAnswered; });
  if (last == newest_first.end()) return std::nullopt;
  return Timestamp{last->event_stamp_ms} + refresh_interval_ms(rule, newest_first);
}

std::optional<Timestamp> next_chance(const SeenRow& failed, int64_t retries) {
  const auto reason = reason_from_code(failed.reason.value_or(""));
  if (!reason) return std::nullopt;
  for (const Chances& row : kChances) {
    if (row.stage != stage(*reason) || row.passes_by_itself != info(*reason).passes_by_itself()) continue;
    const int64_t had = std::max<int64_t>(0, failed.attempts - 1 - (row.passes_by_itself ? retries : 0));
    if (had >= row.times) return std::nullopt;
    return Timestamp{failed.ver} + (row.first_ms << had);
  }
  return std::nullopt;
}

Result<bool> is_due_again(const SeenRow& row, const RefreshRule& rule, int64_t retries, StoreReader& stored,
                          Timestamp now) {
  if (row.state == SeenState::failed) {
    const auto due = next_chance(row, retries);
    return due && *due <= now;
  }
  if (row.state != SeenState::crawled) return false;
  const auto events = stored.history(row.key, std::nullopt, kRefreshEvents);
  if (!events) return events.unexpected();
  const auto due = refresh_due(rule, events->found);
  return !due || *due <= now;
}

std::vector<Header> conditions(const std::optional<PageInfoRow>& stored) {
  std::vector<Header> headers;
  if (!stored || stored->download_http_code != kOk || stored->history_drop_reason) return headers;
  if (stored->etag) headers.push_back({"If-None-Match", *stored->etag});
  if (stored->last_modified) headers.push_back({"If-Modified-Since", *stored->last_modified});
  return headers;
}

Result<void> confirm_from(StoreReader& stored, const WriteBatch& batch, Record& record) {
  if (!record.not_modified) return {};
  for (auto page = batch.pages.rbegin(); page != batch.pages.rend(); ++page) {
    if (!page->info || page->info->key != record.key) continue;
    confirm(record, page->info);
    return {};
  }
  const auto known = stored.page_info(record.key);
  if (!known) return known.unexpected();
  confirm(record, known->found);
  return {};
}

}  // namespace lycosa::inline crawl
