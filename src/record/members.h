#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "record/record.h"

// each_member(row, visit) calls visit(column, member) for every member of a row, in the order of its table's columns
// (record/columns.h). It is the one place where columns and members meet: whoever binds, reads, prints or compares rows
// goes through it. table_name<Row> is the table that keeps them.
namespace lycosa::inline record {

template <class Row>
constexpr std::string_view table_name = "";
template <>
inline constexpr std::string_view table_name<PageInfoRow> = "page_info";
template <>
inline constexpr std::string_view table_name<PageTextRow> = "page_text";
template <>
inline constexpr std::string_view table_name<PageHistoryRow> = "page_history";
template <>
inline constexpr std::string_view table_name<RobotsRow> = "robots";
template <>
inline constexpr std::string_view table_name<BanRow> = "ban";
template <>
inline constexpr std::string_view table_name<SeenRow> = "seen";
template <>
inline constexpr std::string_view table_name<LinkRow> = "link";
template <>
inline constexpr std::string_view table_name<DiscoveryRow> = "discovery";
template <>
inline constexpr std::string_view table_name<HostRow> = "host";
template <>
inline constexpr std::string_view table_name<SitemapRow> = "sitemap";
template <>
inline constexpr std::string_view table_name<RunRow> = "run";

// The row itself, const or not.
template <class T, class Row>
concept Either = std::same_as<std::remove_const_t<T>, Row>;

template <Either<PageInfoRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.key.root_hash);
  visit("src_unparsed", row.key.unparsed);
  visit("download_stamp", row.download_stamp);
  visit("download_http_code", row.download_http_code);
  visit("download_type", row.download_type);
  visit("download_size", row.download_size);
  visit("wire_size", row.wire_size);
  visit("download_ms", row.download_ms);
  visit("protocol", row.protocol);
  visit("charset", row.charset);
  visit("meta_title", row.meta_title);
  visit("meta_description", row.meta_description);
  visit("meta_canonical", row.meta_canonical);
  visit("meta_canonical_raw", row.meta_canonical_raw);
  visit("meta_canonical_source", row.meta_canonical_source);
  visit("meta_lang", row.meta_lang);
  visit("text_lang", row.text_lang);
  visit("directives", row.directives);
  visit("fh_dont_index", row.fh_dont_index);
  visit("fh_dont_index_reason", row.fh_dont_index_reason);
  visit("fh_dont_index_evidence", row.fh_dont_index_evidence);
  visit("ml_spam_score", row.ml_spam_score);
  visit("ml_spam_evidence", row.ml_spam_evidence);
  visit("soft_404_score", row.soft_404_score);
  visit("soft_404_evidence", row.soft_404_evidence);
  visit("needs_js_score", row.needs_js_score);
  visit("needs_js_evidence", row.needs_js_evidence);
  visit("history_drop_reason", row.history_drop_reason);
  visit("history_drop_evidence", row.history_drop_evidence);
  visit("content_hash", row.content_hash);
  visit("similarity_hash", row.similarity_hash);
  visit("redirect_target", row.redirect_target);
  visit("redirect_raw", row.redirect_raw);
  visit("etag", row.etag);
  visit("last_modified", row.last_modified);
  visit("unavailable_after_stamp", row.unavailable_after_stamp);
  visit("first_indexed_stamp", row.first_indexed_stamp);
  visit("first_crawled_stamp", row.first_crawled_stamp);
  visit("flags", row.flags);
  visit("parse_errors", row.parse_errors);
  visit("words", row.words);
  visit("link_density", row.link_density);
  visit("links_found", row.links_found);
  visit("links_not_http", row.links_not_http);
  visit("links_invalid", row.links_invalid);
  visit("sitemap_urls", row.sitemap_urls);
  visit("sitemap_skipped", row.sitemap_skipped);
  visit("sitemap_fault", row.sitemap_fault);
  visit("sitemap_end", row.sitemap_end);
  visit("links_ver", row.links_ver);
  visit("archive_file", row.archive_file);
  visit("archive_offset", row.archive_offset);
  visit("ver", row.ver);
}

template <Either<PageTextRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.key.root_hash);
  visit("src_unparsed", row.key.unparsed);
  visit("boilerpipe_text", row.boilerpipe_text);
  visit("markdown", row.markdown);
  visit("readable_markdown", row.readable_markdown);
  visit("ver", row.ver);
}

template <Either<PageHistoryRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.key.root_hash);
  visit("src_unparsed", row.key.unparsed);
  visit("event_stamp_ms", row.event_stamp_ms);
  visit("outcome", row.outcome);
  visit("download_http_code", row.download_http_code);
  visit("content_hash", row.content_hash);
  visit("similarity_hash", row.similarity_hash);
  visit("verdict", row.verdict);
  visit("reason", row.reason);
  visit("history_drop_reason", row.history_drop_reason);
  visit("detail", row.detail);
  visit("run", row.run);
  visit("archive_file", row.archive_file);
  visit("archive_offset", row.archive_offset);
  visit("ver", row.ver);
}

template <Either<RobotsRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.root_hash);
  visit("host", row.host);
  visit("fetch_stamp_ms", row.fetch_stamp_ms);
  visit("http_code", row.http_code);
  visit("outcome", row.outcome);
  visit("access", row.access);
  visit("redirects", row.redirects);
  visit("body", row.body);
  visit("flags", row.flags);
  visit("expires_stamp", row.expires_stamp);
  visit("archive_file", row.archive_file);
  visit("archive_offset", row.archive_offset);
  visit("ver", row.ver);
}

template <Either<BanRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.root_hash);
  visit("host", row.host);
  visit("rule", row.rule);
  visit("target", row.target);
  visit("reason", row.reason);
  visit("source", row.source);
  visit("host_spam_score", row.host_spam_score);
  visit("since_stamp", row.since_stamp);
  visit("active", row.active);
  visit("ver", row.ver);
}

template <Either<SeenRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.key.root_hash);
  visit("src_unparsed", row.key.unparsed);
  visit("role", row.role);
  visit("depth", row.depth);
  visit("hops", row.hops);
  visit("state", row.state);
  visit("reason", row.reason);
  visit("evidence", row.evidence);
  visit("next_due_stamp_ms", row.next_due_stamp_ms);
  visit("attempts", row.attempts);
  visit("ver", row.ver);
}

template <Either<DiscoveryRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.key.root_hash);
  visit("src_unparsed", row.key.unparsed);
  visit("how", row.how);
  visit("source", row.source);
  visit("stamp_ms", row.stamp_ms);
  visit("depth", row.depth);
  visit("hops", row.hops);
  visit("nofollow", row.nofollow);
  visit("lastmod_stamp", row.lastmod_stamp);
  visit("priority", row.priority);
  visit("run", row.run);
  visit("ver", row.ver);
}

template <Either<HostRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.root_hash);
  visit("host", row.host);
  visit("delay_ms", row.delay_ms);
  visit("next_request_stamp_ms", row.next_request_stamp_ms);
  visit("reason", row.reason);
  visit("evidence", row.evidence);
  visit("failures", row.failures);
  visit("ver", row.ver);
}

template <Either<SitemapRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.root_hash);
  visit("host", row.host);
  visit("src_unparsed", row.src_unparsed);
  visit("level", row.level);
  visit("reason", row.reason);
  visit("urls", row.urls);
  visit("whole", row.whole);
  visit("fault", row.fault);
  visit("ver", row.ver);
}

template <Either<RunRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("run", row.run);
  visit("kind", row.kind);
  visit("end_stamp_ms", row.end_stamp_ms);
  visit("ended", row.ended);
  visit("version", row.version);
  visit("user_agent", row.user_agent);
  visit("product_token", row.product_token);
  visit("settings", row.settings);
  visit("fetched", row.fetched);
  visit("answered", row.answered);
  visit("robots_files", row.robots_files);
  visit("bytes", row.bytes);
  visit("links", row.links);
  visit("ver", row.ver);
}

template <Either<LinkRow> Row, class Visit>
void each_member(Row& row, Visit&& visit) {
  visit("root_hash", row.own.root_hash);
  visit("side", row.side);
  visit("own_unparsed", row.own.unparsed);
  visit("other_root_hash", row.other.root_hash);
  visit("other_unparsed", row.other.unparsed);
  visit("anchor", row.anchor);
  visit("rel", row.rel);
  visit("how", row.how);
  visit("count", row.count);
  visit("line", row.line);
  visit("ver", row.ver);
}

}  // namespace lycosa::inline record
