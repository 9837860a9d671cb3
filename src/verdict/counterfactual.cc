#include "verdict/counterfactual.h"

#include "url/url.h"
#include "verdict/wording.h"

namespace lycosa::inline verdict {
namespace {

std::string would(VerdictStatus status) {
  switch (status) {
    case VerdictStatus::not_crawled:
      return "would be crawled ";
    case VerdictStatus::unknown_url:
      return "would be known ";
    case VerdictStatus::store_unavailable:
      return "could be answered ";
    case VerdictStatus::indexable:
    case VerdictStatus::not_indexable:
      break;
  }
  return "would be indexable ";
}

std::string by_remedy(const HeldReason& decisive, VerdictStatus status) {
  const bool unread = decisive.reason == Reason::input_bad_url || decisive.reason == Reason::input_unsupported_scheme;
  return (unread ? "could be looked up " : would(status)) + "if " + std::string(decisive.remedy);
}

std::string after_politeness(Timestamp until, const UrlFacts& facts) {
  std::string text = "would be fetched at " + time_of_day(until, facts.now) + " when the host's delay";
  if (facts.robots.crawl_delay) text += " of " + number_text(*facts.robots.crawl_delay) + " s";
  return text + " is over";
}

std::string after_retry(Timestamp until, const UrlFacts& facts, VerdictStatus status) {
  return would(status) + "if the next try, due at " + time_of_day(until, facts.now) + ", succeeded";
}

std::string after_redirect(const UrlFacts& facts, VerdictStatus status) {
  std::string text = would(status) + "if it answered 200 itself";
  if (facts.page != nullptr && facts.page->redirect_target) {
    text +=
        "; what it redirects to, " + url_of_unparsed(*facts.page->redirect_target) + ", is judged as a page of its own";
  }
  return text;
}

std::string of_decisive(const HeldReason& decisive, const UrlFacts& facts, VerdictStatus status) {
  if (!decisive.closer_remedy.empty()) return would(status) + decisive.closer_remedy;
  if (decisive.until && decisive.reason == Reason::schedule_politeness_wait) {
    return after_politeness(*decisive.until, facts);
  }
  if (decisive.until && decisive.reason == Reason::schedule_retry_wait) {
    return after_retry(*decisive.until, facts, status);
  }
  if (decisive.reason == Reason::redirect_redirected) return after_redirect(facts, status);
  std::string text = by_remedy(decisive, status);
  // A limit or a pattern is worth naming with what it was compared to.
  const bool tells = decisive.reason && info(*decisive.reason).has(ReasonTrait::tells_values);
  if (tells && !decisive.evidence.empty()) text += " (now: " + decisive.evidence + ")";
  return text;
}

// A page that answers otherwise is read and judged anew, so what the last answer's content said does not stand.
bool judges_the_page_anew(const HeldReason& held) {
  if (!held.reason) return false;
  const Stage at = stage(*held.reason);
  return at == Stage::http || at == Stage::redirect || at == Stage::content;
}

bool still_stands(const HeldReason& other, const HeldReason& decisive) {
  if (&other == &decisive || !other.blocks) return false;
  if (!judges_the_page_anew(decisive)) return true;
  return other.reason && (stage(*other.reason) == Stage::ban || stage(*other.reason) == Stage::robots);
}

}  // namespace

std::string counterfactual(const HeldReason& decisive, const Judgement& judgement, const UrlFacts& facts) {
  std::string text = of_decisive(decisive, facts, judgement.status);
  std::string others;
  for (const HeldReason& other : judgement.reasons) {
    if (still_stands(other, decisive)) others += (others.empty() ? "" : ", ") + other.code;
  }
  if (!others.empty()) text += ". Then this would still stand in the way: " + others;
  return text;
}

}  // namespace lycosa::inline verdict
