// A report as JSON: docs/reference/report.md.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "inspect/facts.h"
#include "inspect/inspect.h"
#include "inspect/json_text.h"
#include "record/columns.h"

namespace lycosa::inline inspect {
namespace {

std::optional<std::string_view> unless_empty(std::string_view value) {
  return value.empty() ? std::nullopt : std::optional(value);
}

// 64-bit hashes are strings: most JSON readers keep 53 bits of a number.
std::optional<std::string> hash_or_null(const std::optional<int64_t>& value) {
  return value ? std::optional(std::to_string(*value)) : std::nullopt;
}

std::optional<std::string> time_or_null(const std::optional<Timestamp>& t) {
  return t ? std::optional(rfc3339(*t)) : std::nullopt;
}

std::string stamp(int64_t seconds) {
  return rfc3339(Timestamp::from_seconds(seconds));
}

std::optional<std::string> stamp_or_null(const std::optional<int64_t>& seconds) {
  return seconds ? std::optional(stamp(*seconds)) : std::nullopt;
}

bool is_hash_column(std::string_view name) {
  static const auto kHashes = [] {
    std::set<std::string_view> names = {"root_hash"};
    for (const Table& table : tables()) {
      for (const Column& column : table.columns) {
        if (column.hash) names.insert(column.name);
      }
    }
    return names;
  }();
  return kHashes.contains(name);
}

void write_cell(JsonText& out, const Cell& cell, bool hash) {
  if (const auto* number = std::get_if<int64_t>(&cell)) {
    hash ? out.value(std::to_string(*number)) : out.value(*number);
  } else if (const auto* real = std::get_if<double>(&cell)) {
    out.value(*real);
  } else if (const auto* value = std::get_if<std::string>(&cell)) {
    out.value(*value);
  } else if (const auto* blob = std::get_if<Blob>(&cell)) {
    out.begin_object();
    out.member("bytes", blob->bytes);
    out.end_object();
  } else {
    out.value(nullptr);
  }
}

void write_rows(JsonText& out, const Evidence& evidence) {
  std::vector<bool> hashes;
  for (const std::string& column : evidence.columns) hashes.push_back(is_hash_column(column));
  out.begin_array();
  for (const std::vector<Cell>& cells : evidence.rows) {
    out.begin_object();
    for (size_t i = 0; i < std::min(cells.size(), hashes.size()); ++i) {
      out.key(evidence.columns[i]);
      write_cell(out, cells[i], hashes[i]);
    }
    out.end_object();
  }
  out.end_array();
}

void write_evidence(JsonText& out, const Evidence* evidence) {
  if (evidence == nullptr) {
    out.member("target", nullptr);
    out.member("query", nullptr);
    out.key("response");
    out.begin_array();
    out.end_array();
    return;
  }
  out.member("target", evidence->target);
  out.member("query", evidence->query);
  out.key("response");
  write_rows(out, *evidence);
}

const Evidence* pointer(const std::optional<Evidence>& evidence) {
  return evidence ? &*evidence : nullptr;
}

void write_key(JsonText& out, const std::optional<ReportKey>& key) {
  if (!key) return out.value(nullptr);
  out.begin_object();
  out.member("unparsed", key->unparsed);
  out.member("root", key->root);
  out.member("root_hash", std::to_string(key->root_hash));
  out.member("shard", key->shard);
  out.member("shard_count", key->shard_count);
  out.member("node", key->node);
  out.member("cluster", key->cluster);
  out.end_object();
}

void write_reason(JsonText& out, const HeldReason& reason) {
  const ReasonInfo* known = reason.reason ? &info(*reason.reason) : nullptr;
  out.begin_object();
  out.member("code", reason.code);
  out.member("decisive", reason.decisive);
  out.member("blame", known ? std::optional(name(known->blame)) : std::nullopt);
  out.member("until", time_or_null(reason.until));
  out.member("text", reason.text);
  out.member("remedy", reason.remedy);
  out.member("evidence", unless_empty(reason.evidence));
  out.member("permanence", known ? std::optional(name(known->permanence)) : std::nullopt);
  out.member("blocks", known ? std::optional(name(known->blocks)) : std::nullopt);
  out.end_object();
}

void write_verdict(JsonText& out, const Judgement& verdict) {
  const bool known = verdict.crawled != CrawlState::unknown;
  out.begin_object();
  out.member("indexable", verdict.indexable);
  out.member("status", name(verdict.status));
  out.member("crawled", known ? std::optional(name(verdict.crawled)) : std::nullopt);
  out.member("crawled_at", time_or_null(verdict.crawled_at));
  out.member("robots", name(verdict.robots));
  out.key("reasons");
  out.begin_array();
  for (const HeldReason& reason : verdict.reasons) write_reason(out, reason);
  out.end_array();
  out.member("counterfactual", unless_empty(verdict.counterfactual));
  out.member("sentence", verdict.sentence);
  out.end_object();
}

void write_check(JsonText& out, const Check& check) {
  out.begin_object();
  out.member("name", check.name);
  out.member("title", check.title);
  out.member("result", name(check.result));
  write_evidence(out, pointer(check.evidence));
  out.member("note", check.note);
  out.member("label", unless_empty(check.label));
  out.end_object();
}

void write_filter(JsonText& out, const ReportFilter& line) {
  out.begin_object();
  out.member("name", line.outcome.name);
  out.member("status", name(line.status));
  out.member("condition", line.outcome.condition);
  out.member("details", line.details);
  const bool ran = !line.evidence.query.empty();
  write_evidence(out, ran ? &line.evidence : nullptr);
  out.member("error", unless_empty(line.outcome.error));
  out.end_object();
}

void write_judgement(JsonText& out, const PageInfoRow& row) {
  out.member("directives", row.directives);
  out.member("fh_dont_index", row.fh_dont_index);
  out.member("fh_dont_index_reason", row.fh_dont_index_reason);
  out.member("fh_dont_index_evidence", row.fh_dont_index_evidence);
  out.member("ml_spam_score", row.ml_spam_score);
  out.member("ml_spam_evidence", row.ml_spam_evidence);
  out.member("soft_404_score", row.soft_404_score);
  out.member("soft_404_evidence", row.soft_404_evidence);
  out.member("needs_js_score", row.needs_js_score);
  out.member("needs_js_evidence", row.needs_js_evidence);
  out.member("history_drop_reason", row.history_drop_reason);
  out.member("history_drop_evidence", row.history_drop_evidence);
}

void write_more_of_page(JsonText& out, const PageDetails& page) {
  const PageInfoRow& row = page.row;
  out.member("first_crawled", stamp(row.first_crawled_stamp));
  out.member("meta_canonical_raw", row.meta_canonical_raw);
  out.member("meta_canonical_source", row.meta_canonical_source);
  out.member("redirect_target", page.redirect_target);
  out.member("redirect_raw", row.redirect_raw);
  out.member("type", unless_empty(row.download_type));
  out.member("size", row.download_size);
  out.member("wire_size", row.wire_size);
  out.member("download_ms", row.download_ms);
  out.member("protocol", unless_empty(row.protocol));
  out.member("charset", unless_empty(row.charset));
  out.member("meta_lang", row.meta_lang);
  out.member("text_lang", row.text_lang);
  write_judgement(out, row);
  out.member("unavailable_after", stamp_or_null(row.unavailable_after_stamp));
  out.member("content_hash", hash_or_null(row.content_hash));
  out.member("similarity_hash", hash_or_null(row.similarity_hash));
  out.member("words", row.words);
  out.member("link_density", row.link_density);
  out.member("links_found", row.links_found);
  out.member("links_not_http", row.links_not_http);
  out.member("links_invalid", row.links_invalid);
  out.member("flags", row.flags);
  out.member("parse_errors", row.parse_errors);
  out.member("archive_file", row.archive_file);
  out.member("archive_offset", row.archive_offset);
}

void write_page(JsonText& out, const Report& report) {
  if (!report.page) return out.value(nullptr);
  const PageDetails& page = *report.page;
  const auto one_text = [&](std::string PageTextRow::*member) {
    return page.text ? std::optional<std::string_view>((*page.text).*member) : std::nullopt;
  };
  out.begin_object();
  out.member("url", report.canonical_url);
  out.member("last_crawled", stamp(page.row.download_stamp));
  out.member("first_indexed", stamp_or_null(page.row.first_indexed_stamp));
  out.member("http_status", page.row.download_http_code);
  out.member("meta_title", page.row.meta_title);
  out.member("meta_description", page.row.meta_description);
  out.member("meta_canonical", page.canonical);
  out.member("boilerpipe_text", one_text(&PageTextRow::boilerpipe_text));
  out.member("markdown", one_text(&PageTextRow::markdown));
  out.member("readable_markdown", one_text(&PageTextRow::readable_markdown));
  write_more_of_page(out, page);
  out.key("text_lookup");
  out.begin_object();
  write_evidence(out, pointer(page.text_evidence));
  out.member("error", unless_empty(page.text_error));
  out.end_object();
  out.end_object();
}

// One way in which the URL was named.
void write_way(JsonText& out, const DiscoveryRow& row) {
  out.begin_object();
  out.member("how", name(row.how));
  out.member("source", has_referrer(row) ? url_of_unparsed(row.source) : row.source);
  out.member("at", rfc3339_ms(Timestamp{row.stamp_ms}));
  out.member("depth", row.depth);
  out.member("hops", row.hops);
  out.member("nofollow", row.nofollow != 0);
  out.member("lastmod",
             row.lastmod_stamp ? std::optional(rfc3339(Timestamp::from_seconds(*row.lastmod_stamp))) : std::nullopt);
  out.member("priority", row.priority);
  out.member("run", row.run ? std::optional(rfc3339_ms(Timestamp{*row.run})) : std::nullopt);
  out.end_object();
}

void write_discovery(JsonText& out, const Report& report) {
  if (!report.discovery) return out.value(nullptr);
  const SeenRow& row = report.discovery->row;
  const DiscoveryRow* first = report.discovery->first();
  out.begin_object();
  out.member("how", first ? std::optional(name(first->how)) : std::nullopt);
  out.member("referrer", report.discovery->referrer);
  out.member("role", name(row.role));
  out.member("depth", row.depth);
  out.member("first_seen", first ? std::optional(rfc3339(Timestamp{first->stamp_ms})) : std::nullopt);
  out.member("state", name(row.state));
  out.member("state_since", row.ver > 0 ? std::optional(rfc3339(Timestamp{row.ver})) : std::nullopt);
  out.member("reason", row.reason);
  out.member("evidence", row.evidence);
  out.member("attempts", row.attempts);
  out.member("next_due",
             row.next_due_stamp_ms ? std::optional(rfc3339(Timestamp{*row.next_due_stamp_ms})) : std::nullopt);
  write_evidence(out, &report.discovery->evidence);
  out.key("ways");
  out.begin_array();
  for (const DiscoveryRow& way : report.discovery->ways) write_way(out, way);
  out.end_array();
  out.key("ways_lookup");
  out.begin_object();
  write_evidence(out, pointer(report.discovery->ways_evidence));
  out.end_object();
  out.end_object();
}

void write_event(JsonText& out, const PageHistoryRow& row) {
  out.begin_object();
  out.member("at", rfc3339_ms(Timestamp{row.event_stamp_ms}));
  out.member("outcome", row.outcome);
  out.member("http_status", row.download_http_code);
  out.member("verdict", row.verdict);
  out.member("reason", row.reason);
  out.member("history_drop_reason", row.history_drop_reason);
  out.member("detail", row.detail);
  out.member("content_hash", hash_or_null(row.content_hash));
  out.member("similarity_hash", hash_or_null(row.similarity_hash));
  out.member("archive_file", row.archive_file);
  out.member("archive_offset", row.archive_offset);
  out.end_object();
}

void write_history(JsonText& out, const Report& report) {
  if (!report.history) return out.value(nullptr);
  out.begin_object();
  out.key("events");
  out.begin_array();
  for (const PageHistoryRow& row : report.history->events) write_event(out, row);
  out.end_array();
  write_evidence(out, &report.history->evidence);
  out.end_object();
}

template <class List, class Write>
void write_list(JsonText& out, std::string_view name, const List& list, Write write) {
  out.key(name);
  out.begin_array();
  for (const auto& each : list) write(out, each);
  out.end_array();
}

}  // namespace

std::string report_json(const Report& report) {
  JsonText out;
  out.begin_object();
  out.member("url", report.url);
  out.member("canonical_url", unless_empty(report.canonical_url));
  out.key("key");
  write_key(out, report.key);
  out.key("verdict");
  write_verdict(out, report.verdict);
  write_list(out, "checks", report.checks, write_check);
  write_list(out, "filters", report.filters, write_filter);
  out.key("page");
  write_page(out, report);
  out.key("discovery");
  write_discovery(out, report);
  out.key("history");
  write_history(out, report);
  write_list(out, "mismatches", report.mismatches, [](JsonText& to, const std::string& text) { to.value(text); });
  out.member("now", rfc3339(report.now));
  out.end_object();
  return out.take();
}

nlohmann::ordered_json to_json(const Report& report) {
  return nlohmann::ordered_json::parse(report_json(report));
}

}  // namespace lycosa::inline inspect
