#include "verdict/verdict.h"

#include <algorithm>
#include <array>

#include "verdict/counterfactual.h"
#include "verdict/filter_lines.h"
#include "verdict/held_reasons.h"

namespace lycosa::inline verdict {
namespace {

constexpr std::array<std::string_view, 5> kStatusNames = {"INDEXABLE", "NOT_INDEXABLE", "NOT_CRAWLED", "UNKNOWN_URL",
                                                          "STORE_UNAVAILABLE"};

VerdictStatus status_of(const UrlFacts& facts, bool indexable) {
  if (facts.unparsed.empty()) return VerdictStatus::unknown_url;
  if (facts.fault != nullptr) return VerdictStatus::store_unavailable;
  if (facts.page != nullptr) return indexable ? VerdictStatus::indexable : VerdictStatus::not_indexable;
  return facts.seen != nullptr ? VerdictStatus::not_crawled : VerdictStatus::unknown_url;
}

CrawlState crawl_state_of(const UrlFacts& facts) {
  if (facts.page != nullptr) return CrawlState::crawled;
  if (facts.seen != nullptr) return CrawlState::seen;
  return facts.seen_asked ? CrawlState::never_seen : CrawlState::unknown;
}

// What stands first in the way; nothing when all that is told leaves the page indexable.
const HeldReason* first_in_the_way(const std::vector<HeldReason>& reasons) {
  const auto decisive = std::find_if(reasons.begin(), reasons.end(), [](const HeldReason& r) { return r.blocks; });
  return decisive == reasons.end() ? nullptr : &*decisive;
}

bool is_indexable(const UrlFacts& facts, const HeldReason* decisive) {
  return facts.page != nullptr && facts.fault == nullptr && decisive == nullptr;
}

std::string opening(VerdictStatus status) {
  switch (status) {
    case VerdictStatus::indexable:
      return "Indexable: ";
    case VerdictStatus::not_indexable:
      return "Not indexable. ";
    case VerdictStatus::not_crawled:
      return "Not crawled. ";
    case VerdictStatus::unknown_url:
      return "Unknown URL. ";
    case VerdictStatus::store_unavailable:
      return "Not known: ";
  }
  return "";
}

std::string why_indexable(const UrlFacts& facts) {
  std::string text = facts.filters.size() == 1
                         ? "the one page info filter passes."
                         : "all " + std::to_string(facts.filters.size()) + " page info filters pass.";
  if (facts.robots.state == RobotsState::disallowed) {
    text += " But robots.txt disallows crawling it now, so it will not be crawled again.";
  }
  return text;
}

// A row that calls the URL refused or failed and does not say why: an older or a damaged store.
std::string without_reason(const UrlFacts& facts) {
  return facts.seen != nullptr
             ? "The store calls it " + std::string(name(facts.seen->state)) + " and has no reason for it."
             : "No reason is known.";
}

std::string sentence_of(VerdictStatus status, const HeldReason* decisive, const UrlFacts& facts) {
  const std::string begin = opening(status);
  if (status == VerdictStatus::indexable) return begin + why_indexable(facts);
  if (status == VerdictStatus::store_unavailable) {
    return begin + "the store could not be asked: " + facts.fault->message;
  }
  return begin + (decisive != nullptr ? std::string(decisive->text) : without_reason(facts));
}

}  // namespace

const HeldReason* Judgement::decisive() const {
  const auto found = std::find_if(reasons.begin(), reasons.end(), [](const HeldReason& r) { return r.decisive; });
  return found == reasons.end() ? nullptr : &*found;
}

Judgement judge_url(const UrlFacts& facts) {
  Judgement judged;
  judged.reasons = held_reasons(facts);
  const HeldReason* decisive = first_in_the_way(judged.reasons);
  judged.indexable = is_indexable(facts, decisive);
  judged.status = status_of(facts, judged.indexable);
  judged.crawled = crawl_state_of(facts);
  if (facts.page != nullptr) {
    judged.crawled_at = Timestamp::from_seconds(facts.page->download_stamp);
    for (const FilterOutcome& outcome : facts.filters) judged.filters.push_back(filter_line(outcome, facts));
  }
  judged.robots = facts.robots.state;
  if (decisive != nullptr) {
    judged.reasons[static_cast<size_t>(decisive - judged.reasons.data())].decisive = true;
    judged.counterfactual = counterfactual(*decisive, judged, facts);
  }
  judged.sentence = sentence_of(judged.status, decisive, facts);
  return judged;
}

Decision decide_url(const UrlFacts& facts) {
  const std::vector<HeldReason> reasons = held_reasons(facts);
  const HeldReason* decisive = first_in_the_way(reasons);
  Decision decision;
  decision.status = status_of(facts, is_indexable(facts, decisive));
  if (decisive != nullptr) {
    decision.code = decisive->code;
    decision.reason = decisive->reason;
  }
  return decision;
}

std::optional<Error> lost_page(const PageInfoRow* page, const SeenRow* seen) {
  if (page != nullptr || seen == nullptr || seen->state != SeenState::crawled) return std::nullopt;
  return Error{ErrorKind::corrupt,
               "the table seen calls the URL crawled and page_info has no row for it: the shard has lost rows; "
               "make the store again from its archive with lycosa replay"};
}

std::string_view name(VerdictStatus status) {
  return kStatusNames[static_cast<size_t>(status)];
}

std::optional<VerdictStatus> verdict_status_from_name(std::string_view name) {
  const auto found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
  if (found == kStatusNames.end()) return std::nullopt;
  return static_cast<VerdictStatus>(found - kStatusNames.begin());
}

std::string_view name(CrawlState state) {
  switch (state) {
    case CrawlState::crawled:
      return "CRAWLED";
    case CrawlState::seen:
      return "SEEN";
    case CrawlState::never_seen:
      return "NEVER_SEEN";
    case CrawlState::unknown:
      return "UNKNOWN";
  }
  return "";
}

std::string_view name(FilterOutcome::Status status) {
  switch (status) {
    case FilterOutcome::Status::pass:
      return "PASS";
    case FilterOutcome::Status::fail:
      return "FAIL";
    case FilterOutcome::Status::unknown:
    case FilterOutcome::Status::error:
      return "UNKNOWN";
  }
  return "";
}

}  // namespace lycosa::inline verdict
