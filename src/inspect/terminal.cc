#include "inspect/terminal.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"
#include "inspect/layout.h"
#include "inspect/properties.h"
#include "record/columns.h"
#include "verdict/wording.h"

namespace lycosa::inline inspect {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kNoWidth = 1 << 30;  // of lines that are never broken
constexpr size_t kCellBytes = 160;    // of one value in a response
constexpr size_t kResponseLines = 24;
constexpr size_t kValueLines = 5;
constexpr size_t kShownWays = 8;
constexpr size_t kValueWidth = 60;  // of the second column of a table of properties
constexpr std::array<size_t, 2> kPropertyWidths = {18, kValueWidth};
constexpr size_t kPreviewBytes = 600;
constexpr size_t kPreviewLines = 3;

Style style_of(CheckResult result) {
  switch (result) {
    case CheckResult::pass:
      return Style::good;
    case CheckResult::fail:
      return Style::bad;
    case CheckResult::warn:
    case CheckResult::unknown:
      return Style::doubtful;
    case CheckResult::skipped:
      return Style::quiet;
  }
  return Style::plain;
}

Style style_of(FilterOutcome::Status status) {
  if (status == FilterOutcome::Status::pass) return Style::good;
  return status == FilterOutcome::Status::fail ? Style::bad : Style::doubtful;
}

// The report being written: knows its options, appends blocks of lines.
class Writer {
 public:
  explicit Writer(const TerminalOptions& options) : options_(options) {}

  void heading(std::string_view text) { out_ += "\n" + styled(text, Style::heading, options_.color) + "\n"; }
  void line(std::string_view text, Style style = Style::plain) { out_ += styled(text, style, options_.color) + "\n"; }
  void raw(std::string_view text) { out_ += text; }
  void blank() { out_ += '\n'; }
  // Text from anywhere, indented and wrapped.
  void paragraph(std::string_view text, size_t indent, Style style = Style::plain, size_t max_lines = 0) {
    lines(first_lines(wrap(visible(text, true), width() - indent), options_.full ? 0 : max_lines), indent, style);
  }
  void lines(const std::vector<std::string>& all, size_t indent, Style style = Style::plain) {
    for (const std::string& each : all) {
      out_ += std::string(each.empty() ? 0 : indent, ' ') + styled(each, style, options_.color) + "\n";
    }
  }
  void row(std::span<const size_t> widths, const std::vector<TableCell>& cells) {
    std::vector<size_t> own(widths.begin(), widths.end());
    for (size_t i = 0; options_.wide && i < cells.size(); ++i) own[i] = std::max(own[i], display_width(cells[i].text));
    out_ += table_row(own, cells, options_.color);
  }
  // Of a line.
  size_t width() const { return options_.wide ? kNoWidth : kWidth; }
  const TerminalOptions& options() const { return options_; }
  std::string take() { return std::move(out_); }

 private:
  TerminalOptions options_;
  std::string out_;
};

void write_badges(Writer& out, const Report& report) {
  const bool color = out.options().color;
  const Style index = report.verdict.indexable ? Style::good : Style::bad;
  const Style crawl = report.verdict.crawled == CrawlState::crawled ? Style::good : Style::doubtful;
  const Style robots = report.verdict.robots == RobotsState::allowed      ? Style::good
                       : report.verdict.robots == RobotsState::disallowed ? Style::bad
                                                                          : Style::doubtful;
  out.line(styled(index_badge(report), index, color) + "   " + styled(crawl_badge(report), crawl, color) + "   " +
           styled(robots_badge(report), robots, color));
}

std::string reason_heading(const HeldReason& reason, Timestamp now) {
  std::string text = reason.code;
  if (reason.decisive) text += " (decisive)";
  if (reason.reason) text += " - blame: " + std::string(name(info(*reason.reason).blame));
  if (reason.until) {
    text += ", until " + at_and_age(*reason.until, now);
  } else if (reason.reason) {
    text += ", " + std::string(name(info(*reason.reason).permanence));
  }
  return text;
}

void write_reasons(Writer& out, const Report& report) {
  if (report.verdict.reasons.empty()) return;
  out.heading("Reasons");
  for (const HeldReason& reason : report.verdict.reasons) {
    out.paragraph(reason_heading(reason, report.now), 0, reason.decisive ? Style::strong : Style::plain);
    out.paragraph(reason.text, 2);
    if (!reason.evidence.empty()) out.paragraph("Evidence: " + reason.evidence, 2, Style::quiet, kValueLines);
  }
  if (!report.verdict.counterfactual.empty()) {
    out.blank();
    out.paragraph("It " + report.verdict.counterfactual + ".", 0);
  }
}

void write_verdict(Writer& out, const Report& report) {
  out.line("🕷️ Crawler Inspector", Style::strong);
  out.blank();
  if (report.direct) {
    out.paragraph("Direct Parameter Lookup: " + (report.key ? report.key->unparsed : report.url), 0);
  }
  out.paragraph("URL Lookup: " + (report.canonical_url.empty() ? report.url : report.canonical_url), 0, Style::plain,
                kValueLines);
  for (const std::string& mismatch : report.mismatches) out.paragraph("Mismatch: " + mismatch, 2, Style::doubtful);
  out.blank();
  out.paragraph(report.verdict.sentence, 0, report.verdict.indexable ? Style::good : Style::bad);
  write_badges(out, report);
  write_reasons(out, report);
}

std::string cell_text(const Cell& cell) {
  if (std::holds_alternative<std::nullptr_t>(cell)) return "NULL";
  if (const auto* number = std::get_if<int64_t>(&cell)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&cell)) return number_text(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return sql_literal(*text);
  return "(" + std::to_string(std::get<Blob>(cell).bytes) + " bytes)";
}

// "name=value": long values are cut, and say how long they are.
std::string response_value(const std::string& column, const Cell& cell, bool full) {
  std::string value = cell_text(cell);
  const size_t bytes = value.size();
  if (!full && bytes > kCellBytes) {
    value = std::string(utf8_prefix(to_valid_utf8(value), kCellBytes)) + "… (" + std::to_string(bytes - 2) + " bytes)";
  }
  return column + "=" + value;
}

void write_response(Writer& out, const Evidence& evidence) {
  const size_t rows = evidence.rows.size();
  out.line("  Response: " + (rows == 0 ? "no rows" : std::to_string(rows) + (rows == 1 ? " row" : " rows")));
  for (const std::vector<Cell>& cells : evidence.rows) {
    std::string values, nulls;
    for (size_t i = 0; i < cells.size() && i < evidence.columns.size(); ++i) {
      std::string& list = std::holds_alternative<std::nullptr_t>(cells[i]) ? nulls : values;
      if (!list.empty()) list += ", ";
      list += &list == &nulls ? visible(evidence.columns[i])
                              : visible(response_value(evidence.columns[i], cells[i], out.options().full));
    }
    out.paragraph(values, 4, Style::plain, kResponseLines);
    if (!nulls.empty()) out.paragraph("NULL: " + nulls, 4, Style::quiet);
  }
}

void write_evidence(Writer& out, const std::optional<Evidence>& evidence, std::string_view otherwise) {
  if (!evidence) {
    out.line("  Query: " + std::string(otherwise));
    out.line("  Response: " + std::string(otherwise));
    return;
  }
  out.line("  Query: (" + visible(evidence->target) + ")");
  out.lines(wrap_sql(visible(evidence->query), out.width() - 4), 4, Style::quiet);
  write_response(out, *evidence);
}

void write_checks(Writer& out, const Report& report) {
  out.heading("Raw Queries and Responses");
  for (const Check& check : report.checks) {
    out.blank();
    out.line(styled(check.title, Style::strong, out.options().color) + "  " +
             styled(name(check.result), style_of(check.result), out.options().color));
    if (!check.label.empty()) out.paragraph(check.label, 2);
    if (check.label.find(check.note) == std::string::npos) out.paragraph(check.note, 2);
    write_evidence(out, check.evidence, check.result == CheckResult::unknown ? "no answer" : "skipped");
  }
}

void write_sitemaps(Writer& out, const Report& report) {
  if (!report.sitemaps) return;
  out.blank();
  out.line("Sitemaps of the Host That Were Not Read Whole", Style::strong);
  if (!report.sitemaps->error.empty()) out.paragraph(report.sitemaps->error, 2);
  write_evidence(out, report.sitemaps->evidence, "no answer");
}

void write_filters(Writer& out, const Report& report) {
  out.heading("Page Info Filters");
  if (report.filters.empty()) {
    out.line(report.page ? "The store has no filters, or they could not be asked." : "No page is stored to filter.");
    return;
  }
  constexpr std::array<size_t, 4> kWidths = {13, 7, 33, 21};
  const auto head = Style::strong;
  out.row(kWidths, {{"Filter", head}, {"Status", head}, {"Condition", head}, {"Details", head}});
  const size_t limit = out.options().full ? 0 : 2 * kValueLines;
  for (const FilterLine& line : report.filters) {
    out.row(kWidths, {{visible(line.outcome.name), Style::plain, limit},
                      {std::string(name(line.status)), style_of(line.status)},
                      {visible(line.outcome.condition), Style::plain, limit},
                      {visible(line.details), Style::plain, limit}});
  }
}

// The first lines of a text that is shown by its size, with a sign when there is more.
std::string opening_of(const std::string& text) {
  const std::string start(utf8_prefix(to_valid_utf8(text), kPreviewBytes));
  std::vector<std::string> lines = wrap(visible(start, true), kValueWidth);
  const bool more = text.size() > kPreviewBytes || lines.size() > kPreviewLines;
  lines.resize(std::min(lines.size(), kPreviewLines));
  std::string out;
  for (const std::string& line : lines) out += "\n" + line;
  return more ? out + "\n…" : out;
}

// --full shows a text whole, else its size and first lines.
std::string text_value(const Report& report, const std::string PageTextRow::*member, std::string_view flag, bool full) {
  if (!report.page) return "not crawled";
  if (!report.page->text_error.empty()) return "failed: " + report.page->text_error;
  if (!report.page->text) return "not stored: the page has never answered with a text";
  const std::string& text = (*report.page->text).*member;
  if (text.empty()) return "empty";
  std::string former = former_text_words(*report.page);
  if (!former.empty()) former += full ? ":\n" : "; ";
  if (full) return former + text;
  return former + std::to_string(text.size()) + " bytes; whole with --text " + std::string(flag) + ":" +
         opening_of(text);
}

void add_page_properties(std::vector<Property>& out, const Report& report, bool full) {
  out.push_back({"URL", report.canonical_url.empty() ? report.url : report.canonical_url});
  if (report.canonical_url.empty()) return;
  for (Property& property : labelled_properties(report, kInTerminal)) out.push_back(std::move(property));
  const auto add_text = [&](std::string_view label, std::string PageTextRow::*member, std::string_view flag) {
    const bool unknown = report.verdict.status == VerdictStatus::store_unavailable;
    const std::string absent = unknown ? "unknown" : "not crawled";
    out.push_back({std::string(label), report.page ? text_value(report, member, flag, full) : absent});
  };
  add_text("Boilerpipe Text", &PageTextRow::boilerpipe_text, "boilerpipe");
  add_text("Markdown", &PageTextRow::markdown, "markdown");
  add_text("Readable Markdown", &PageTextRow::readable_markdown, "readable");
}

void add_key_properties(std::vector<Property>& out, const Report& report) {
  if (!report.key) return;
  out.push_back({"Shard", std::to_string(report.key->shard) + " (" + report.key->cluster + ")"});
  out.push_back({"Root Hash", std::to_string(report.key->root_hash)});
  out.push_back({"Unparsed URL", report.key->unparsed});
}

void write_details(Writer& out, const Report& report) {
  out.heading("Page Details");
  const bool full = out.options().full;
  std::vector<Property> properties;
  add_page_properties(properties, report, full);
  add_key_properties(properties, report);
  for (Property& property : more_properties(report, kInTerminal)) properties.push_back(std::move(property));
  out.row(kPropertyWidths, {{"Property", Style::strong}, {"Value", Style::strong}});
  for (const Property& property : properties) {
    out.row(kPropertyWidths, {{property.label}, {visible(property.value, true), Style::plain, full ? 0 : kValueLines}});
  }
}

// "sitemap http://a/sitemap.xml, lastmod 2026-04-10 17:37:08, priority 0.5"
std::string way_text(const DiscoveryRow& row) {
  std::string text(name(row.how));
  if (!row.source.empty()) text += " " + url_of_unparsed(row.source);
  if (row.nofollow != 0) text += ", nofollow";
  if (row.lastmod_stamp) text += ", lastmod " + date_and_time(Timestamp::from_seconds(*row.lastmod_stamp));
  if (row.priority) text += ", priority " + number_text(*row.priority);
  return text;
}

void write_ways(Writer& out, const DiscoveryDetails& discovery) {
  if (discovery.ways.empty()) return;
  out.heading("Named By");
  constexpr std::array<size_t, 3> kWidths = {19, 5, 52};
  const auto head = Style::strong;
  out.row(kWidths, {{"When", head}, {"Depth", head}, {"How", head}});
  const size_t shown = out.options().full ? discovery.ways.size() : std::min(discovery.ways.size(), kShownWays);
  for (const DiscoveryRow& row : std::span(discovery.ways).first(shown)) {
    out.row(kWidths, {{date_and_time(Timestamp{row.stamp_ms})},
                      {std::to_string(row.depth)},
                      {visible(way_text(row)), Style::plain, out.options().full ? 0 : kValueLines}});
  }
  if (shown < discovery.ways.size()) {
    out.line("… " + std::to_string(discovery.ways.size() - shown) + " more ways; all with --full", Style::quiet);
  }
}

void write_discovery(Writer& out, const Report& report) {
  if (!report.discovery) return;
  const DiscoveryDetails& discovery = *report.discovery;
  const SeenRow& row = discovery.row;
  const DiscoveryRow* first = discovery.first();
  std::vector<Property> properties = {
      {"Found By", std::string(first ? name(first->how) : "not known") + ", depth " + std::to_string(row.depth)},
      {"Referrer", discovery.referrer.value_or("none")},
      {"In a Sitemap", !discovery.in_sitemap   ? "not known"
                       : *discovery.in_sitemap ? "yes"
                                               : "no"},
      {"First Seen", first ? at_and_age(Timestamp{first->stamp_ms}, report.now) : "not known"},
      {"State Since", row.ver > 0 ? at_and_age(Timestamp{row.ver}, report.now) : "not known"},
      {"State", std::string(name(row.state)) + (row.reason ? ": " + *row.reason : "")},
      {"Attempts", std::to_string(row.attempts)},
      {"Next Due", row.next_due_stamp_ms ? at_and_age(Timestamp{*row.next_due_stamp_ms}, report.now) : "not set"},
  };
  if (row.role != Role::page) properties.push_back({"Read As", std::string(name(row.role))});
  if (row.evidence) properties.push_back({"Evidence", *row.evidence});
  out.heading("Discovery");
  for (const Property& property : properties) {
    out.row(kPropertyWidths,
            {{property.label}, {visible(property.value), Style::plain, out.options().full ? 0 : kValueLines}});
  }
  write_ways(out, discovery);
}

void write_history(Writer& out, const Report& report) {
  if (!report.history || report.history->events.empty()) return;
  out.heading("History");
  constexpr std::array<size_t, 4> kWidths = {19, 8, 14, 33};
  const auto head = Style::strong;
  out.row(kWidths, {{"When", head}, {"HTTP", head}, {"Verdict", head}, {"Reason", head}});
  for (const PageHistoryRow& event : report.history->events) {
    std::string why = event.reason.value_or(event.outcome == "answered" ? "" : event.outcome);
    if (event.detail && !event.detail->empty()) why += (why.empty() ? "" : ": ") + *event.detail;
    out.row(kWidths, {{date_and_time(Timestamp{event.event_stamp_ms})},
                      {event.download_http_code ? std::to_string(*event.download_http_code) : "none"},
                      {visible(event.verdict)},
                      {visible(why), Style::plain, out.options().full ? 0 : kValueLines}});
  }
}

}  // namespace

std::string index_badge(const Report& report) {
  switch (report.verdict.status) {
    case VerdictStatus::indexable:
      return "📄 INDEXABLE";
    case VerdictStatus::store_unavailable:
      return "📄 UNKNOWN";
    default:
      return "📄 NOT INDEXABLE";
  }
}

std::string crawl_badge(const Report& report) {
  switch (report.verdict.crawled) {
    case CrawlState::crawled:
      return "CRAWLED " + (report.verdict.crawled_at ? age(*report.verdict.crawled_at, report.now) : "");
    case CrawlState::seen:
      return "SEEN, NOT CRAWLED";
    case CrawlState::never_seen:
      return "NEVER SEEN";
    case CrawlState::unknown:
      return report.canonical_url.empty() ? "NOT LOOKED UP" : "CRAWL STATE UNKNOWN";
  }
  return "";
}

std::string robots_badge(const Report& report) {
  return "🤖 ROBOTS " + std::string(name(report.verdict.robots));
}

std::string terminal_text(const Report& report, const TerminalOptions& options) {
  Writer out(options);
  write_verdict(out, report);
  write_checks(out, report);
  write_sitemaps(out, report);
  out.blank();
  write_badges(out, report);
  write_filters(out, report);
  write_details(out, report);
  write_discovery(out, report);
  write_history(out, report);
  return out.take();
}

}  // namespace lycosa::inline inspect
