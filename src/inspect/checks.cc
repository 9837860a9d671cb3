#include "inspect/checks.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/properties.h"
#include "verdict/wording.h"

namespace lycosa::inline inspect {
namespace {

Check begin(std::string name, std::string title) {
  Check check;
  check.name = std::move(name);
  check.title = std::move(title);
  return check;
}

// Fills in what a question without an answer looks like; true when there is an answer to go on with.
template <class T>
bool take_answer(Check& check, const Asked<T>& asked, const Facts& facts) {
  if (asked.answered()) {
    check.evidence = asked.evidence;
    return true;
  }
  check.result = CheckResult::unknown;
  if (asked.error) {
    check.note = asked.error->message;
  } else if (facts.fault) {
    check.note = "Not asked: " + facts.fault->message;
  } else {
    check.result = CheckResult::skipped;
    check.note = "Skipped - the text is not a URL that a crawl could fetch";
  }
  return false;
}

void add_sentence(std::string& note, const std::string& sentence) {
  note += (note.empty() ? "" : " ") + sentence;
}

std::string canonical_sentence(const Facts& facts) {
  if (facts.direct || facts.input == facts.url->href()) return "";
  return "The URL asked about has the canonical form " + std::string(facts.url->href()) + ".";
}

Check shard_check(const Facts& facts) {
  Check check = begin("shard", "1. Shard Calculation");
  if (!facts.url) {
    check.result = CheckResult::fail;
    check.note = std::string(info(*facts.input_fault).sentence) + " " + facts.input_evidence + ".";
    return check;
  }
  if (!take_answer(check, facts.calculated, facts)) return check;
  const std::string count = std::to_string(facts.info->shard_count);
  check.label = "Calculated Shard: " + std::to_string(facts.shard) + " (from " + facts.info->node(facts.shard) + ")";
  check.result = facts.mismatches.empty() ? CheckResult::pass : CheckResult::fail;
  check.note = "The root " + facts.root + " has the root hash " + std::to_string(root_hash(facts.root)) +
               ", and that modulo " + count + " shards is " +
               std::to_string(shard_of(root_hash(facts.root), facts.info->shard_count)) + ".";
  if (facts.calculated.found != facts.shard && facts.mismatches.empty()) {
    check.result = CheckResult::warn;
    add_sentence(check.note, "The query gives shard " + std::to_string(facts.calculated.found) + " instead.");
  }
  if (const std::string form = canonical_sentence(facts); !form.empty()) add_sentence(check.note, form);
  for (const std::string& mismatch : facts.mismatches) add_sentence(check.note, mismatch);
  if (facts.fault && check.result == CheckResult::pass) {
    check.result = CheckResult::warn;
    add_sentence(check.note, "But the store could not be asked: " + facts.fault->message);
  }
  return check;
}

Check crawled_check(const Facts& facts) {
  Check check = begin("crawled", "2. Crawled Status Check");
  if (!take_answer(check, facts.page, facts)) return check;
  const PageInfoRow* page = facts.page_row();
  check.result = page ? CheckResult::pass : CheckResult::fail;
  if (!page) {
    check.note = "Not crawled: page_info has no row for it.";
    return check;
  }
  check.note = "Crawled " + at_and_age(Timestamp::from_seconds(page->download_stamp), facts.now()) + ", HTTP " +
               std::to_string(page->download_http_code) + ".";
  return check;
}

// What the status of the fetch decides when there are no rules.
std::string status_sentence(const Facts& facts, const RobotsRow& row) {
  const RobotsStatusRow& status = robots_status(static_cast<int>(row.http_code.value_or(0)), row.outcome != "answered");
  std::string what = row.http_code ? "HTTP " + std::to_string(*row.http_code) : "no answer";
  if (row.outcome != "answered") what += ", " + row.outcome;
  const bool allowed = facts.robots.state == RobotsState::allowed;
  return (allowed ? "Allowed for " : "Disallowed for ") + facts.options.agent + ": " + std::string(status.rule) + " (" +
         what + "; RFC 9309, section " + std::string(status.section) + ").";
}

std::string decision_sentence(const Facts& facts) {
  const RobotsView& robots = facts.robots;
  const std::string agent = " for " + facts.options.agent;
  if (!robots.decision) return status_sentence(facts, *robots.row);
  const RobotsDecision& decision = *robots.decision;
  const std::string group = "the group «" + decision.group + "», line " + std::to_string(decision.group_line);
  switch (decision.basis) {
    case RobotsBasis::rule:
      break;
    case RobotsBasis::no_match:
      return "Allowed" + agent + ": no rule of " + group + ", matches.";
    case RobotsBasis::no_group:
      return "Allowed" + agent + ": robots.txt has no group for it and none for all.";
    case RobotsBasis::robots_txt:
      return "Allowed" + agent + ": robots.txt itself always is.";
  }
  std::string text =
      (decision.allowed ? "Allowed" : "Disallowed") + agent + " by " + robots_deciding_line(robots) + " in " + group;
  if (decision.runner_up) {
    text += "; it outweighs line " + std::to_string(decision.runner_up->line) + " «" +
            std::string(trim(decision.runner_up->text)) + "»";
  }
  return text + ".";
}

// "https://a/robots.txt → https://b/robots.txt"
std::string redirect_chain(const std::string& urls) {
  std::string chain;
  for (const std::string_view url : split(urls, '\n')) chain += (chain.empty() ? "" : " → ") + std::string(url);
  return chain;
}

bool has_word(std::string_view words, std::string_view word) {
  const auto all = split(words, ' ');
  return std::find(all.begin(), all.end(), word) != all.end();
}

std::string source_sentence(const Facts& facts) {
  const RobotsRow& row = *facts.robots.row;
  std::string text =
      robots_url(facts.key.unparsed) + " was fetched " + at_and_age(Timestamp{row.fetch_stamp_ms}, facts.now());
  if (row.http_code) text += ", HTTP " + std::to_string(*row.http_code);
  if (row.redirects && !row.redirects->empty()) text += ", over " + redirect_chain(*row.redirects);
  const Timestamp expires = Timestamp::from_seconds(row.expires_stamp);
  text += facts.robots.expired ? "; it expired " : "; it holds until ";
  text += at_and_age(expires, facts.now()) + ".";
  if (has_word(row.flags, "truncated")) add_sentence(text, "But " + std::string(kRobotsTooLong) + ".");
  return text;
}

// What the versions before the one in force, or after it, add.
std::string versions_sentence(const Facts& facts) {
  const RobotsView& robots = facts.robots;
  std::string text;
  if (robots.failed_since) {
    const RobotsRow& failed = *robots.failed_since;
    text = "It could not be read again " + at_and_age(Timestamp{failed.fetch_stamp_ms}, facts.now()) + " (" +
           (failed.http_code ? "HTTP " + std::to_string(*failed.http_code) : failed.outcome) +
           "), and this last good copy counts for its time.";
  }
  if (!facts.disallowed_since) return text;
  add_sentence(text,
               "Disallowed since " + at_and_age(facts.disallowed_since->first, facts.now()) +
                   (facts.disallowed_since->allowed_before
                        ? "; the version of " + date_and_time(*facts.disallowed_since->allowed_before) + " allowed it."
                        : ", the first version that is kept."));
  return text;
}

Check robots_check(const Facts& facts) {
  Check check = begin("robots", "3. Robots.txt Check");
  if (!take_answer(check, facts.robots_rows, facts)) return check;
  const RobotsView& robots = facts.robots;
  if (!robots.row || robots.state == RobotsState::unknown) {
    check.result = CheckResult::unknown;
    check.note = robots.row ? "The row's access is «" + robots.row->access + "», which this version does not know."
                            : "No robots.txt of " + robots_url(facts.key.unparsed) +
                                  " is stored: whether it is allowed is not known.";
    return check;
  }
  check.result = robots.state == RobotsState::disallowed ? CheckResult::fail
                 : robots.expired                        ? CheckResult::warn
                                                         : CheckResult::pass;
  check.note = decision_sentence(facts) + " " + source_sentence(facts);
  if (const std::string versions = versions_sentence(facts); !versions.empty()) add_sentence(check.note, versions);
  if (robots.crawl_delay) {
    add_sentence(check.note, "It asks for " + number_text(*robots.crawl_delay) + " s between requests.");
  }
  return check;
}

// What the page's own row adds to the bans: the index flag and the spam score as they were stored.
void add_page_marks(Check& check, const PageInfoRow& page) {
  const auto worsen = [&](CheckResult to) {
    if (check.result != CheckResult::fail) check.result = to;
  };
  if (page.ml_spam_score && *page.ml_spam_score > 0) {
    worsen(CheckResult::fail);
    add_sentence(check.note, "The page scores as spam: ml_spam_score=" + number_text(*page.ml_spam_score) + ".");
  } else {
    if (!page.ml_spam_score) worsen(CheckResult::warn);
    add_sentence(check.note,
                 page.ml_spam_score ? "ml_spam_score=0: the page is clean." : "The page has not been scored for spam.");
  }
  if (page.fh_dont_index == 1) {
    worsen(CheckResult::warn);
    add_sentence(check.note, "fh_dont_index=1: " + page.fh_dont_index_evidence.value_or("without evidence") + ".");
  }
}

Check ban_check(const Facts& facts) {
  Check check = begin("ban", "4. Spam/Ban Check");
  if (!take_answer(check, facts.bans, facts)) return check;
  check.result = facts.bans.found.empty() ? CheckResult::pass : CheckResult::fail;
  if (facts.bans.found.empty()) check.note = "Neither the host nor its root is banned.";
  for (const BanRow& ban : facts.bans.found) {
    add_sentence(check.note, "Banned since " + at_and_age(Timestamp::from_seconds(ban.since_stamp), facts.now()) +
                                 ": " + ban_text(ban) + ".");
    if (ban.host_spam_score) {
      add_sentence(check.note, "The host's spam score is " + number_text(*ban.host_spam_score) + ".");
    }
  }
  if (facts.page_row()) add_page_marks(check, *facts.page_row());
  return check;
}

Check seen_check(const Facts& facts) {
  Check check = begin("seen", "5. Seen Status Check");
  if (facts.page_row()) {
    check.result = CheckResult::skipped;
    check.label = "ℹ️ Skipped - page is already crawled";
    check.note = "Skipped - page is already crawled";
    return check;
  }
  if (!take_answer(check, facts.seen, facts)) return check;
  const SeenRow* seen = facts.seen_row();
  if (!seen) {
    check.result = CheckResult::fail;
    check.note = sitemaps_unread(facts) == SitemapsUnread::none
                     ? "Never seen: no seed, page or sitemap of this store's crawls has named it."
                     : "Never seen: nothing that this store's crawls have read names it. But of its host's sitemaps: " +
                           facts.sitemaps_evidence + ".";
    return check;
  }
  const bool stopped = seen->state == SeenState::refused || seen->state == SeenState::failed;
  check.result = stopped ? CheckResult::warn : CheckResult::pass;
  if (const DiscoveryRow* first = facts.first_discovery()) {
    check.note =
        "Seen first " + at_and_age(Timestamp{first->stamp_ms}, facts.now()) + " by " + std::string(name(first->how));
    if (has_referrer(*first)) check.note += " from " + url_of_unparsed(first->source);
    check.note += "; its state is ";
  } else {
    check.note = "Its state is ";
  }
  check.note += name(seen->state);
  if (seen->reason) check.note += " (" + *seen->reason + ")";
  check.note += ".";
  return check;
}

}  // namespace

std::vector<Check> five_checks(const Facts& facts) {
  return {shard_check(facts), crawled_check(facts), robots_check(facts), ban_check(facts), seen_check(facts)};
}

}  // namespace lycosa::inline inspect
