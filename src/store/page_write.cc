#include "store/page_write.h"

#include <algorithm>
#include <span>

#include "verdict/verdict.h"

namespace lycosa::inline store {
namespace {

bool all_pass(std::span<const FilterOutcome> outcomes) {
  return std::all_of(outcomes.begin(), outcomes.end(),
                     [](const FilterOutcome& outcome) { return outcome.status == FilterOutcome::Status::pass; });
}

// By what the page itself says: bans and robots.txt that come later are for whoever asks later.
void judge_event(const PageInfoRow& info, std::span<const FilterOutcome> outcomes, PageHistoryRow& event) {
  UrlFacts facts;
  facts.now = Timestamp::from_seconds(info.download_stamp);
  facts.unparsed = info.key.unparsed;
  facts.seen_asked = false;
  facts.page = &info;
  facts.filters = outcomes;
  const Decision decision = decide_url(facts);
  event.verdict = name(decision.status);
  event.reason.reset();
  if (!decision.code.empty()) event.reason = decision.code;
}

}  // namespace

PageIdentity identity(const PageWrite& page) {
  if (page.info) return {&page.info->key, page.info->ver};
  if (page.history) return {&page.history->key, page.history->ver};
  if (page.text) return {&page.text->key, page.text->ver};
  if (page.seen) return {&page.seen->key, page.seen->ver};
  if (!page.out_links.empty()) return {&page.out_links.front().own, page.out_links.front().ver};
  return {};
}

Result<void> check_page(const PageWrite& page) {
  if (!page.replace_links || identity(page).key) return {};
  return fail(ErrorKind::invalid,
              "a page whose links are to be replaced has no row that names it; give its "
              "history or its seen row too");
}

JudgedPage judged(const PageInfoRow& info, const std::optional<PageHistoryRow>& history, FilterEngine& filters) {
  JudgedPage page{info, history};
  PageInfoRow& row = page.info;
  if (row.first_crawled_stamp == 0) row.first_crawled_stamp = row.download_stamp;
  // A condition that fails on this page's values has not passed: what the web says must not stop a crawl.
  const auto outcomes = filters.run(row, Timestamp::from_seconds(row.download_stamp));
  if (!row.first_indexed_stamp && all_pass(outcomes)) row.first_indexed_stamp = row.download_stamp;
  if (page.history) judge_event(row, outcomes, *page.history);
  return page;
}

}  // namespace lycosa::inline store
