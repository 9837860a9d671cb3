#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/read_file.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "judge/judge.h"
#include "pipeline/pipeline.h"

namespace lycosa::cli {
namespace {

using nlohmann::json;

json or_null(const std::optional<std::string>& value) {
  return value ? json(*value) : json();
}
json or_null(const std::optional<Url>& value) {
  return value ? json(std::string(value->href())) : json();
}

json links_json(const std::vector<ExtractedLink>& links) {
  json list = json::array();
  for (const ExtractedLink& link : links) {
    list.push_back({{"url", std::string(link.url.href())},
                    {"anchor", link.anchor},
                    {"rel", link.rel},
                    {"nofollow", link.nofollow},
                    {"place", link.in_content ? "content" : "boilerplate"},
                    {"line", link.line}});
  }
  return list;
}

json robots_json(const std::vector<MetaRobots>& metas) {
  json list = json::array();
  for (const MetaRobots& meta : metas) {
    list.push_back({{"name", meta.name}, {"content", meta.content}, {"line", meta.line}});
  }
  return list;
}

json fact_json(const std::optional<Fact>& fact) {
  if (!fact) return {};
  json place = {{"value", fact->value}, {"source", name(fact->source)}, {"property", fact->property}};
  place["line"] = fact->line > 0 ? json(fact->line) : json();
  place["offset"] = fact->offset >= 0 ? json(fact->offset) : json();
  return place;
}

json facts_json(const std::vector<Fact>& facts) {
  json list = json::array();
  for (const Fact& fact : facts) list.push_back(fact_json(fact));
  return list;
}

json alternates_json(const std::vector<Alternate>& alternates) {
  json list = json::array();
  for (const Alternate& alternate : alternates) {
    json entry = fact_json(alternate.url);
    entry["hreflang"] = alternate.language;
    list.push_back(std::move(entry));
  }
  return list;
}

json metadata_json(const PageMetadata& metadata) {
  return {{"title", fact_json(metadata.title)},
          {"description", fact_json(metadata.description)},
          {"site_name", fact_json(metadata.site_name)},
          {"language", fact_json(metadata.language)},
          {"image", fact_json(metadata.image)},
          {"type", fact_json(metadata.type)},
          {"section", fact_json(metadata.section)},
          {"licence", fact_json(metadata.licence)},
          {"published", fact_json(metadata.published)},
          {"modified", fact_json(metadata.modified)},
          {"authors", facts_json(metadata.authors)},
          {"tags", facts_json(metadata.tags)},
          {"amp", fact_json(metadata.amp)},
          {"next", fact_json(metadata.next)},
          {"previous", fact_json(metadata.previous)},
          {"alternates", alternates_json(metadata.alternates)},
          {"feeds", facts_json(metadata.feeds)}};
}

bool has_flag(const PageInfoRow& page, std::string_view word) {
  return (" " + page.flags + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

json parse_json(const PageInfoRow& page) {
  return {{"depth_limited", has_flag(page, "depth_limited")},
          {"attributes_limited", has_flag(page, "attributes_limited")},
          {"refused", page.history_drop_reason == code(Reason::content_parse_failed)}};
}

json content_json(const Content& content, const PageInfoRow& page, const PageTextRow& text) {
  return {{"encoding", page.charset},
          {"parse", parse_json(page)},
          {"flags", page.flags},
          {"history_drop_reason", or_null(page.history_drop_reason)},
          {"history_drop_evidence", or_null(page.history_drop_evidence)},
          {"title", or_null(content.title)},
          {"description", or_null(content.description)},
          {"canonical",
           {{"raw", or_null(content.canonical_raw)},
            {"url", or_null(content.canonical)},
            {"line", content.canonical_line}}},
          {"meta_refresh", or_null(content.refresh ? content.refresh->target : std::nullopt)},
          {"base", content.base},
          {"language", {{"declared", content.declared_language}, {"detected", content.detected_language}}},
          {"metadata", metadata_json(content.metadata)},
          {"meta_robots", robots_json(content.meta_robots)},
          {"feeds", content.feeds},
          {"links", links_json(content.links)},
          {"links_not_http", content.links_not_http},
          {"links_invalid", content.links_invalid},
          {"words",
           {{"visible", content.words},
            {"anchor", content.anchor_words},
            {"main", content.main_words},
            {"hidden", content.hidden_words},
            {"title", content.title_words}}},
          {"boilerpipe_text", text.boilerpipe_text},
          {"markdown", text.markdown},
          {"readable_markdown", text.readable_markdown},
          {"readable_text", content.readable_text}};
}

json score_json(const SignalScore& score) {
  json signals = json::array();
  for (const Signal& signal : score.signals) {
    signals.push_back({{"name", signal.name},
                       {"value", signal.value},
                       {"weight", signal.weight},
                       {"contribution", signal.contribution}});
  }
  return {{"score", score.score}, {"sum", score.raw}, {"threshold", score.threshold}, {"signals", std::move(signals)}};
}

json hash_json(const std::optional<int64_t>& hash) {
  return hash ? json(std::to_string(*hash)) : json();
}

// What a crawl judges the page by. Hashes are strings: most JSON readers keep 53 bits of a number.
json judgement_json(const Content& content, const PageInfoRow& page, const Url& url) {
  return {{"content_hash", hash_json(page.content_hash)},
          {"similarity_hash", hash_json(page.similarity_hash)},
          {"link_density", content.link_density()},
          {"spam", score_json(score_spam(content))},
          {"soft_404", score_json(score_soft_404(content, url))},
          {"needs_js", score_json(score_needs_js(content))}};
}

class ExtractVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "The page; - reads it from stdin")->required();
    app.add_option("--url", url_, "The page's own address, which relative links are resolved against");
    app.add_option("--charset", charset_, "The charset that the server's Content-Type named");
    app.add_option("--format", format_,
                   "What to print: boilerpipe, markdown, readable, text (readable without markup), json")
        ->check(CLI::IsMember({"boilerpipe", "markdown", "readable", "text", "json"}))
        ->capture_default_str();
    app.add_flag("--json", json_, "The same as --format json");
    flags_.declare(app);
  }

  int run() override {
    const auto config = flags_.read();
    if (!config) return complain(config.error().message);
    const PipelineOptions options = pipeline_options(*config, CanonicalOptions());
    const Result<Url> url = Url::parse(url_);
    if (!url) return complain("--url " + url_ + " is not an absolute URL: " + url.error().message);
    auto bytes = read_file(file_);
    if (!bytes) return complain(bytes.error().message);
    const PageReading page = read_page(exchange(std::string(url->href()), std::move(*bytes)), options);
    print(page, page.record.text.value_or(PageTextRow()));
    if (!std::cout.flush()) return kNotDone;
    return say_what_is_missing(*page.record.info) ? kYes : kNo;
  }

 private:
  // The file as the answer that a crawl would have had.
  Exchange exchange(std::string url, std::string body) const {
    Exchange answer;
    answer.url = std::move(url);
    answer.stamp = SystemClock().now();
    answer.status = 200;
    answer.headers.push_back({"Content-Type", "text/html" + (charset_.empty() ? "" : "; charset=" + charset_)});
    answer.body = std::move(body);
    return answer;
  }

  void print(const PageReading& page, const PageTextRow& text) const {
    if (json_ || format_ == "json") {
      json object = content_json(page.content, *page.record.info, text);
      object["judgement"] = judgement_json(page.content, *page.record.info, page.record.url);
      std::cout << object.dump(2, ' ', true, json::error_handler_t::replace) << "\n";
      return;
    }
    const std::string& chosen = format_ == "boilerpipe" ? text.boilerpipe_text
                                : format_ == "markdown" ? text.markdown
                                : format_ == "text"     ? page.content.readable_text
                                                        : text.readable_markdown;
    std::cout << (isatty(STDOUT_FILENO) ? visible(chosen, true) : chosen);
    if (!chosen.empty() && chosen.back() != '\n') std::cout << "\n";
  }

  // Says on stderr what keeps the output from being the whole page. False when the page could not be read at all; a
  // page without content is read.
  bool say_what_is_missing(const PageInfoRow& page) const {
    if (has_flag(page, "truncated")) {
      complain(file_ + " is read as far as byte " + std::to_string(page.download_size) +
               ", where a crawl cuts a page off; --body-bytes sets it");
    }
    const std::optional<Reason> drop = reason_from_code(page.history_drop_reason.value_or(""));
    if (drop != Reason::content_parse_failed) return true;
    complain(file_ + ": " + std::string(info(*drop).sentence) + " (" + page.history_drop_evidence.value_or("") +
             "); what is printed is empty");
    return false;
  }

  std::string file_;
  std::string url_ = "about:blank";
  std::string charset_;
  std::string format_ = "readable";
  bool json_ = false;
  SettingsFlags flags_{kExtractVerb};
};

}  // namespace

std::unique_ptr<Verb> make_extract_verb() {
  return std::make_unique<ExtractVerb>();
}

}  // namespace lycosa::cli
