#include "inspect/candidates.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "inspect/filter_lines.h"

namespace lycosa::inline inspect {
namespace {

using Status = FilterOutcome::Status;

// Collects candidates; a code that comes twice is kept once with the evidence of both.
class Collector {
 public:
  void add(Candidate candidate) {
    for (Candidate& held : held_) {
      if (held.code == candidate.code) {
        merge(held, std::move(candidate));
        return;
      }
    }
    held_.push_back(std::move(candidate));
  }
  void add(Reason reason, std::string evidence, bool blocks = true) {
    Candidate candidate;
    candidate.code = code(reason);
    candidate.reason = reason;
    candidate.blocks = blocks;
    candidate.evidence = std::move(evidence);
    add(std::move(candidate));
  }

  std::vector<Candidate> in_order() && {
    const auto rank = [](const Candidate& c) { return c.reason ? static_cast<int>(*c.reason) : 1 << 20; };
    std::stable_sort(held_.begin(), held_.end(),
                     [&](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
    return std::move(held_);
  }

 private:
  static void merge(Candidate& held, Candidate more) {
    held.blocks = held.blocks || more.blocks;
    if (!held.until) held.until = more.until;
    if (held.counterfactual.empty()) held.counterfactual = std::move(more.counterfactual);
    if (held.evidence.empty()) {
      held.evidence = std::move(more.evidence);
    } else if (!more.evidence.empty() && held.evidence.find(more.evidence) == std::string::npos) {
      held.evidence += "; " + more.evidence;
    }
  }

  std::vector<Candidate> held_;
};

Candidate from_code(const std::string& text, const std::optional<std::string>& evidence) {
  Candidate candidate;
  candidate.code = text;
  candidate.reason = reason_from_code(text);
  candidate.evidence = evidence.value_or("");
  return candidate;
}

bool has_stage(std::string_view code, std::string_view stage) {
  return code.size() > stage.size() && code.substr(0, stage.size()) == stage && code[stage.size()] == '.';
}

void add_bans(Collector& out, const Facts& facts) {
  for (const BanRow& ban : facts.bans.found) {
    Candidate candidate;
    candidate.reason = ban.rule == "domain" ? Reason::ban_domain : Reason::ban_host;
    candidate.code = code(*candidate.reason);
    candidate.evidence = ban_text(ban);
    candidate.counterfactual = "if " + std::string(ban.rule == "domain" ? "the domain " : "the host ") + ban.target +
                               " were taken off the ban list (" + ban.source + ")";
    out.add(std::move(candidate));
  }
}

Reason unreachable_reason(const RobotsRow& row) {
  return row.http_code && *row.http_code >= 500 ? Reason::robots_unreachable_5xx : Reason::robots_unreachable_network;
}

Candidate robots_unreachable(const Facts& facts) {
  const RobotsRow& row = *facts.robots.row;
  Candidate candidate;
  candidate.reason = unreachable_reason(row);
  candidate.evidence = robots_url(*facts.url) + ": ";
  if (row.http_code) candidate.evidence += "HTTP " + std::to_string(*row.http_code);
  if (row.outcome != "answered") candidate.evidence += (row.http_code ? ", " : "") + row.outcome;
  candidate.counterfactual = "if robots.txt could be read when a crawl asks for it again";
  const Timestamp expires = Timestamp::from_seconds(row.expires_stamp);
  if (expires > facts.now()) {
    candidate.until = expires;
    candidate.counterfactual += ", at " + clock_time(expires, facts.now());
  }
  return candidate;
}

void add_robots(Collector& out, const Facts& facts, bool blocks) {
  const RobotsView& robots = facts.robots;
  if (robots.state != RobotsState::disallowed) return;
  Candidate candidate;
  if (robots.decision) {
    candidate.reason = Reason::robots_disallowed;
    candidate.evidence = robots_deciding_line(robots) + " of " + robots_url(*facts.url);
    candidate.counterfactual = "if " + robots_deciding_line(robots) + " did not match";
  } else {
    candidate = robots_unreachable(facts);
  }
  candidate.blocks = blocks;
  candidate.code = code(*candidate.reason);
  out.add(std::move(candidate));
}

std::optional<Timestamp> due_later(const Facts& facts) {
  const SeenRow& seen = *facts.seen_row();
  if (!seen.next_due_stamp_ms) return std::nullopt;
  const Timestamp due{*seen.next_due_stamp_ms};
  return due > facts.now() ? std::optional(due) : std::nullopt;
}

void add_wait(Collector& out, const Facts& facts, Reason reason, std::optional<Timestamp> until, std::string evidence) {
  Candidate candidate;
  candidate.reason = reason;
  candidate.code = code(reason);
  candidate.until = until;
  candidate.evidence = std::move(evidence);
  candidate.blocks = !facts.page_row();
  out.add(std::move(candidate));
}

// A row that only says that somebody named the URL has no time of its own.
Timestamp queued_since(const Facts& facts) {
  const int64_t since = facts.seen_row()->ver;
  const DiscoveryRow* first = facts.first_discovery();
  return Timestamp{since > 0 || first == nullptr ? since : first->stamp_ms};
}

void add_queued(Collector& out, const Facts& facts) {
  const SeenRow& seen = *facts.seen_row();
  const std::optional<Timestamp> due = due_later(facts);
  // A wait that is over is a place in the queue again.
  const bool waited = !due && seen.reason == code(Reason::schedule_politeness_wait);
  if (seen.reason && !waited) {
    Candidate candidate = from_code(*seen.reason, seen.evidence);
    candidate.until = due;
    out.add(std::move(candidate));
    if (has_stage(*seen.reason, "schedule")) return;
  }
  if (due) {
    add_wait(out, facts, Reason::schedule_politeness_wait, *due, "due at " + clock_time(*due, facts.now()));
  } else {
    out.add(Reason::schedule_queued, "queued since " + date_and_time(queued_since(facts)));
  }
}

void add_retry(Collector& out, const Facts& facts) {
  const SeenRow& seen = *facts.seen_row();
  const std::optional<Timestamp> due = due_later(facts);
  std::string evidence = std::to_string(seen.attempts) + (seen.attempts == 1 ? " try" : " tries") + " failed";
  if (seen.reason) evidence += ", the last by " + *seen.reason;
  evidence += due ? "; the next is due at " + clock_time(*due, facts.now()) : "; the next is due now";
  add_wait(out, facts, Reason::schedule_retry_wait, due, std::move(evidence));
  if (!seen.reason) return;
  Candidate cause = from_code(*seen.reason, seen.evidence);
  cause.blocks = false;
  out.add(std::move(cause));
}

void add_refused_or_failed(Collector& out, const Facts& facts) {
  const SeenRow& seen = *facts.seen_row();
  if (!seen.reason) return;
  Candidate candidate = from_code(*seen.reason, seen.evidence);
  candidate.blocks = !facts.page_row();
  candidate.until = due_later(facts);
  if (candidate.reason == Reason::robots_disallowed && facts.robots.state == RobotsState::allowed) {
    candidate.counterfactual = "if a crawl came to it again: its robots.txt allows it now";
  }
  out.add(std::move(candidate));
}

void add_seen(Collector& out, const Facts& facts) {
  switch (facts.seen_row()->state) {
    case SeenState::queued:
      if (!facts.page_row()) add_queued(out, facts);
      return;
    case SeenState::leased:
      if (!facts.page_row()) out.add(Reason::schedule_leased, "");
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

// Each meaning adds the reason that its column tells, when there is one, and says whether there was.
bool status_means(Collector& out, const Facts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page_row();
  const std::optional<Reason> reason = reason_for_status(page.download_http_code);
  if (!reason) return false;
  const std::string drop = page.history_drop_reason.value_or("");
  if (has_stage(drop, "http") || has_stage(drop, "redirect")) {
    out.add(from_code(drop, page.history_drop_evidence.value_or(answer_evidence(page))));
  } else {
    out.add(*reason, answer_evidence(page));
  }
  return true;
}

bool age_means(Collector& out, const Facts& facts, const std::string& condition) {
  const Timestamp then = Timestamp::from_seconds(facts.page_row()->download_stamp);
  if (condition.find("now(") == std::string::npos || then > facts.now()) return false;
  out.add(Reason::history_too_old, "crawled " + date_and_time(then) + ", " + age(then, facts.now()));
  return true;
}

bool drop_means(Collector& out, const Facts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page_row();
  if (!page.history_drop_reason) return false;
  out.add(from_code(*page.history_drop_reason, page.history_drop_evidence));
  return true;
}

bool dont_index_means(Collector& out, const Facts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page_row();
  if (unavailable_since(facts)) {
    out.add(Reason::directive_unavailable_after,
            "unavailable_after " + date_and_time(Timestamp::from_seconds(*page.unavailable_after_stamp)));
  }
  if (page.fh_dont_index != 1) return !dont_index_since(facts).empty();
  if (!page.fh_dont_index_reason) return false;
  Candidate candidate = from_code(*page.fh_dont_index_reason, page.fh_dont_index_evidence);
  if (has_stage(candidate.code, "ban") && facts.bans.found.empty()) {
    candidate.counterfactual = "if it were crawled again: the ban has been lifted since";
  }
  out.add(std::move(candidate));
  return true;
}

bool spam_means(Collector& out, const Facts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page_row();
  if (!page.ml_spam_score || *page.ml_spam_score <= 0) return false;
  std::string evidence = "ml_spam_score=" + number_text(*page.ml_spam_score);
  if (page.ml_spam_evidence && !page.ml_spam_evidence->empty()) evidence += ": " + *page.ml_spam_evidence;
  out.add(Reason::quality_spam_score, std::move(evidence));
  return true;
}

bool canonical_means(Collector& out, const Facts& facts, const std::string&) {
  const PageInfoRow& page = *facts.page_row();
  if (!canonical_is_elsewhere(page)) return false;
  std::string evidence = "canonical " + url_of_unparsed(*page.meta_canonical);
  if (page.meta_canonical_source) evidence += " (" + *page.meta_canonical_source + ")";
  out.add(Reason::duplicate_canonical_elsewhere, std::move(evidence));
  return true;
}

struct Meaning {
  std::string_view column;
  bool (*add)(Collector&, const Facts&, const std::string& condition);
};
constexpr std::array kMeanings = {
    Meaning{"download_http_code", status_means}, Meaning{"download_stamp", age_means},
    Meaning{"history_drop_reason", drop_means},  Meaning{"fh_dont_index", dont_index_means},
    Meaning{"ml_spam_score", spam_means},        Meaning{"meta_canonical", canonical_means},
};

// A failing condition is explained by the columns that it asks about. What none of them explains is the condition's
// own doing.
void add_failed_filter(Collector& out, const Facts& facts, const FilterLine& line) {
  const std::string& condition = line.outcome.condition;
  const std::vector<std::string> columns = columns_in(condition, facts);
  bool explained = false;
  for (const Meaning& meaning : kMeanings) {
    if (mentions(columns, meaning.column)) explained = meaning.add(out, facts, condition) || explained;
  }
  if (explained) return;
  const std::string values = values_in(condition, facts);
  out.add(Reason::filter_condition_failed,
          "filter " + line.outcome.name + ": " + condition + (values.empty() ? "" : "; " + values));
}

void add_filters(Collector& out, const Facts& facts, const std::vector<FilterLine>& lines) {
  for (const FilterLine& line : lines) {
    if (line.status == Status::fail) add_failed_filter(out, facts, line);
    if (line.status == Status::unknown || line.status == Status::error) {
      out.add(Reason::filter_unknown, "filter " + line.outcome.name + ": " + line.details);
    }
  }
}

void add_page(Collector& out, const Facts& facts, const std::vector<FilterLine>& lines) {
  add_filters(out, facts, lines);
  if (facts.info->require_robots && facts.robots.state == RobotsState::unknown) {
    out.add(Reason::filter_unknown, "require_robots is set, and no robots.txt of " + robots_url(*facts.url) +
                                        " is stored to say whether the page is allowed");
  }
}

}  // namespace

std::string clock_time(Timestamp t, Timestamp now) {
  const std::string text = date_and_time(t);
  const bool same_day = text.substr(0, 10) == date_and_time(now).substr(0, 10);
  return (same_day && text.size() > 11 ? text.substr(11) : text) + " UTC";
}

std::string robots_deciding_line(const RobotsView& robots) {
  if (!robots.decision || !robots.decision->rule) return "robots.txt";
  const RobotsRule& rule = *robots.decision->rule;
  return "robots.txt line " + std::to_string(rule.line) + " «" + std::string(trim(rule.text)) + "»";
}

std::vector<Candidate> candidates(const Facts& facts, const std::vector<FilterLine>& lines) {
  Collector out;
  const bool stored = facts.page_row() != nullptr;
  if (facts.input_fault) out.add(*facts.input_fault, facts.input_evidence, !stored);
  if (facts.fault) out.add(Reason::shard_unreachable, facts.fault->message);
  if (!facts.url || !facts.info) return std::move(out).in_order();
  add_bans(out, facts);
  add_robots(out, facts, !stored || facts.info->require_robots);
  if (facts.seen_row()) add_seen(out, facts);
  if (!stored && !facts.fault && !facts.seen_row()) {
    out.add(Reason::discovery_never_seen, "the table seen has no row for " + facts.key.unparsed);
  }
  if (stored) add_page(out, facts, lines);
  return std::move(out).in_order();
}

}  // namespace lycosa::inline inspect
