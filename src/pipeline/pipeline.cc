#include "pipeline/pipeline.h"

#include <cstdio>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "extract/extract.h"
#include "html/encoding.h"
#include "html/html.h"
#include "judge/judge.h"
#include "pipeline/declared_canonical.h"
#include "pipeline/media.h"
#include "pipeline/page_directives.h"
#include "pipeline/page_links.h"
#include "pipeline/page_refresh.h"
#include "pipeline/page_sitemap.h"
#include "pipeline/storable.h"
#include "robots/directives.h"
#include "verdict/verdict.h"

namespace lycosa::inline pipeline {
namespace {

// The page's parse errors by the standard's names, each with how many there are, in the order of the standard's table.
std::optional<std::string> parse_errors_of(const html::Document& document) {
  std::string text;
  const auto counts = document.error_counts();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    if (!text.empty()) text += ", ";
    text.append(html::parse_error_name(static_cast<html::ParseErrorKind>(i)))
        .append(" ")
        .append(std::to_string(counts[i]));
  }
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

// "0.95 of 0.60": what the signals come to, and from where on they count.
std::string sum_and_threshold(const SignalScore& judged) {
  char text[48];
  std::snprintf(text, sizeof text, "%.2f of %.2f", judged.raw, judged.threshold);
  return text;
}

// A validator that is longer is cut and matches nothing, so that the page is sent whole.
constexpr size_t kMostValidatorBytes = 512;
constexpr std::string_view kRefresh = "refresh";  // what a link row calls the link of one

// The way of one exchange through the pipeline. Each step fills its columns of the record.
class Page {
 public:
  // What the page's content is goes to `kept` as well, when that is given.
  Page(const Exchange& exchange, const PipelineOptions& options, Record& record, Content* kept)
      : exchange_(exchange), options_(options), record_(record), info_(*record.info), kept_(kept) {}

  void process() {
    if (has_content(exchange_.status)) {
      process_content();
    } else {
      info_.download_size = static_cast<int64_t>(decode_body(exchange_, options_.decode).bytes.size());
      info_.download_type = media_type_of(exchange_, {}).type;
      judge_directives_of(nullptr);
      if (is_redirect_status(exchange_.status)) follow_redirect();
    }
    if (is_unread_sitemap(exchange_, record_)) end_unread_sitemap(exchange_, info_);
    if (truncated_ || exchange_.truncated || exchange_.failure) flag("truncated");
  }

 private:
  void flag(std::string_view word) {
    if (!info_.flags.empty()) info_.flags += ' ';
    info_.flags += word;
  }

  // Of several faults the one that comes first in the catalogue is kept.
  void drop(Reason reason, std::string_view evidence) {
    if (dropped_ && *dropped_ <= reason) return;
    dropped_ = reason;
    info_.history_drop_reason = code(reason);
    info_.history_drop_evidence = storable(evidence);
  }

  void follow_redirect() {
    record_.replace_links = true;
    const std::optional<std::string_view> location = exchange_.header("Location");
    if (!location) return drop(Reason::redirect_bad_target, "no Location header");
    info_.redirect_raw = storable(*location);
    const Result<Url> resolved = Url::parse_field(*location, &record_.url);
    if (!resolved || !resolved->is_http()) {
      return drop(Reason::redirect_bad_target, "Location: " + *info_.redirect_raw);
    }
    const Url target = canonical(*resolved, options_.canonical);
    info_.redirect_target = unparse(target);
    if (target == record_.url) return drop(Reason::redirect_loop, "Location: " + *info_.redirect_raw);
    PageLinks links(record_, options_, std::nullopt);
    links.add_named(target, Discovery::redirect, "", 0);
    links.finish(record_);
  }

  void process_content() {
    if (const auto etag = exchange_.header("ETag")) info_.etag = storable(*etag, kMostValidatorBytes);
    if (const auto stamp = exchange_.header("Last-Modified")) {
      info_.last_modified = storable(*stamp, kMostValidatorBytes);
    }
    std::optional<Content> content = read_content();
    const Content* page = content ? &*content : nullptr;
    const PageDirectives directives = judge_directives_of(page);
    keep_links(page, directives);
    if (page == nullptr) return;
    keep_metadata(*page);
    judge_content(*page);
    if (kept_ != nullptr) *kept_ = *content;
    keep_texts(std::move(*content));
  }

  // From the body to what it says; nothing when there is a reason that it cannot be read.
  std::optional<Content> read_content() {
    if (exchange_.failure) drop(*exchange_.failure, exchange_.failure_detail);
    DecodedBody body = decode_body(exchange_, decode_limits());
    info_.download_size = static_cast<int64_t>(body.bytes.size());
    truncated_ = body.truncated;
    const MediaType media = media_type_of(exchange_, body.bytes);
    info_.download_type = media.type;
    if (media.sniffed) flag("type_sniffed");
    if (body.failed) {
      drop(Reason::http_bad_encoding, body.detail);
      return std::nullopt;
    }
    record_.replace_links = !exchange_.failure;
    if (!body.bytes.empty()) info_.content_hash = static_cast<int64_t>(siphash63(body.bytes));
    const bool html = is_html(media.type);
    if (may_be_sitemap(exchange_) && read_sitemap_of(html ? body : std::move(body))) return std::nullopt;
    if (!html) {
      drop(Reason::content_mime_rejected, media.type.empty() ? "no Content-Type" : "Content-Type: " + media.type);
      return std::nullopt;
    }
    if (trim(body.bytes).empty()) {
      drop(Reason::content_empty, std::to_string(body.bytes.size()) + " bytes");
      return std::nullopt;
    }
    return read_html(std::move(body.bytes));
  }

  DecodeLimits decode_limits() const {
    DecodeLimits limits = options_.decode;
    if (may_be_sitemap(exchange_)) limits.max_bytes = options_.sitemap.max_bytes;
    return limits;
  }

  // Whether it is one.
  bool read_sitemap_of(DecodedBody body) {
    const Sitemap sitemap = read_sitemap_body(std::move(body), options_.decode, options_.sitemap);
    if (!is_sitemap(exchange_, sitemap)) return false;
    keep_sitemap(exchange_, sitemap, options_, record_);
    truncated_ = truncated_ || !sitemap.cut.empty();
    if (sitemap.entries.empty() && !sitemap.error.empty()) return false;
    drop(Reason::content_sitemap, sitemap_words(info_));
    return true;
  }

  std::optional<Content> read_html(std::string bytes) {
    html::DecodedText text =
        html::decode(std::move(bytes), transport_charset(exchange_), record_.url.top_level_domain());
    info_.charset = text.encoding;
    if (text.had_errors) flag("charset_errors");
    const html::Document document = html::parse(
        std::move(text.utf8), {.max_depth = options_.html_depth, .max_attributes = options_.html_attributes});
    info_.parse_errors = parse_errors_of(document);
    if (document.flags().depth_limited) flag("depth_limited");
    if (document.flags().attributes_limited) flag("attributes_limited");
    if (document.flags().refused) {
      record_.replace_links = false;
      drop(Reason::content_parse_failed, std::to_string(document.source().size()) + " bytes of HTML");
      return std::nullopt;
    }
    return extract_content(document, record_.url, text.encoding);
  }

  PageDirectives judge_directives_of(const Content* content) {
    const std::vector<DirectiveSource> sources = directive_sources(exchange_, content);
    PageDirectives directives = read_directives(sources, options_.agent);
    judge_directives(sources, directives, exchange_.stamp, info_);
    return directives;
  }

  void keep_links(const Content* content, const PageDirectives& directives) {
    std::optional<std::string> nofollow;
    if (directives.nofollow) nofollow = storable(directives.nofollow_evidence);
    PageLinks links(record_, options_, std::move(nofollow));
    if (content != nullptr) {
      for (const ExtractedLink& link : content->links) links.add(link);
      info_.links_found =
          static_cast<int64_t>(content->links.size()) + content->links_not_http + content->links_invalid;
      info_.links_not_http = content->links_not_http;
      info_.links_invalid = static_cast<int64_t>(content->links_invalid) + links.too_long();
      if (links.capped()) flag("links_capped");
    }
    keep_refresh(content, links);
    keep_canonical(content, links);
    links.finish(record_);
  }

  void keep_refresh(const Content* content, PageLinks& links) {
    if (const auto refresh = page_refresh(exchange_, content, record_.url)) {
      const Url target = canonical(refresh->target, options_.canonical);
      if (!refresh->at_once()) {
        links.add(refresh_link(target, refresh->line));
      } else if (target != record_.url) {
        follow_refresh(*refresh, target, links);
      }
    }
    if (content == nullptr || !content->noscript_refresh || !content->noscript_refresh->target) return;
    links.add(refresh_link(*content->noscript_refresh->target, content->noscript_refresh->line));
  }

  // A page that goes elsewhere at once is to its visitors what a redirect is, whatever it holds.
  void follow_refresh(const PageRefresh& refresh, const Url& target, PageLinks& links) {
    info_.redirect_raw = storable(refresh.raw);
    info_.redirect_target = unparse(target);
    drop(Reason::redirect_redirected, refresh.evidence() + ", to " + std::string(target.href()));
    links.add_named(target, Discovery::redirect, kRefresh, refresh.line);
  }

  static ExtractedLink refresh_link(const Url& target, int line) {
    ExtractedLink link{target};
    link.rel = kRefresh;
    link.line = line;
    return link;
  }

  void keep_canonical(const Content* content, PageLinks& links) {
    const std::optional<DeclaredCanonical> declared = declared_canonical(exchange_, content, record_.url);
    if (!declared) return;
    info_.meta_canonical_raw = storable(declared->raw);
    info_.meta_canonical_source = declared->source;
    if (!declared->target) return;
    const Url target = canonical(*declared->target, options_.canonical);
    info_.meta_canonical = unparse(target);
    links.add_named(target, Discovery::canonical, "canonical", declared->line);
  }

  void keep_metadata(const Content& content) {
    if (content.title) info_.meta_title = storable(*content.title);
    if (content.description) info_.meta_description = storable(*content.description);
    if (!content.declared_language.empty()) info_.meta_lang = storable(content.declared_language, 64);
    if (!content.detected_language.empty()) info_.text_lang = storable(content.detected_language, 64);
    info_.words = content.words;
    info_.link_density = content.link_density();
  }

  void judge_content(const Content& content) {
    const auto [spam, similarity] = judge_text(content);
    info_.ml_spam_score = spam.score;
    if (spam.score > 0) info_.ml_spam_evidence = storable(spam.evidence());
    judge_signals(score_needs_js(content), Reason::content_needs_js, info_.needs_js_score, info_.needs_js_evidence);
    judge_signals(score_soft_404(content, record_.url), Reason::content_soft_404, info_.soft_404_score,
                  info_.soft_404_evidence);
    // The hash is kept as a signed number; a text without words has none.
    if (similarity != 0) info_.similarity_hash = static_cast<int64_t>(similarity);
  }

  // The sum is kept below the threshold too, so that how near a page came to it can be seen and counted.
  void judge_signals(const SignalScore& judged, Reason reason, std::optional<double>& score,
                     std::optional<std::string>& evidence) {
    score = judged.raw;
    if (judged.raw <= 0) return;
    evidence = judged.evidence();
    if (judged.score > 0) drop(reason, sum_and_threshold(judged) + ": " + *evidence);
  }

  void keep_texts(Content content) {
    PageTextRow& text = record_.text.emplace();
    text.key = record_.key;
    text.ver = info_.ver;
    text.boilerpipe_text = std::move(content.boilerpipe_text);
    text.markdown = std::move(content.markdown);
    text.readable_markdown = std::move(content.readable_markdown);
  }

  const Exchange& exchange_;
  const PipelineOptions& options_;
  Record& record_;
  PageInfoRow& info_;
  Content* kept_;
  std::optional<Reason> dropped_;
  bool truncated_ = false;
};

void begin_info(const Exchange& exchange, const std::optional<ArchivePlace>& place, Record& record) {
  PageInfoRow& info = record.info.emplace();
  info.key = record.key;
  info.ver = exchange.stamp.ms;
  info.download_stamp = exchange.stamp.seconds();
  info.first_crawled_stamp = info.download_stamp;
  info.download_http_code = exchange.status;
  info.wire_size = static_cast<int64_t>(exchange.body.size());
  info.download_ms = exchange.total_ms;
  info.protocol = storable(exchange.protocol, 16);
  if (place) {
    info.archive_file = place->file;
    info.archive_offset = static_cast<int64_t>(place->offset);
  }
}

void begin_history(const Exchange& exchange, const std::optional<ArchivePlace>& place, Record& record) {
  PageHistoryRow& history = record.history;
  history.key = record.key;
  history.event_stamp_ms = exchange.stamp.ms;
  history.ver = exchange.stamp.ms;
  history.outcome = exchange.failure ? code(*exchange.failure) : "answered";
  if (exchange.answered()) history.download_http_code = exchange.status;
  if (exchange.run != 0) history.run = exchange.run;
  if (!exchange.failure_detail.empty()) history.detail = storable(exchange.failure_detail);
  if (place) {
    history.archive_file = place->file;
    history.archive_offset = static_cast<int64_t>(place->offset);
  }
}

// From an answer to the columns of its page. The record has its URL, its key and the head of its history.
void read_answer(const Exchange& exchange, const std::optional<ArchivePlace>& place, const PipelineOptions& options,
                 Record& record, Content* content) {
  begin_info(exchange, place, record);
  Page(exchange, options, record, content).process();
  if (record.replace_links) record.info->links_ver = record.info->ver;
  PageHistoryRow& history = record.history;
  history.history_drop_reason = record.info->history_drop_reason;
  history.content_hash = record.info->content_hash;
  history.similarity_hash = record.info->similarity_hash;
  if (!history.detail) history.detail = record.info->history_drop_evidence;
}

}  // namespace

Record process_page(const Exchange& exchange, const std::optional<ArchivePlace>& place,
                    const PipelineOptions& options) {
  Record record;
  const Result<Url> url = Url::parse(exchange.url);
  if (url && url->is_http()) {
    record.url = *url;
    record.key = key_of(*url);
  }
  begin_history(exchange, place, record);
  PageHistoryRow& history = record.history;
  if (!exchange.answered() || record.key.unparsed.empty()) {
    history.verdict = name(VerdictStatus::not_crawled);
    if (record.key.unparsed.empty()) history.outcome = code(Reason::input_bad_url);
    // An attempt that came to nothing and does not say why got no whole answer.
    if (history.outcome == "answered") history.outcome = code(Reason::network_reset);
    history.reason = history.outcome;
    return record;
  }
  record.not_modified = exchange.says_not_modified();
  if (!record.not_modified) read_answer(exchange, place, options, record, nullptr);
  return record;
}

void confirm(Record& record, const std::optional<PageInfoRow>& stored) {
  if (!record.not_modified || !stored) return;
  PageHistoryRow& history = record.history;
  history.history_drop_reason = stored->history_drop_reason;
  history.content_hash = stored->content_hash;
  history.similarity_hash = stored->similarity_hash;
  if (!history.detail) history.detail = stored->history_drop_evidence;
  record.info = *stored;
  record.info->ver = history.ver;
  record.info->download_stamp = Timestamp{history.event_stamp_ms}.seconds();
}

PageReading read_page(const Exchange& exchange, const PipelineOptions& options) {
  PageReading reading;
  if (const Result<Url> url = Url::parse(exchange.url)) reading.record.url = *url;
  if (reading.record.url.is_http()) reading.record.key = key_of(reading.record.url);
  begin_history(exchange, std::nullopt, reading.record);
  read_answer(exchange, std::nullopt, options, reading.record, &reading.content);
  return reading;
}

std::vector<LinkRow> in_links(const Record& record) {
  std::vector<LinkRow> rows = record.out_links;
  for (LinkRow& row : rows) {
    std::swap(row.own, row.other);
    row.side = LinkSide::in;
  }
  return rows;
}

}  // namespace lycosa::inline pipeline
