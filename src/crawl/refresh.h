#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "exchange/exchange.h"
#include "pipeline/pipeline.h"
#include "record/record.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// When pages fall due again: a page that was fetched once after `first_ms`; each answer that differs from the one
// before halves the time, each that does not doubles it. docs/recrawl.md says why.
struct RefreshRule {
  int64_t first_ms = 0, least_ms = 0, most_ms = 0;
  std::optional<int64_t> older_than_ms;  // whoever asks for an age does not ask for the learned time
};
// Fails on a duration that is none.
Result<RefreshRule> refresh_rule(const Config& config);

// How many events of a page's time line say how often it changes.
inline constexpr int kRefreshEvents = 16;

// The time from a page's last answer to its next fetch. Events without an answer say nothing.
int64_t refresh_interval_ms(const RefreshRule& rule, std::span<const PageHistoryRow> newest_first);
// When a page falls due again; nothing when it was never answered.
std::optional<Timestamp> refresh_due(const RefreshRule& rule, std::span<const PageHistoryRow> newest_first);

// When a URL that failed gets its next chance, by its reason's schedule; nothing when it gets none. `retries` are those
// of a run, which do not count.
std::optional<Timestamp> next_chance(const SeenRow& failed, int64_t retries);

// Whether a row of `seen` is to be fetched again now.
Result<bool> is_due_again(const SeenRow& row, const RefreshRule& rule, int64_t retries, StoreReader& stored,
                          Timestamp now);

// What asks a server to say whether a page is still what is stored of it; empty when nothing is, or it gave no
// validator.
std::vector<Header> conditions(const std::optional<PageInfoRow>& stored);

// Completes the record of a page that was found not modified from what is stored of it, in `batch` or before.
Result<void> confirm_from(StoreReader& stored, const WriteBatch& batch, Record& record);

}  // namespace lycosa::inline crawl
