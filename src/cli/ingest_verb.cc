#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/read_file.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "crawl/crawl.h"
#include "inspect/inspect.h"
#include "inspect/overview.h"
#include "store/store.h"

namespace lycosa::cli {
namespace {

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
    auto made_with = store_options(config_);
    if (!made_with) return complain(made_with.error().message);
    made_with->leave_out_damaged = true;
    auto store = open_store_writer(config_.store, *made_with);
    if (!store) return complain(store.error().message);
    auto stored = open_store_reader(config_.store, (*store)->left_out());
    if (!stored) return complain(stored.error().message);
    const SystemClock clock;
    const auto taken = ingest(std::move(foreign_), config_, **store, **stored, clock);
    if (!taken) return complain(taken.error().message);
    Inspector inspector(**stored, {.now = clock.now()});
    const Report report = inspector.inspect_url(taken->url.href());
    const nlohmann::ordered_json object = result_json(*taken, report, (*store)->left_out());
    std::cout << (json_ ? json_line(object) : result_text(*taken, report)) << "\n";
    return complain_of_shards(object) ? kNotDone : kYes;
  }

 private:
  Result<void> prepare() {
    auto config = flags_.read();
    if (!config) return config.unexpected();
    config_ = std::move(*config);
    foreign_.page.stamp = SystemClock().now();
    if (auto read = read_time("--at", at_); !read) return read.unexpected();
    if (!at_.empty()) foreign_.page.stamp = *parse_time(at_);
    if (auto read = read_time("--first-indexed", first_indexed_); !read) return read.unexpected();
    if (!first_indexed_.empty()) foreign_.first_indexed_stamp = parse_time(first_indexed_)->seconds();
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
    foreign_.page.url = url->href();
    foreign_.page.status = status_;
    for (const std::string& line : headers_) {
      auto header = parse_header(line);
      if (!header) return header.unexpected();
      foreign_.page.headers.push_back(std::move(*header));
    }
    if (!foreign_.page.header("Content-Type")) foreign_.page.headers.push_back({"Content-Type", "text/html"});
    auto body = read_file(html_);
    if (!body) return body.unexpected();
    foreign_.page.body = std::move(*body);
    return {};
  }

  Result<void> read_robots() {
    if (robots_.empty()) return {};
    Exchange& answer = foreign_.robots.emplace();
    answer.purpose = Purpose::robots;
    answer.stamp = foreign_.page.stamp;
    answer.status = robots_ == "none" ? 404 : 200;
    if (robots_ == "none") return {};
    auto body = read_file(robots_);
    if (!body) return body.unexpected();
    answer.body = std::move(*body);
    return {};
  }

  std::string result_text(const Ingested& taken, const Report& report) const {
    std::string text(name(report.verdict.status));
    if (const HeldReason* decisive = report.verdict.decisive()) text += " (" + decisive->code + ")";
    return text + ": " + visible(taken.url.href()) + ", in shard " + std::to_string(report.key->shard) + " of " +
           visible(config_.store);
  }

  static nlohmann::ordered_json result_json(const Ingested& taken, const Report& report,
                                            const std::vector<ShardFault>& left_out) {
    const HeldReason* decisive = report.verdict.decisive();
    return {{"url", taken.url.href()},
            {"unparsed", taken.key.unparsed},
            {"root_hash", std::to_string(taken.key.root_hash)},
            {"shard", report.key->shard},
            {"verdict", name(report.verdict.status)},
            {"reason", decisive == nullptr ? nlohmann::ordered_json() : nlohmann::ordered_json(decisive->code)},
            {"targets", taken.targets},
            {"unavailable", unavailable_json(left_out)}};
  }

  std::string html_, url_, at_, robots_, first_indexed_;
  int status_ = 200;
  std::vector<std::string> headers_;
  bool json_ = false;
  SettingsFlags flags_{kIngestVerb};

  Config config_;
  ForeignPage foreign_;
};

}  // namespace

std::unique_ptr<Verb> make_ingest_verb() {
  return std::make_unique<IngestVerb>();
}

}  // namespace lycosa::cli
