#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "inspect/inspect.h"
#include "record/columns.h"

namespace lycosa {
namespace {

using Json = nlohmann::ordered_json;

Json text(std::string_view value) {
  return to_valid_utf8(value);
}

Json text_or_null(const std::optional<std::string>& value) {
  return value ? text(*value) : Json(nullptr);
}

Json text_unless_empty(std::string_view value) {
  return value.empty() ? Json(nullptr) : text(value);
}

template <class Number>
Json number_or_null(const std::optional<Number>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// 64-bit hashes are strings: most JSON readers keep 53 bits of a number.
Json hash_or_null(const std::optional<int64_t>& value) {
  return value ? Json(std::to_string(*value)) : Json(nullptr);
}

Json time_or_null(const std::optional<Timestamp>& t) {
  return t ? Json(rfc3339(*t)) : Json(nullptr);
}

Json stamp_or_null(const std::optional<int64_t>& seconds) {
  return seconds ? Json(rfc3339(Timestamp::from_seconds(*seconds))) : Json(nullptr);
}

Json stamp(int64_t seconds) {
  return rfc3339(Timestamp::from_seconds(seconds));
}

bool is_hash_column(std::string_view name) {
  for (const Table& table : tables()) {
    for (const Column& column : table.columns) {
      if (column.hash && column.name == name) return true;
    }
  }
  return name == "root_hash";
}

Json cell_json(const Cell& cell, bool hash) {
  if (const auto* number = std::get_if<int64_t>(&cell)) return hash ? Json(std::to_string(*number)) : Json(*number);
  if (const auto* number = std::get_if<double>(&cell)) return std::isfinite(*number) ? Json(*number) : Json(nullptr);
  if (const auto* value = std::get_if<std::string>(&cell)) return text(*value);
  if (const auto* blob = std::get_if<Blob>(&cell)) return Json{{"bytes", blob->bytes}};
  return nullptr;
}

Json rows_json(const Evidence& evidence) {
  std::vector<bool> hashes;
  for (const std::string& column : evidence.columns) hashes.push_back(is_hash_column(column));
  Json rows = Json::array();
  for (const std::vector<Cell>& cells : evidence.rows) {
    Json row = Json::object();
    for (size_t i = 0; i < std::min(cells.size(), hashes.size()); ++i) {
      row[to_valid_utf8(evidence.columns[i])] = cell_json(cells[i], hashes[i]);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

void add_evidence(Json& out, const std::optional<Evidence>& evidence) {
  out["target"] = evidence ? text(evidence->target) : Json(nullptr);
  out["query"] = evidence ? text(evidence->query) : Json(nullptr);
  out["response"] = evidence ? rows_json(*evidence) : Json::array();
}

Json key_json(const std::optional<ReportKey>& key) {
  if (!key) return nullptr;
  return {{"unparsed", text(key->unparsed)},
          {"root", text(key->root)},
          {"root_hash", std::to_string(key->root_hash)},
          {"shard", key->shard},
          {"shard_count", key->shard_count},
          {"node", text(key->node)},
          {"cluster", text(key->cluster)}};
}

Json reason_json(const ReportReason& reason) {
  return {{"code", text(reason.code)},
          {"decisive", reason.decisive},
          {"blame", reason.reason ? Json(name(info(*reason.reason).blame)) : Json(nullptr)},
          {"until", time_or_null(reason.until)},
          {"text", text(reason.text)},
          {"remedy", text(reason.remedy)},
          {"evidence", text_unless_empty(reason.evidence)},
          {"permanence", reason.reason ? Json(name(info(*reason.reason).permanence)) : Json(nullptr)},
          {"blocks", reason.reason ? Json(name(info(*reason.reason).blocks)) : Json(nullptr)}};
}

Json verdict_json(const Verdict& verdict) {
  Json reasons = Json::array();
  for (const ReportReason& reason : verdict.reasons) reasons.push_back(reason_json(reason));
  const bool known = verdict.crawled != CrawlState::unknown;
  return {{"indexable", verdict.indexable},
          {"status", name(verdict.status)},
          {"crawled", known ? Json(name(verdict.crawled)) : Json(nullptr)},
          {"crawled_at", time_or_null(verdict.crawled_at)},
          {"robots", name(verdict.robots)},
          {"reasons", std::move(reasons)},
          {"counterfactual", text_unless_empty(verdict.counterfactual)},
          {"sentence", text(verdict.sentence)}};
}

Json check_json(const Check& check) {
  Json out = {{"name", check.name}, {"title", check.title}, {"result", name(check.result)}};
  add_evidence(out, check.evidence);
  out["note"] = text(check.note);
  out["label"] = text_unless_empty(check.label);
  return out;
}

Json filter_json(const FilterLine& line) {
  Json out = {{"name", text(line.outcome.name)},
              {"status", name(line.status)},
              {"condition", text(line.outcome.condition)},
              {"details", text(line.details)}};
  const bool ran = !line.outcome.evidence.query.empty();
  add_evidence(out, ran ? std::optional(line.outcome.evidence) : std::nullopt);
  out["error"] = text_unless_empty(line.outcome.error);
  return out;
}

void add_more_page_fields(Json& out, const PageDetails& page) {
  const PageInfoRow& row = page.row;
  out["first_crawled"] = stamp(row.first_crawled_stamp);
  out["meta_canonical_raw"] = text_or_null(row.meta_canonical_raw);
  out["meta_canonical_source"] = text_or_null(row.meta_canonical_source);
  out["redirect_target"] = text_or_null(page.redirect_target);
  out["redirect_raw"] = text_or_null(row.redirect_raw);
  out["type"] = text_unless_empty(row.download_type);
  out["size"] = row.download_size;
  out["wire_size"] = row.wire_size;
  out["download_ms"] = row.download_ms;
  out["protocol"] = text_unless_empty(row.protocol);
  out["charset"] = text_unless_empty(row.charset);
  out["meta_lang"] = text_or_null(row.meta_lang);
  out["text_lang"] = text_or_null(row.text_lang);
  out["directives"] = text_or_null(row.directives);
  out["fh_dont_index"] = number_or_null(row.fh_dont_index);
  out["fh_dont_index_reason"] = text_or_null(row.fh_dont_index_reason);
  out["fh_dont_index_evidence"] = text_or_null(row.fh_dont_index_evidence);
  out["ml_spam_score"] = number_or_null(row.ml_spam_score);
  out["ml_spam_evidence"] = text_or_null(row.ml_spam_evidence);
  out["soft_404_score"] = number_or_null(row.soft_404_score);
  out["soft_404_evidence"] = text_or_null(row.soft_404_evidence);
  out["needs_js_score"] = number_or_null(row.needs_js_score);
  out["needs_js_evidence"] = text_or_null(row.needs_js_evidence);
  out["history_drop_reason"] = text_or_null(row.history_drop_reason);
  out["history_drop_evidence"] = text_or_null(row.history_drop_evidence);
  out["unavailable_after"] = stamp_or_null(row.unavailable_after_stamp);
  out["content_hash"] = hash_or_null(row.content_hash);
  out["similarity_hash"] = hash_or_null(row.similarity_hash);
  out["words"] = row.words;
  out["link_density"] = number_or_null(row.link_density);
  out["links_found"] = row.links_found;
  out["links_not_http"] = row.links_not_http;
  out["links_invalid"] = row.links_invalid;
  out["flags"] = text(row.flags);
  out["parse_errors"] = text_or_null(row.parse_errors);
  out["archive_file"] = text_or_null(row.archive_file);
  out["archive_offset"] = number_or_null(row.archive_offset);
}

Json page_json(const Report& report) {
  if (!report.page) return nullptr;
  const PageDetails& page = *report.page;
  Json out = {{"url", text(report.canonical_url)},
              {"last_crawled", stamp(page.row.download_stamp)},
              {"first_indexed", stamp_or_null(page.row.first_indexed_stamp)},
              {"http_status", page.row.download_http_code},
              {"meta_title", text_or_null(page.row.meta_title)},
              {"meta_description", text_or_null(page.row.meta_description)},
              {"meta_canonical", text_or_null(page.canonical)},
              {"boilerpipe_text", page.text ? text(page.text->boilerpipe_text) : Json(nullptr)},
              {"markdown", page.text ? text(page.text->markdown) : Json(nullptr)},
              {"readable_markdown", page.text ? text(page.text->readable_markdown) : Json(nullptr)}};
  add_more_page_fields(out, page);
  Json evidence = Json::object();
  add_evidence(evidence, page.text_evidence);
  evidence["error"] = text_unless_empty(page.text_error);
  out["text_lookup"] = std::move(evidence);
  return out;
}

Json discovery_json(const Report& report) {
  if (!report.discovery) return nullptr;
  const SeenRow& row = report.discovery->row;
  Json out = {{"how", name(row.how)},
              {"referrer", text_or_null(report.discovery->referrer)},
              {"depth", row.depth},
              {"first_seen", stamp(row.first_stamp)},
              {"last_seen", stamp(row.last_stamp)},
              {"state", name(row.state)},
              {"reason", text_or_null(row.reason)},
              {"evidence", text_or_null(row.evidence)},
              {"attempts", row.attempts}};
  out["next_due"] = row.next_due_stamp_ms ? Json(rfc3339(Timestamp{*row.next_due_stamp_ms})) : Json(nullptr);
  add_evidence(out, report.discovery->evidence);
  return out;
}

Json history_json(const Report& report) {
  if (!report.history) return nullptr;
  Json events = Json::array();
  for (const PageHistoryRow& row : report.history->events) {
    events.push_back({{"at", rfc3339_ms(Timestamp{row.event_stamp_ms})},
                      {"outcome", text(row.outcome)},
                      {"http_status", number_or_null(row.download_http_code)},
                      {"verdict", text(row.verdict)},
                      {"reason", text_or_null(row.reason)},
                      {"history_drop_reason", text_or_null(row.history_drop_reason)},
                      {"detail", text_or_null(row.detail)},
                      {"content_hash", hash_or_null(row.content_hash)},
                      {"similarity_hash", hash_or_null(row.similarity_hash)},
                      {"archive_file", text_or_null(row.archive_file)},
                      {"archive_offset", number_or_null(row.archive_offset)}});
  }
  Json out = {{"events", std::move(events)}};
  add_evidence(out, report.history->evidence);
  return out;
}

Json texts_json(const std::vector<std::string>& values) {
  Json out = Json::array();
  for (const std::string& value : values) out.push_back(text(value));
  return out;
}

}  // namespace

nlohmann::ordered_json to_json(const Report& report) {
  Json checks = Json::array();
  for (const Check& check : report.checks) checks.push_back(check_json(check));
  Json filters = Json::array();
  for (const FilterLine& line : report.filters) filters.push_back(filter_json(line));
  return {{"url", text(report.url)},         {"canonical_url", text_unless_empty(report.canonical_url)},
          {"key", key_json(report.key)},     {"verdict", verdict_json(report.verdict)},
          {"checks", std::move(checks)},     {"filters", std::move(filters)},
          {"page", page_json(report)},       {"discovery", discovery_json(report)},
          {"history", history_json(report)}, {"mismatches", texts_json(report.mismatches)},
          {"now", rfc3339(report.now)}};
}

}  // namespace lycosa
