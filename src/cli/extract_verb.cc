#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/text.h"
#include "cli/read_file.h"
#include "cli/settings_flags.h"
#include "cli/verb.h"
#include "extract/extract.h"
#include "html/encoding.h"
#include "html/html.h"
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

json content_json(const Content& content, const html::DecodedText& decoded_head, const html::Document& document) {
  const html::ParseFlags& flags = document.flags();
  return {{"encoding", decoded_head.encoding},
          {"parse",
           {{"depth_limited", flags.depth_limited},
            {"attributes_limited", flags.attributes_limited},
            {"refused", flags.refused}}},
          {"title", or_null(content.title)},
          {"description", or_null(content.description)},
          {"canonical",
           {{"raw", or_null(content.canonical_raw)},
            {"url", or_null(content.canonical)},
            {"line", content.canonical_line}}},
          {"meta_refresh", or_null(content.meta_refresh)},
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
          {"boilerpipe_text", content.boilerpipe_text},
          {"markdown", content.markdown},
          {"readable_markdown", content.readable_markdown},
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

// What a crawl would judge the page by. Hashes are strings: most JSON readers keep 53 bits of a number.
json judgement_json(const Content& content, const Url& url, uint64_t content_hash) {
  return {{"content_hash", std::to_string(content_hash)},
          {"similarity_hash", std::to_string(static_cast<int64_t>(similarity_hash(content.readable_text)))},
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
    const uint64_t content_hash = siphash63(*bytes);
    html::DecodedText decoded = html::decode(std::move(*bytes), charset_, url->top_level_domain());
    const html::Document document = html::parse(
        std::move(decoded.utf8), {.max_depth = options.html_depth, .max_attributes = options.html_attributes});
    if (document.flags().refused) {
      complain("the parser refused " + file_ + ": it is larger than 128 MiB; what follows is empty");
    }
    const Content content = extract_content(document, *url, decoded.encoding);
    if (json_ || format_ == "json") {
      json page = content_json(content, decoded, document);
      page["judgement"] = judgement_json(content, *url, content_hash);
      std::cout << page.dump(2, ' ', true, json::error_handler_t::replace) << "\n";
    } else {
      print(content);
    }
    if (!std::cout.flush()) return kNotDone;
    return document.flags().refused ? kNo : kYes;
  }

 private:
  void print(const Content& content) const {
    const std::string& text = format_ == "boilerpipe" ? content.boilerpipe_text
                              : format_ == "markdown" ? content.markdown
                              : format_ == "text"     ? content.readable_text
                                                      : content.readable_markdown;
    std::cout << (isatty(STDOUT_FILENO) ? visible(text, true) : text);
    if (!text.empty() && text.back() != '\n') std::cout << "\n";
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
