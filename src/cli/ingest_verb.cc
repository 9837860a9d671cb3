#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/read_file.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "crawl/crawl.h"
#include "pipeline/pipeline.h"
#include "reason/reason.h"
#include "store/store.h"

namespace lycosa::cli {
namespace {

// The version of what ingest knows of a target: that the page names it. Anything that a crawl has written is newer, and
// a link that may be followed is newer than one that may not.
constexpr int64_t kNamed = 0;
constexpr int64_t kNamedWithNofollow = -1;

SeenRow seen_of_page(const Record& record, Timestamp at) {
  SeenRow row;
  row.key = record.key;
  row.state = SeenState::crawled;
  row.attempts = 1;
  row.ver = at.ms;
  return row;
}

DiscoveryRow discovery_of_page(const Record& record, Timestamp at) {
  DiscoveryRow row;
  row.key = record.key;
  row.how = Discovery::manual;
  row.source = "ingest";
  row.stamp_ms = row.ver = at.ms;
  return row;
}

DiscoveryRow discovery_of_target(const Discovered& target, const UrlKey& page, Timestamp at) {
  DiscoveryRow row;
  row.key = target.key;
  row.how = target.how;
  row.source = page.unparsed;
  row.stamp_ms = row.ver = at.ms;
  // As in a crawl: only a link leads further away.
  const bool redirect = target.how == Discovery::redirect;
  row.depth = redirect || target.how == Discovery::canonical ? 0 : 1;
  row.hops = redirect ? 1 : 0;
  row.nofollow = target.nofollow ? 1 : 0;
  return row;
}

SeenRow seen_of_target(const Discovered& target, const DiscoveryRow& discovery) {
  SeenRow row;
  row.key = target.key;
  row.depth = discovery.depth;
  row.hops = discovery.hops;
  row.ver = kNamed;
  if (target.nofollow) {
    row.state = SeenState::refused;
    row.reason = code(Reason::discovery_link_nofollow_only);
    row.evidence = target.nofollow_evidence;
    row.ver = kNamedWithNofollow;
  }
  return row;
}

Result<Header> parse_header(const std::string& line) {
  const size_t colon = line.find(':');
  const std::string_view name = trim(std::string_view(line).substr(0, colon));
  if (colon == std::string::npos || name.empty()) {
    return fail(ErrorKind::invalid, "--header " + line + " has no name; write it as 'Name: value'");
  }
  return Header{std::string(name), std::string(trim(std::string_view(line).substr(colon + 1)))};
}

class IngestVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--html", html_, "The page's file; - is standard input")->type_name("FILE")->required();
    app.add_option("--url", url_, "The URL that it is the page of")->type_name("URL")->required();
    app.add_option("--at", at_, "When it was crawled, such as 2026-04-10T17:37:08Z (now)")->type_name("TIME");
    app.add_option("--status", status_, "The HTTP status that it came with")
        ->type_name("N")
        ->check(CLI::Range(100, 599))
        ->capture_default_str();
    app.add_option("--header", headers_, "A header field that it came with; may be given again")
        ->type_name("'NAME: VALUE'")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--robots", robots_, "The host's robots.txt, or none when it has none; not given, it stays unknown")
        ->type_name("FILE|none");
    app.add_option("--first-indexed", first_indexed_, "When the page first passed the index filters")
        ->type_name("TIME");
    app.add_flag("--json", json_, "Print the result as a JSON object");
    flags_.declare(app);
  }

  int run() override {
    if (auto ready = prepare(); !ready) return complain(ready.error().message);
    const auto made_with = store_options(config_);
    if (!made_with) return complain(made_with.error().message);
    auto store = open_store_writer(config_.store, *made_with);
    if (!store) return complain(store.error().message);
    options_ = pipeline_options(config_, (*store)->info().rules);
    set_urls();
    Record record = process_page(page_, std::nullopt, options_);
    if (record.info) record.info->first_indexed_stamp = first_indexed_stamp_;
    const uint32_t shard = shard_of(record.key.root_hash, (*store)->info().shard_count);
    const std::string result = json_ ? result_json(record, shard) : result_text(record, shard);
    if (auto written = (*store)->write(batch(std::move(record))); !written) return complain(written.error().message);
    std::cout << result << "\n";
    return kYes;
  }

 private:
  Result<void> prepare() {
    auto config = flags_.read();
    if (!config) return config.unexpected();
    config_ = std::move(*config);
    page_.stamp = SystemClock().now();
    if (auto read = read_time("--at", at_); !read) return read.unexpected();
    if (!at_.empty()) page_.stamp = *parse_time(at_);
    if (auto read = read_time("--first-indexed", first_indexed_); !read) return read.unexpected();
    if (!first_indexed_.empty()) first_indexed_stamp_ = parse_time(first_indexed_)->seconds();
    if (html_ == "-" && robots_ == "-") {
      return fail(ErrorKind::invalid, "--html and --robots cannot both be standard input; give one of them as a file");
    }
    if (auto read = read_page(); !read) return read;
    return read_robots();
  }

  static Result<void> read_time(const std::string& flag, const std::string& text) {
    if (text.empty() || parse_time(text)) return {};
    return fail(ErrorKind::invalid, flag + " is \"" + text + "\"; write it as 2026-04-10T17:37:08Z");
  }

  Result<void> read_page() {
    const Result<Url> url = Url::parse(url_);
    if (!url) return fail(ErrorKind::invalid, "--url: " + url.error().message);
    if (!url->is_http())
      return fail(ErrorKind::invalid, "--url " + url_ + " is neither http nor https; pages have one of these");
    url_ = url->href();
    page_.status = status_;
    for (const std::string& line : headers_) {
      auto header = parse_header(line);
      if (!header) return header.unexpected();
      page_.headers.push_back(std::move(*header));
    }
    if (!page_.header("Content-Type")) page_.headers.push_back({"Content-Type", "text/html"});
    auto body = read_file(html_);
    if (!body) return body.unexpected();
    page_.body = std::move(*body);
    return {};
  }

  Result<void> read_robots() {
    if (robots_.empty()) return {};
    Exchange& answer = robots_answer_.emplace();
    answer.purpose = Purpose::robots;
    answer.stamp = page_.stamp;
    answer.status = robots_ == "none" ? 404 : 200;
    if (robots_ == "none") return {};
    auto body = read_file(robots_);
    if (!body) return body.unexpected();
    answer.body = std::move(*body);
    return {};
  }

  // The URL was read before; how it is kept is the store's to say.
  void set_urls() {
    const Url page = canonical(*Url::parse(url_), options_.canonical);
    page_.url = page.href();
    if (robots_answer_) robots_answer_->url = Url::parse("/robots.txt", &page)->href();
  }

  WriteBatch batch(Record record) const {
    WriteBatch rows;
    rows.discoveries.push_back(discovery_of_page(record, page_.stamp));
    for (const Discovered& target : record.discovered) {
      rows.discoveries.push_back(discovery_of_target(target, record.key, page_.stamp));
      rows.seen.push_back(seen_of_target(target, rows.discoveries.back()));
    }
    rows.in_links = in_links(record);
    if (robots_answer_) rows.robots.push_back(process_robots({*robots_answer_}, std::nullopt, options_));
    SeenRow seen = seen_of_page(record, page_.stamp);
    rows.pages.push_back(page_write(std::move(record), std::move(seen)));
    return rows;
  }

  std::string result_text(const Record& record, uint32_t shard) const {
    std::string text = record.history.verdict;
    if (record.history.reason) text += " (" + *record.history.reason + ")";
    return text + ": " + visible(page_.url) + ", in shard " + std::to_string(shard) + " of " + visible(config_.store);
  }

  static std::string result_json(const Record& record, uint32_t shard) {
    nlohmann::ordered_json result{{"url", record.url.href()},
                                  {"unparsed", record.key.unparsed},
                                  {"root_hash", std::to_string(record.key.root_hash)},
                                  {"shard", shard},
                                  {"verdict", record.history.verdict},
                                  {"reason", nullptr},
                                  {"targets", record.discovered.size()}};
    if (record.history.reason) result["reason"] = *record.history.reason;
    return result.dump(-1, ' ', true);
  }

  std::string html_, url_, at_, robots_, first_indexed_;
  int status_ = 200;
  std::vector<std::string> headers_;
  bool json_ = false;
  SettingsFlags flags_{kIngestVerb};

  Config config_;
  PipelineOptions options_;
  Exchange page_;
  std::optional<Exchange> robots_answer_;
  std::optional<int64_t> first_indexed_stamp_;
};

}  // namespace

std::unique_ptr<Verb> make_ingest_verb() {
  return std::make_unique<IngestVerb>();
}

}  // namespace lycosa::cli
