#include "verdict/held_reasons.h"

#include <algorithm>
#include <array>

#include "url/url.h"
#include "verdict/filter_lines.h"
#include "verdict/page_columns.h"
#include "verdict/wording.h"

namespace lycosa::inline verdict {
namespace {

using Status = FilterOutcome::Status;

HeldReason held(Reason reason, std::string evidence, bool blocks = true) {
  HeldReason out;
  out.code = code(reason);
  out.reason = reason;
  out.blocks = blocks;
  out.text = info(reason).sentence;
  out.remedy = info(reason).remedy;
  out.evidence = std::move(evidence);
  return out;
}

// A reason as the store has it; a newer version may have written a code that the catalogue lacks.
HeldReason held(const std::string& stored_code, const std::optional<std::string>& evidence) {
  if (const auto reason = reason_from_code(stored_code)) return held(*reason, evidence.value_or(""));
  HeldReason out;
  out.code = stored_code;
  out.text = "The store names a reason that this version of the program does not know.";
  out.remedy = "the store were inspected by the version that wrote it";
  out.evidence = evidence.value_or("");
  return out;
}

// Collects reasons; a code that comes twice is kept once with the evidence of both.
class Collector {
 public:
  void add(HeldReason reason) {
    for (HeldReason& known : held_) {
      if (known.code == reason.code) return merge(known, std::move(reason));
    }
    held_.push_back(std::move(reason));
  }

  std::vector<HeldReason> in_order() && {
    const auto rank = [](const HeldReason& held) { return held.reason ? static_cast<int>(*held.reason) : 1 << 20; };
    std::stable_sort(held_.begin(), held_.end(),
                     [&](const HeldReason& a, const HeldReason& b) { return rank(a) < rank(b); });
    return std::move(held_);
  }

 private:
  static void merge(HeldReason& known, HeldReason more) {
    known.blocks = known.blocks || more.blocks;
    if (!known.until) known.until = more.until;
    if (known.closer_remedy.empty()) known.closer_remedy = std::move(more.closer_remedy);
    if (known.evidence.empty()) {
      known.evidence = std::move(more.evidence);
    } else if (!more.evidence.empty() && known.evidence.find(more.evidence) == std::string::npos) {
      known.evidence += "; " + more.evidence;
    }
  }

  std::vector<HeldReason> held_;
};

void add_bans(Collector& out, const UrlFacts& facts) {
  for (const BanRow& ban : facts.bans) {
    const bool domain = ban.rule == "domain";
    HeldReason reason = held(domain ? Reason::ban_domain : Reason::ban_host, ban_text(ban));
    reason.closer_remedy = "if " + std::string(domain ? "the domain " : "the host ") + ban.target +
                           " were taken off the ban list (" + ban.source + ")";
    out.add(std::move(reason));
  }
}

HeldReason robots_unreachable(const UrlFacts& facts) {
  const RobotsRow& row = *facts.robots.row;
  std::string evidence = robots_url(facts.unparsed) + ": ";
  if (row.http_code) evidence += status_evidence(*row.http_code);
  if (row.outcome != "answered") evidence += (row.http_code ? ", " : "") + row.outcome;
  HeldReason reason = held(robots_unreachable_reason(row), std::move(evidence));
  reason.closer_remedy = "if robots.txt could be read when a crawl asks for it again";
  const Timestamp expires = Timestamp::from_seconds(row.expires_stamp);
  if (expires > facts.now) {
    reason.until = expires;
    reason.closer_remedy += ", at " + time_of_day(expires, facts.now);
  }
  return reason;
}

HeldReason robots_disallowed(const UrlFacts& facts) {
  const std::string line = robots_deciding_line(facts.robots);
  HeldReason reason = held(Reason::robots_disallowed, line + " of " + robots_url(facts.unparsed));
  reason.closer_remedy = "if " + line + " did not match";
  return reason;
}

void add_robots(Collector& out, const UrlFacts& facts, bool blocks) {
  if (facts.robots.state != RobotsState::disallowed) return;
  HeldReason reason = facts.robots.decision ? robots_disallowed(facts) : robots_unreachable(facts);
  reason.blocks = blocks;
  out.add(std::move(reason));
}

std::optional<Timestamp> due_later(const UrlFacts& facts) {
  if (!facts.seen->next_due_stamp_ms) return std::nullopt;
  const Timestamp due{*facts.seen->next_due_stamp_ms};
  return due > facts.now ? std::optional(due) : std::nullopt;
}

void add_queued(Collector& out, const UrlFacts& facts) {
  const SeenRow& seen = *facts.seen;
  const std::optional<Timestamp> due = due_later(facts);
  // A wait that is over is a place in the queue again.
  const bool waited = !due && seen.reason == code(Reason::schedule_politeness_wait);
  if (seen.reason && !waited) {
    HeldReason stored = held(*seen.reason, seen.evidence);
    const bool tells_the_wait = stored.reason && stage(*stored.reason) == Stage::schedule;
    stored.until = due;
    out.add(std::move(stored));
    if (tells_the_wait) return;
  }
  if (due) {
    HeldReason wait = held(Reason::schedule_politeness_wait, "due at " + time_of_day(*due, facts.now));
    wait.until = due;
    out.add(std::move(wait));
  } else {
    // A row that only says that somebody named the URL has no time of its own.
    out.add(held(Reason::schedule_queued, seen.ver > 0 ? "queued since " + date_and_time(Timestamp{seen.ver}) : ""));
  }
}

void add_retry(Collector& out, const UrlFacts& facts) {
  const SeenRow& seen = *facts.seen;
  const std::optional<Timestamp> due = due_later(facts);
  std::string evidence = std::to_string(seen.attempts) + (seen.attempts == 1 ? " try" : " tries") + " failed";
  if (seen.reason) evidence += ", the last by " + *seen.reason;
  evidence += due ? "; the next is due at " + time_of_day(*due, facts.now) : "; the next is due now";
  HeldReason wait = held(Reason::schedule_retry_wait, std::move(evidence), facts.page == nullptr);
  wait.until = due;
  out.add(std::move(wait));
  if (!seen.reason) return;
  HeldReason cause = held(*seen.reason, seen.evidence);
  cause.blocks = false;
  out.add(std::move(cause));
}

void add_refused_or_failed(Collector& out, const UrlFacts& facts) {
  const SeenRow& seen = *facts.seen;
  if (!seen.reason) return;
  HeldReason reason = held(*seen.reason, seen.evidence);
  reason.blocks = facts.page == nullptr;
  reason.until = due_later(facts);
  if (reason.reason == Reason::robots_disallowed && facts.robots.state == RobotsState::allowed) {
    reason.closer_remedy = "if a crawl came to it again: its robots.txt allows it now";
  }
  out.add(std::move(reason));
}

void add_seen(Collector& out, const UrlFacts& facts) {
  switch (facts.seen->state) {
    case SeenState::queued:
      if (facts.page == nullptr) add_queued(out, facts);
      return;
    case SeenState::leased:
      if (facts.page == nullptr) out.add(held(Reason::schedule_leased, ""));
      return;
    case SeenState::retry:
      add_retry(out, facts);
      return;
    case SeenState::refused:
    case SeenState::failed:
      add_refused_or_failed(out, facts);
      return;
    case SeenState::crawled:
      return;
  }
}

std::string answer_evidence(const PageInfoRow& page) {
  std::string text = status_evidence(page.download_http_code);
  if (page.redirect_target) text += " to " + url_of_unparsed(*page.redirect_target);
  return text;
}

// One answer cannot tell that the redirects behind it come back: the crawl saw it, and the state has it.
bool is_in_loop(const UrlFacts& facts) {
  return facts.seen != nullptr && facts.seen->state == SeenState::crawled &&
         facts.seen->reason == code(Reason::redirect_loop);
}

// Each meaning adds the reason that its column tells, when there is one, and says whether there was.
bool status_means(Collector& out, const UrlFacts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page;
  const std::optional<Reason> reason = reason_for_status(page.download_http_code);
  if (!reason) return false;
  if (reason == Reason::redirect_redirected && is_in_loop(facts)) {
    out.add(held(Reason::redirect_loop, facts.seen->evidence.value_or("")));
    return true;
  }
  const std::optional<Reason> drop = reason_from_code(page.history_drop_reason.value_or(""));
  if (drop && (stage(*drop) == Stage::http || stage(*drop) == Stage::redirect)) {
    out.add(held(*drop, page.history_drop_evidence.value_or(answer_evidence(page))));
  } else {
    out.add(held(*reason, answer_evidence(page)));
  }
  return true;
}

bool age_means(Collector& out, const UrlFacts& facts, const std::string& condition) {
  const Timestamp then = Timestamp::from_seconds(facts.page->download_stamp);
  if (condition.find("now(") == std::string::npos || then > facts.now) return false;
  out.add(held(Reason::history_too_old, "crawled " + date_and_time(then) + ", " + age(then, facts.now)));
  return true;
}

bool drop_means(Collector& out, const UrlFacts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page;
  if (!page.history_drop_reason) return false;
  if (page.history_drop_reason == code(Reason::redirect_redirected) && is_in_loop(facts)) {
    out.add(held(Reason::redirect_loop, facts.seen->evidence.value_or("")));
    return true;
  }
  out.add(held(*page.history_drop_reason, page.history_drop_evidence));
  return true;
}

bool dont_index_means(Collector& out, const UrlFacts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page;
  if (unavailable_since(facts)) {
    const Timestamp since = Timestamp::from_seconds(*page.unavailable_after_stamp);
    out.add(held(Reason::directive_unavailable_after, "unavailable_after " + date_and_time(since)));
  }
  if (page.fh_dont_index != 1) return !dont_index_since(facts).empty();
  if (!page.fh_dont_index_reason) return false;
  HeldReason reason = held(*page.fh_dont_index_reason, page.fh_dont_index_evidence);
  if (reason.reason && stage(*reason.reason) == Stage::ban && facts.bans.empty()) {
    reason.closer_remedy = "if it were crawled again: the ban has been lifted since";
  }
  out.add(std::move(reason));
  return true;
}

bool spam_means(Collector& out, const UrlFacts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page;
  if (!page.ml_spam_score || *page.ml_spam_score <= 0) return false;
  std::string evidence = "ml_spam_score=" + number_text(*page.ml_spam_score);
  if (page.ml_spam_evidence && !page.ml_spam_evidence->empty()) evidence += ": " + *page.ml_spam_evidence;
  out.add(held(Reason::quality_spam_score, std::move(evidence)));
  return true;
}

bool canonical_means(Collector& out, const UrlFacts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page;
  if (!canonical_is_elsewhere(page)) return false;
  std::string evidence = "canonical " + url_of_unparsed(*page.meta_canonical);
  if (page.meta_canonical_source) evidence += " (" + *page.meta_canonical_source + ")";
  out.add(held(Reason::duplicate_canonical_elsewhere, std::move(evidence)));
  return true;
}

struct Meaning {
  std::string_view column;
  bool (*add)(Collector&, const UrlFacts&, const std::string& condition);
};
constexpr std::array kMeanings = {
    Meaning{"download_http_code", status_means}, Meaning{"download_stamp", age_means},
    Meaning{"history_drop_reason", drop_means},  Meaning{"fh_dont_index", dont_index_means},
    Meaning{"ml_spam_score", spam_means},        Meaning{"meta_canonical", canonical_means},
};

// A failing condition is explained by the columns that it asks about. What none of them explains is the condition's
// own doing.
void add_failed_filter(Collector& out, const UrlFacts& facts, const FilterOutcome& outcome) {
  const std::string& condition = outcome.condition;
  const std::vector<std::string> columns = columns_in(condition);
  bool explained = false;
  for (const Meaning& meaning : kMeanings) {
    if (mentions(columns, meaning.column)) explained = meaning.add(out, facts, condition) || explained;
  }
  if (explained) return;
  const std::string values = values_in(condition, *facts.page);
  out.add(held(Reason::filter_condition_failed,
               "filter " + outcome.name + ": " + condition + (values.empty() ? "" : "; " + values)));
}

void add_page(Collector& out, const UrlFacts& facts) {
  for (const FilterOutcome& outcome : facts.filters) {
    const Status status = status_today(outcome, facts);
    if (status == Status::fail) add_failed_filter(out, facts, outcome);
    if (status == Status::unknown || status == Status::error) {
      out.add(held(Reason::filter_unknown, "filter " + outcome.name + ": " + filter_line(outcome, facts).details));
    }
  }
  if (facts.require_robots && facts.robots.state == RobotsState::unknown) {
    out.add(held(Reason::filter_unknown, "require_robots is set, and no robots.txt of " + robots_url(facts.unparsed) +
                                             " is stored to say whether the page is allowed"));
  }
}

// That nobody named a URL is known only where all that was found was read.
HeldReason never_seen(const UrlFacts& facts) {
  HeldReason reason =
      held(Reason::discovery_never_seen, "the table seen has no row for " + std::string(facts.unparsed));
  if (facts.sitemaps_unread == SitemapsUnread::none) return reason;
  reason.text =
      facts.sitemaps_unread == SitemapsUnread::some
          ? "Nothing that was read names the URL, but a sitemap of its host was not read whole and may."
          : "Nothing that was read names the URL; whether a sitemap of its host was left unread is not known.";
  reason.evidence += "; " + std::string(facts.sitemaps_evidence);
  return reason;
}

}  // namespace

std::vector<HeldReason> held_reasons(const UrlFacts& facts) {
  Collector out;
  const bool stored = facts.page != nullptr;
  if (facts.input_fault) out.add(held(*facts.input_fault, std::string(facts.input_evidence), !stored));
  if (facts.fault != nullptr) out.add(held(Reason::shard_unreachable, facts.fault->message));
  if (facts.unparsed.empty()) return std::move(out).in_order();
  add_bans(out, facts);
  add_robots(out, facts, !stored || facts.require_robots);
  if (facts.seen != nullptr) add_seen(out, facts);
  if (!stored && facts.fault == nullptr && facts.seen == nullptr) {
    out.add(never_seen(facts));
  }
  if (stored) add_page(out, facts);
  return std::move(out).in_order();
}

}  // namespace lycosa::inline verdict
