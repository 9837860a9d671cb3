#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "reason/reason.h"
#include "record/record.h"
#include "verdict/robots_view.h"

// The one place that decides what is to be said of a URL: from its rows, and from the robots.txt, bans and filter
// outcomes of one moment, to a verdict with every reason that holds. The report, lists, counts, the funnel, the history
// that a crawl writes, the API and the pages all call it, so that none can say what another one denies.
namespace lycosa::inline verdict {

enum class VerdictStatus { indexable, not_indexable, not_crawled, unknown_url, store_unavailable };
enum class CrawlState { crawled, seen, never_seen, unknown };
std::string_view name(VerdictStatus status);  // "INDEXABLE", "NOT_INDEXABLE", ...
std::string_view name(CrawlState state);      // "CRAWLED", ...; "UNKNOWN" when the store could not be asked
std::optional<VerdictStatus> verdict_status_from_name(std::string_view name);

// What one index filter makes of a page.
struct FilterOutcome {
  std::string name;
  std::string condition;  // as the user wrote it
  enum class Status { pass, fail, unknown, error } status = Status::unknown;
  std::string error;  // when the condition does not run
};
// "PASS", "FAIL", "UNKNOWN"; a condition that does not run is UNKNOWN.
std::string_view name(FilterOutcome::Status status);

// An outcome with the details that a person wants beside it.
struct FilterLine {
  FilterOutcome outcome;
  FilterOutcome::Status status = FilterOutcome::Status::unknown;  // the outcome's, unless a later ban overrules it
  std::string details;
};

// Whether sitemaps that may name a URL were left unread, wholly or in part.
enum class SitemapsUnread { none, some, unknown };

// What is known of one URL at one moment. Views and pointers: all that they name must outlive the call.
struct UrlFacts {
  Timestamp now;
  bool require_robots = false;  // robots must allow a page for it to be called indexable

  std::string_view unparsed;          // the URL's key; empty when what was asked about is no URL that could be fetched
  std::optional<Reason> input_fault;  // why it is not, or why a crawl would not take it
  std::string_view input_evidence;

  const Error* fault = nullptr;  // why the store could not be asked what the verdict needs
  bool seen_asked = true;        // else that there is no row of `seen` says nothing
  const PageInfoRow* page = nullptr;
  const SeenRow* seen = nullptr;
  SitemapsUnread sitemaps_unread = SitemapsUnread::none;  // of its host; of a URL that was never seen
  std::string_view sitemaps_evidence;                     // which ones
  std::span<const BanRow> bans;                           // active ones that cover the host
  RobotsView robots;
  std::span<const FilterOutcome> filters;  // of the store, on `page`
};

// A reason that holds for a URL.
struct HeldReason {
  std::string code;                // of the catalogue; as the store has it when the catalogue lacks it
  std::optional<Reason> reason;    // none for a code that the catalogue lacks
  bool blocks = true;              // stands in the way of the verdict; else it is told and decides nothing
  bool decisive = false;           // the first one that stands in the way
  std::optional<Timestamp> until;  // when it ends by itself
  std::string_view text, remedy;   // the catalogue's
  std::string evidence;
  std::string closer_remedy;  // where more can be said than the catalogue's remedy does: «if ...»
};

struct Judgement {
  bool indexable = false;
  VerdictStatus status = VerdictStatus::store_unavailable;
  CrawlState crawled = CrawlState::unknown;
  std::optional<Timestamp> crawled_at;
  RobotsState robots = RobotsState::unknown;
  std::vector<HeldReason> reasons;  // all that hold, in the catalogue's order
  std::string counterfactual;       // what would turn the verdict; empty when there is nothing to turn
  std::string sentence;             // the verdict in words
  std::vector<FilterLine> filters;  // of a page

  const HeldReason* decisive() const;  // of `reasons`; null when nothing stands in the way
};
Judgement judge_url(const UrlFacts& facts);

// The same judgement without its words, for whoever judges many: status and decisive reason are those of judge_url().
struct Decision {
  VerdictStatus status = VerdictStatus::store_unavailable;
  std::string code;              // of the decisive reason; empty when none stands in the way
  std::optional<Reason> reason;  // none either for a code that the catalogue lacks
};
Decision decide_url(const UrlFacts& facts);

// A store whose table `seen` calls a URL crawled and whose page_info has no row for it has lost rows. Both must have
// been read at one moment.
std::optional<Error> lost_page(const PageInfoRow* page, const SeenRow* seen);

}  // namespace lycosa::inline verdict
