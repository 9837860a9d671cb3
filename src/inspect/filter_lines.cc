#include "inspect/filter_lines.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace lycosa::inline inspect {
namespace {

using Status = FilterOutcome::Status;

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

const Cell* find_cell(const Facts& facts, std::string_view column) {
  if (!facts.page.evidence || facts.page.evidence->rows.empty()) return nullptr;
  const Evidence& evidence = *facts.page.evidence;
  const auto at = std::find(evidence.columns.begin(), evidence.columns.end(), column);
  const auto index = static_cast<size_t>(at - evidence.columns.begin());
  return at == evidence.columns.end() || index >= evidence.rows[0].size() ? nullptr : &evidence.rows[0][index];
}

bool is_word(char c) {
  return is_ascii_alphanumeric(c) || c == '_';
}

std::string with_evidence(std::string text, const std::optional<std::string>& evidence) {
  return evidence && !evidence->empty() ? text + ": " + *evidence : text;
}

std::string http_details(const Facts& facts, Status) {
  return "HTTP " + std::to_string(facts.page_row()->download_http_code);
}

std::string age_details(const Facts& facts, Status) {
  const int64_t months = whole_months(Timestamp::from_seconds(facts.page_row()->download_stamp), facts.now());
  return std::to_string(months) + (months == 1 ? " month ago" : " months ago");
}

std::string drop_details(const Facts& facts, Status) {
  const PageInfoRow& page = *facts.page_row();
  return page.history_drop_reason ? with_evidence(*page.history_drop_reason, page.history_drop_evidence)
                                  : "No drop reason";
}

std::string spam_details(const Facts& facts, Status status) {
  const PageInfoRow& page = *facts.page_row();
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

std::string canonical_details(const Facts& facts, Status) {
  const PageInfoRow& page = *facts.page_row();
  if (!page.meta_canonical || page.meta_canonical->empty()) return "Not set";
  return canonical_is_elsewhere(page) ? url_of_unparsed(*page.meta_canonical) : "Self";
}

// The filters that everyone has, by name: a user's change of a condition keeps the kind of details.
struct NamedDetails {
  std::string_view filter;
  std::string (*details)(const Facts&, Status);
};
constexpr std::array kNamedDetails = {
    NamedDetails{"HTTP status", http_details},    NamedDetails{"Age cutoff", age_details},
    NamedDetails{"History drop", drop_details},   NamedDetails{"Spam/ban", spam_details},
    NamedDetails{"Canonical", canonical_details},
};

std::string unknown_details(const FilterOutcome& outcome, const Facts& facts) {
  std::string details;
  for (const std::string& column : columns_in(outcome.condition, facts)) {
    if (page_cell(facts, column) != "NULL") continue;
    details += (details.empty() ? "" : ", ") + column + " is not known";
  }
  return details.empty() ? "cannot be decided" : details;
}

std::string details_of(const FilterOutcome& outcome, const Facts& facts) {
  if (outcome.status == Status::error) return outcome.error;
  for (const NamedDetails& row : kNamedDetails) {
    if (row.filter == outcome.name) return row.details(facts, outcome.status);
  }
  if (outcome.status == Status::unknown) return unknown_details(outcome, facts);
  const std::string values = values_in(outcome.condition, facts);
  if (!values.empty()) return values;
  return outcome.status == Status::pass ? "passes" : "does not hold";
}

}  // namespace

std::string number_text(double value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end.ptr};
}

std::string cell_text(const Cell& cell) {
  if (std::holds_alternative<std::nullptr_t>(cell)) return "NULL";
  if (const auto* number = std::get_if<int64_t>(&cell)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&cell)) return number_text(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return quoted(*text);
  return "(" + std::to_string(std::get<Blob>(cell).bytes) + " bytes)";
}

std::string page_cell(const Facts& facts, std::string_view column) {
  const Cell* cell = find_cell(facts, column);
  return cell ? cell_text(*cell) : "";
}

std::vector<std::string> columns_in(std::string_view condition, const Facts& facts) {
  std::vector<std::string> columns;
  bool in_literal = false;
  for (size_t i = 0; i < condition.size();) {
    if (condition[i] == '\'') in_literal = !in_literal;
    if (in_literal || !is_word(condition[i])) {
      ++i;
      continue;
    }
    const size_t begin = i;
    while (i < condition.size() && is_word(condition[i])) ++i;
    const std::string word(condition.substr(begin, i - begin));
    if (find_cell(facts, word) && !mentions(columns, word)) columns.push_back(word);
  }
  return columns;
}

std::string values_in(std::string_view condition, const Facts& facts) {
  std::string out;
  for (const std::string& column : columns_in(condition, facts)) {
    out += (out.empty() ? "" : ", ") + column + "=" + page_cell(facts, column);
  }
  return out;
}

bool mentions(const std::vector<std::string>& columns, std::string_view column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

std::string ban_text(const BanRow& ban) {
  std::string text = (ban.rule == "domain" ? "domain " : "host ") + ban.target + ", " + ban.source;
  if (!ban.reason.empty()) text += " («" + ban.reason + "»)";
  return text;
}

bool canonical_is_elsewhere(const PageInfoRow& page) {
  return page.meta_canonical && !page.meta_canonical->empty() && *page.meta_canonical != page.key.unparsed;
}

bool unavailable_since(const Facts& facts) {
  const PageInfoRow& page = *facts.page_row();
  return page.fh_dont_index != 1 && page.unavailable_after_stamp &&
         Timestamp::from_seconds(*page.unavailable_after_stamp) <= facts.now();
}

std::string dont_index_since(const Facts& facts) {
  const PageInfoRow& page = *facts.page_row();
  if (page.fh_dont_index == 1) return "";
  if (!facts.bans.found.empty()) return ban_text(facts.bans.found.front());
  if (!unavailable_since(facts)) return "";
  return "unavailable_after " + date_and_time(Timestamp::from_seconds(*page.unavailable_after_stamp)) + " is past";
}

std::vector<FilterLine> filter_lines(const Facts& facts) {
  const std::string since = dont_index_since(facts);
  std::vector<FilterLine> lines;
  for (const FilterOutcome& outcome : facts.filters) {
    FilterLine line;
    line.outcome = outcome;
    line.status = outcome.status;
    line.details = details_of(outcome, facts);
    if (!since.empty() && mentions(columns_in(outcome.condition, facts), "fh_dont_index")) {
      line.status = Status::fail;
      line.details = "fh_dont_index=1: " + since + "; " + page_cell(facts, "fh_dont_index") + " when it was crawled";
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace lycosa::inline inspect
