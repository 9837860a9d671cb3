#include <array>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "inspect/overview.h"

namespace lycosa::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kPerPage = 500;
// A page of JSON when --limit does not say, and the most that one page has.
constexpr uint64_t kPageOfJson = 100;
constexpr uint64_t kLargestPage = 1000;
constexpr std::array kColumns = {"url",          "verdict", "verdict_reason", "state", "reason",   "http_status",
                                 "last_crawled", "how",     "depth",          "title", "unparsed", "root_hash",
                                 "first_seen",   "next_due"};

std::string plain(const Json& value) {
  return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
}

// RFC 4180; a value that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv(const Json& value) {
  std::string text = plain(value);
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

class UrlsVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--reason", request_.reason,
                   "Only URLs of which this reason is the decisive one, such as robots.disallowed")
        ->type_name("CODE");
    app.add_option("--state", request_.state, "Only queued, leased, crawled, refused, failed or retry")
        ->type_name("STATE");
    app.add_option("--verdict", request_.verdict, "Only INDEXABLE, NOT_INDEXABLE, NOT_CRAWLED or STORE_UNAVAILABLE")
        ->type_name("VERDICT");
    app.add_option("--stage", request_.stage,
                   "Only URLs that came as far as discovered, admitted, crawled, ok or indexable")
        ->type_name("STAGE");
    app.add_option("--http-status", request_.http_status, "Only pages whose last answer had this status")
        ->type_name("CODE");
    app.add_option("--host", request_.host, "Only this host")->type_name("HOST");
    app.add_option("--root", request_.root, "Only this registrable domain")->type_name("DOMAIN");
    app.add_option("--after", request_.after, "Go on behind this place: what `next` of a page said")
        ->type_name("PLACE");
    app.add_option("--limit", limit_text_, "Print at most this many URLs. 0 means all of them [0; with --json 100]")
        ->type_name("N");
    app.add_option("--now", now_text_, "The time to judge at, such as 2026-04-12T00:00:00Z (default: the time it is)")
        ->type_name("TIME");
    app.add_flag("--csv", csv_, "Comma-separated values with a heading");
    app.add_flag("--json", json_,
                 "One page as the HTTP API gives it: a JSON object with `urls` and `next`. With --limit 0 or more than "
                 "1000: the URLs alone, one JSON object a line");
    flags_.declare(app);
  }

  int run() override {
    now_ = SystemClock().now();
    if (!now_text_.empty()) {
      const auto given = parse_time(now_text_);
      if (!given) return complain("--now is \"" + now_text_ + "\"; write it as 2026-04-12T00:00:00Z");
      now_ = *given;
    }
    std::optional<uint64_t> limit;
    if (!limit_text_.empty()) {
      limit = parse_uint(limit_text_);
      if (!limit) return complain("--limit is \"" + limit_text_ + "\"; it must be a whole number, and 0 means all");
    }
    if (csv_ && json_) return complain("--csv and --json were given; give one of them");
    const auto config = flags_.read();
    if (!config) return complain(config.error().message);
    auto reader = open_store_reader(config->store);
    if (!reader) return complain(reader.error().message);
    TotalsCache cache;
    Overview overview(**reader, cache, inspect_options(*config, now_));
    const uint64_t most = limit.value_or(json_ ? kPageOfJson : 0);
    return json_ && most > 0 && most <= kLargestPage ? print_page(overview, most) : print_all(overview, most);
  }

 private:
  int print_page(Overview& overview, uint64_t limit) {
    request_.limit = static_cast<int>(limit);
    const auto page = overview.urls(request_, now_);
    if (!page) return complain(page.error().message);
    std::cout << json_line(*page) << "\n" << std::flush;
    if (complain_of_shards(*page)) return kNotDone;
    return (*page)["urls"].empty() ? kNo : kYes;
  }

  int print_all(Overview& overview, uint64_t limit) {
    if (csv_) print_heading();
    uint64_t printed = 0;
    bool whole = true;
    const auto finish = [&] {
      std::cout.flush();
      return !whole ? kNotDone : printed > 0 ? kYes : kNo;
    };
    while (std::cout) {
      request_.limit = kPerPage;
      const auto page = overview.urls(request_, now_);
      if (!page) return complain(page.error().message);
      whole = !complain_of_shards(*page) && whole;
      for (const Json& row : (*page)["urls"]) {
        if (limit != 0 && printed == limit) return finish();
        print_row(row);
        ++printed;
      }
      if ((*page)["next"].is_null()) return finish();
      request_.after = (*page)["next"].get<std::string>();
    }
    return kNotDone;
  }

  static void print_heading() {
    for (size_t i = 0; i < kColumns.size(); ++i) std::cout << (i ? "," : "") << kColumns[i];
    std::cout << "\r\n";
  }

  void print_row(const Json& row) const {
    if (json_) {
      std::cout << json_line(row) << "\n";
      return;
    }
    if (csv_) {
      for (size_t i = 0; i < kColumns.size(); ++i) std::cout << (i ? "," : "") << csv(row[kColumns[i]]);
      std::cout << "\r\n";
      return;
    }
    const std::string reason = plain(row["verdict_reason"]);
    std::cout << visible(plain(row["verdict"])) << "\t" << (reason.empty() ? "-" : visible(reason)) << "\t"
              << visible(plain(row["url"])) << "\n";
  }

  UrlListRequest request_;
  std::string now_text_, limit_text_;
  Timestamp now_;
  bool csv_ = false, json_ = false;
  SettingsFlags flags_{kUrlsVerb};
};

}  // namespace

std::unique_ptr<Verb> make_urls_verb() {
  return std::make_unique<UrlsVerb>();
}

}  // namespace lycosa::cli
