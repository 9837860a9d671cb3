// A report as JSON: docs/reference/report.md.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "inspect/facts.h"
#include "inspect/inspect.h"
#include "inspect/json_text.h"
#include "inspect/shown_columns.h"
#include "record/columns.h"

namespace lycosa::inline inspect {
namespace {

std::optional<std::string_view> unless_empty(std::string_view value) {
  return value.empty() ? std::nullopt : std::optional(value);
}

std::optional<std::string> time_or_null(const std::optional<Timestamp>& t) {
  return t ? std::optional(rfc3339(*t)) : std::nullopt;
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

// Those with a label of the product come first, in its order.
void write_labelled(JsonText& out, const PageInfoRow& row) {
  int last = 0;
  for (const Column& column : table("page_info").columns) last = std::max(last, column.face.rank);
  for (int rank = 1; rank <= last; ++rank) {
    each_shown("page_info", row, kInJson, [&](const Column& column, const auto& value) {
      if (column.face.rank == rank) write_member(out, column, value);
    });
  }
}

void write_more_of_page(JsonText& out, const PageInfoRow& row) {
  each_shown("page_info", row, kInJson, [&](const Column& column, const auto& value) {
    if (column.face.rank == 0) write_member(out, column, value);
  });
}

void write_page(JsonText& out, const Report& report) {
  if (!report.page) return out.value(nullptr);
  const PageDetails& page = *report.page;
  const auto one_text = [&](std::string PageTextRow::*member) {
    return page.text ? std::optional<std::string_view>((*page.text).*member) : std::nullopt;
  };
  out.begin_object();
  out.member("url", report.canonical_url);
  write_labelled(out, page.row);
  out.member("boilerpipe_text", one_text(&PageTextRow::boilerpipe_text));
  out.member("markdown", one_text(&PageTextRow::markdown));
  out.member("readable_markdown", one_text(&PageTextRow::readable_markdown));
  out.member("texts_crawled", page.text ? std::optional(rfc3339(Timestamp{page.text->ver})) : std::nullopt);
  write_more_of_page(out, page.row);
  out.key("text_lookup");
  out.begin_object();
  write_evidence(out, pointer(page.text_evidence));
  out.member("error", unless_empty(page.text_error));
  out.end_object();
  out.end_object();
}

void write_discovery(JsonText& out, const Report& report) {
  if (!report.discovery) return out.value(nullptr);
  const DiscoveryDetails& discovery = *report.discovery;
  const DiscoveryRow* first = discovery.first();
  out.begin_object();
  out.member("how", first ? std::optional(name(first->how)) : std::nullopt);
  out.member("referrer", discovery.referrer);
  out.member("first_seen", first ? std::optional(rfc3339(Timestamp{first->stamp_ms})) : std::nullopt);
  out.member("in_sitemap", discovery.in_sitemap);
  write_members(out, "seen", discovery.row);
  out.member("state_since",
             discovery.row.ver > 0 ? std::optional(rfc3339(Timestamp{discovery.row.ver})) : std::nullopt);
  write_evidence(out, &discovery.evidence);
  out.key("ways");
  out.begin_array();
  for (const DiscoveryRow& way : discovery.ways) {
    out.begin_object();
    write_members(out, "discovery", way);
    out.end_object();
  }
  out.end_array();
  out.key("ways_lookup");
  out.begin_object();
  write_evidence(out, pointer(discovery.ways_evidence));
  out.end_object();
  out.end_object();
}

void write_history(JsonText& out, const Report& report) {
  if (!report.history) return out.value(nullptr);
  out.begin_object();
  out.key("events");
  out.begin_array();
  for (const PageHistoryRow& row : report.history->events) {
    out.begin_object();
    write_members(out, "page_history", row);
    out.end_object();
  }
  out.end_array();
  write_evidence(out, &report.history->evidence);
  out.end_object();
}

void write_sitemaps(JsonText& out, const Report& report) {
  if (!report.sitemaps) return out.value(nullptr);
  out.begin_object();
  out.key("not_whole");
  out.begin_array();
  for (const SitemapRow& row : report.sitemaps->not_whole) {
    out.begin_object();
    write_members(out, "sitemap", row);
    out.end_object();
  }
  out.end_array();
  write_evidence(out, pointer(report.sitemaps->evidence));
  out.member("error", unless_empty(report.sitemaps->error));
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
  out.key("sitemaps");
  write_sitemaps(out, report);
  write_list(out, "mismatches", report.mismatches, [](JsonText& to, const std::string& text) { to.value(text); });
  out.member("now", rfc3339(report.now));
  out.end_object();
  return out.take();
}

nlohmann::ordered_json to_json(const Report& report) {
  return nlohmann::ordered_json::parse(report_json(report));
}

}  // namespace lycosa::inline inspect
