#include "inspect/verdict.h"

#include <algorithm>

namespace lycosa::inline inspect {
namespace {

VerdictStatus status_of(const Facts& facts, bool indexable) {
  if (!facts.url) return VerdictStatus::unknown_url;
  if (facts.fault) return VerdictStatus::store_unavailable;
  if (facts.page_row()) return indexable ? VerdictStatus::indexable : VerdictStatus::not_indexable;
  return facts.seen_row() ? VerdictStatus::not_crawled : VerdictStatus::unknown_url;
}

CrawlState crawl_state_of(const Facts& facts) {
  if (facts.page_row()) return CrawlState::crawled;
  if (facts.seen_row()) return CrawlState::seen;
  return facts.seen.answered() ? CrawlState::never_seen : CrawlState::unknown;
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

std::string why_indexable(const Facts& facts, const std::vector<FilterLine>& lines) {
  std::string text = lines.size() == 1 ? "the one page info filter passes."
                                       : "all " + std::to_string(lines.size()) + " page info filters pass.";
  if (facts.robots.state == RobotsState::disallowed) {
    text += " But robots.txt disallows crawling it now, so it will not be crawled again.";
  }
  return text;
}

// A row that calls the URL refused or failed and does not say why: an older or a damaged store.
std::string without_reason(const Facts& facts) {
  return facts.seen_row()
             ? "The store calls it " + std::string(name(facts.seen_row()->state)) + " and has no reason for it."
             : "No reason is known.";
}

std::string sentence_of(const Verdict& verdict, const Facts& facts, const std::vector<FilterLine>& lines) {
  const std::string begin = opening(verdict.status);
  if (verdict.indexable) return begin + why_indexable(facts, lines);
  if (verdict.status == VerdictStatus::store_unavailable) {
    return begin + "the store could not be asked: " + facts.fault->message;
  }
  for (const ReportReason& reason : verdict.reasons) {
    if (reason.decisive) return begin + reason.text;
  }
  return begin + without_reason(facts);
}

ReportReason report_reason(const Candidate& candidate) {
  ReportReason out;
  out.code = candidate.code;
  out.reason = candidate.reason;
  out.until = candidate.until;
  out.evidence = candidate.evidence;
  if (candidate.reason) {
    out.text = info(*candidate.reason).sentence;
    out.remedy = info(*candidate.reason).remedy;
  } else {
    out.text = "The store names a reason that this version of the program does not know.";
    out.remedy = "the store were inspected by the version that wrote it";
  }
  return out;
}

}  // namespace

Verdict reach_verdict(const Facts& facts, const std::vector<FilterLine>& lines) {
  const std::vector<Candidate> held = candidates(facts, lines);
  const auto decisive = std::find_if(held.begin(), held.end(), [](const Candidate& c) { return c.blocks; });
  Verdict verdict;
  verdict.indexable = facts.page_row() && !facts.fault && decisive == held.end();
  verdict.status = status_of(facts, verdict.indexable);
  verdict.crawled = crawl_state_of(facts);
  if (facts.page_row()) verdict.crawled_at = Timestamp::from_seconds(facts.page_row()->download_stamp);
  verdict.robots = facts.robots.state;
  for (const Candidate& candidate : held) verdict.reasons.push_back(report_reason(candidate));
  if (decisive != held.end()) {
    verdict.reasons[static_cast<size_t>(decisive - held.begin())].decisive = true;
    verdict.counterfactual = counterfactual(*decisive, held, facts, verdict.status);
  }
  verdict.sentence = sentence_of(verdict, facts, lines);
  return verdict;
}

}  // namespace lycosa::inline inspect
