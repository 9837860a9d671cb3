#include <array>

#include "inspect/filter_lines.h"
#include "inspect/verdict.h"

namespace lycosa::inline inspect {
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

std::string by_remedy(const Candidate& decisive, VerdictStatus status) {
  if (!decisive.reason) return would(status) + "if the store were inspected by the version that wrote it";
  const bool unread = decisive.reason == Reason::input_bad_url || decisive.reason == Reason::input_unsupported_scheme;
  return (unread ? "could be looked up " : would(status)) + "if " + std::string(info(*decisive.reason).remedy);
}

std::string after_politeness(const Candidate& decisive, const Facts& facts) {
  std::string text = "would be fetched at " + clock_time(*decisive.until, facts.now()) + " when the host's delay";
  if (facts.robots.crawl_delay) text += " of " + number_text(*facts.robots.crawl_delay) + " s";
  return text + " is over";
}

std::string after_retry(const Candidate& decisive, const Facts& facts, VerdictStatus status) {
  return would(status) + "if the next try, due at " + clock_time(*decisive.until, facts.now()) + ", succeeded";
}

std::string after_redirect(const Facts& facts, VerdictStatus status) {
  std::string text = would(status) + "if it answered 200 itself";
  if (facts.page_row() && facts.page_row()->redirect_target) {
    text += "; what it redirects to, " + url_of_unparsed(*facts.page_row()->redirect_target) +
            ", is judged as a page of its own";
  }
  return text;
}

// A limit or a pattern is worth naming with what it was compared to.
bool evidence_tells_values(Reason reason) {
  constexpr std::array kReasons = {
      Reason::input_too_long,         Reason::scope_exclude_rule,       Reason::scope_depth,
      Reason::scope_hop_limit,        Reason::scope_path_segments,      Reason::scope_path_repetition,
      Reason::content_needs_js,       Reason::content_soft_404,         Reason::quality_spam_score,
      Reason::history_too_old,        Reason::filter_condition_failed,  Reason::filter_unknown,
      Reason::directive_noindex_meta, Reason::directive_noindex_header, Reason::directive_unavailable_after};
  for (const Reason listed : kReasons) {
    if (listed == reason) return true;
  }
  return false;
}

std::string of_decisive(const Candidate& decisive, const Facts& facts, VerdictStatus status) {
  if (!decisive.counterfactual.empty()) return would(status) + decisive.counterfactual;
  const bool wait = decisive.reason && decisive.until;
  if (wait && decisive.reason == Reason::schedule_politeness_wait) return after_politeness(decisive, facts);
  if (wait && decisive.reason == Reason::schedule_retry_wait) return after_retry(decisive, facts, status);
  if (decisive.reason == Reason::redirect_redirected) return after_redirect(facts, status);
  std::string text = by_remedy(decisive, status);
  if (decisive.reason && evidence_tells_values(*decisive.reason) && !decisive.evidence.empty()) {
    text += " (now: " + decisive.evidence + ")";
  }
  return text;
}

// A page that answers otherwise is read and judged anew, so what the last answer's content said does not stand.
bool judges_the_page_anew(const Candidate& candidate) {
  const std::string stage = candidate.code.substr(0, candidate.code.find('.'));
  return stage == "http" || stage == "redirect" || stage == "content";
}

bool still_stands(const Candidate& other, const Candidate& decisive) {
  if (&other == &decisive || !other.blocks) return false;
  if (!judges_the_page_anew(decisive)) return true;
  return other.code.rfind("ban.", 0) == 0 || other.code.rfind("robots.", 0) == 0;
}

}  // namespace

std::string counterfactual(const Candidate& decisive, const std::vector<Candidate>& all, const Facts& facts,
                           VerdictStatus status) {
  std::string text = of_decisive(decisive, facts, status);
  std::string others;
  for (const Candidate& other : all) {
    if (still_stands(other, decisive)) others += (others.empty() ? "" : ", ") + other.code;
  }
  if (!others.empty()) text += ". Then this would still stand in the way: " + others;
  return text;
}

}  // namespace lycosa::inline inspect
