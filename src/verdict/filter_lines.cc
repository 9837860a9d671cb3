#include "verdict/filter_lines.h"

#include <array>

#include "url/url.h"
#include "verdict/page_columns.h"
#include "verdict/wording.h"

namespace lycosa::inline verdict {
namespace {

using Status = FilterOutcome::Status;

std::string with_evidence(std::string text, const std::optional<std::string>& evidence) {
  return evidence && !evidence->empty() ? text + ": " + *evidence : text;
}

std::string http_details(const UrlFacts& facts, Status) {
  return status_evidence(facts.page->download_http_code);
}

std::string age_details(const UrlFacts& facts, Status) {
  const int64_t months = whole_months(Timestamp::from_seconds(facts.page->download_stamp), facts.now);
  return std::to_string(months) + (months == 1 ? " month ago" : " months ago");
}

std::string drop_details(const UrlFacts& facts, Status) {
  const PageInfoRow& page = *facts.page;
  return page.history_drop_reason ? with_evidence(*page.history_drop_reason, page.history_drop_evidence)
                                  : "No drop reason";
}

std::string spam_details(const UrlFacts& facts, Status status) {
  const PageInfoRow& page = *facts.page;
  std::string details;
  const auto add = [&](const std::string& part) { details += (details.empty() ? "" : "; ") + part; };
  if (page.fh_dont_index == 1) {
    add(page.fh_dont_index_evidence || !page.fh_dont_index_reason
            ? with_evidence("fh_dont_index=1", page.fh_dont_index_evidence)
            : "fh_dont_index=1: " + *page.fh_dont_index_reason);
  }
  if (!page.fh_dont_index) add("fh_dont_index is not known");
  if (!page.ml_spam_score) {
    if (details.empty() || status == Status::unknown) add("ml_spam_score is not known");
  } else if (*page.ml_spam_score > 0 || details.empty()) {
    add("ml_spam_score=" + number_text(*page.ml_spam_score));
  }
  return details;
}

std::string canonical_details(const UrlFacts& facts, Status) {
  const PageInfoRow& page = *facts.page;
  if (!page.meta_canonical || page.meta_canonical->empty()) return "Not set";
  return canonical_is_elsewhere(page) ? url_of_unparsed(*page.meta_canonical) : "Self";
}

// The filters that everyone has, by name: a user's change of a condition keeps the kind of details.
struct NamedDetails {
  std::string_view filter;
  std::string (*details)(const UrlFacts&, Status);
};
constexpr std::array kNamedDetails = {
    NamedDetails{"HTTP status", http_details},    NamedDetails{"Age cutoff", age_details},
    NamedDetails{"History drop", drop_details},   NamedDetails{"Spam/ban", spam_details},
    NamedDetails{"Canonical", canonical_details},
};

std::string unknown_details(const FilterOutcome& outcome, const PageInfoRow& page) {
  std::string details;
  for (const std::string& column : columns_in(outcome.condition)) {
    if (column_text(page, column) != "NULL") continue;
    details += (details.empty() ? "" : ", ") + column + " is not known";
  }
  return details.empty() ? "cannot be decided" : details;
}

std::string details_of(const FilterOutcome& outcome, const UrlFacts& facts) {
  if (outcome.status == Status::error) return outcome.error;
  for (const NamedDetails& row : kNamedDetails) {
    if (row.filter == outcome.name) return row.details(facts, outcome.status);
  }
  if (outcome.status == Status::unknown) return unknown_details(outcome, *facts.page);
  const std::string values = values_in(outcome.condition, *facts.page);
  if (!values.empty()) return values;
  return outcome.status == Status::pass ? "passes" : "does not hold";
}

bool is_overruled(const FilterOutcome& outcome, const std::string& since) {
  return !since.empty() && mentions(columns_in(outcome.condition), "fh_dont_index");
}

}  // namespace

bool canonical_is_elsewhere(const PageInfoRow& page) {
  return page.meta_canonical && !page.meta_canonical->empty() && *page.meta_canonical != page.key.unparsed;
}

bool unavailable_since(const UrlFacts& facts) {
  const PageInfoRow& page = *facts.page;
  return page.fh_dont_index != 1 && page.unavailable_after_stamp &&
         Timestamp::from_seconds(*page.unavailable_after_stamp) <= facts.now;
}

std::string dont_index_since(const UrlFacts& facts) {
  if (facts.page->fh_dont_index == 1) return "";
  if (!facts.bans.empty()) return ban_text(facts.bans.front());
  if (!unavailable_since(facts)) return "";
  return "unavailable_after " + date_and_time(Timestamp::from_seconds(*facts.page->unavailable_after_stamp)) +
         " is past";
}

FilterOutcome::Status status_today(const FilterOutcome& outcome, const UrlFacts& facts) {
  return is_overruled(outcome, dont_index_since(facts)) ? Status::fail : outcome.status;
}

FilterLine filter_line(const FilterOutcome& outcome, const UrlFacts& facts) {
  FilterLine line{outcome, outcome.status, ""};
  const std::string since = dont_index_since(facts);
  if (is_overruled(outcome, since)) {
    line.status = Status::fail;
    line.details =
        "fh_dont_index=1: " + since + "; " + column_text(*facts.page, "fh_dont_index") + " when it was crawled";
  } else {
    line.details = details_of(outcome, facts);
  }
  return line;
}

}  // namespace lycosa::inline verdict
