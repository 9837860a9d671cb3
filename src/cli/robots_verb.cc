#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/read_file.h"
#include "cli/robots_answer.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "reason/reason.h"
#include "url/url.h"
#include "visit/visit.h"

namespace lycosa::cli {
namespace {

using nlohmann::ordered_json;

bool is_url(std::string_view text) {
  return starts_with_ignoring_case(text, "http://") || starts_with_ignoring_case(text, "https://");
}

// Where the file came from and what its status means, when it was fetched.
struct Fetched {
  RobotsRow row;
  std::string url;
  int64_t took_ms = 0;

  const RobotsStatusRow& status() const {
    return robots_status(static_cast<int>(row.http_code.value_or(0)), row.outcome != "answered");
  }
  bool has_rules() const { return status().access == RobotsAccess::by_rules; }
  bool truncated() const { return row.flags.find("truncated") != std::string::npos; }
  std::vector<std::string_view> chain() const { return split(row.redirects ? *row.redirects : url, '\n'); }
};

ordered_json fetch_json(const Fetched& fetched, Timestamp now) {
  const RobotsRow& row = fetched.row;
  ordered_json chain = ordered_json::array();
  for (const std::string_view url : fetched.chain()) chain.push_back(to_valid_utf8(url));
  const Timestamp stamp{row.fetch_stamp_ms};
  return {{"url", fetched.url},
          {"hops", std::move(chain)},
          {"http_code", row.http_code ? ordered_json(*row.http_code) : ordered_json()},
          {"outcome", row.outcome},
          {"fetched_at", rfc3339(stamp)},
          {"age_ms", now - stamp},
          {"took_ms", fetched.took_ms},
          {"expires", rfc3339(Timestamp::from_seconds(row.expires_stamp))},
          {"bytes", row.body.size()},
          {"truncated", fetched.truncated()},
          {"status", fetched.status().name},
          {"access", row.access},
          {"meaning", fetched.status().rule},
          {"section", fetched.status().section}};
}

void print_fetch(const Fetched& fetched) {
  const RobotsRow& row = fetched.row;
  const RobotsStatusRow& status = fetched.status();
  for (const std::string_view url : fetched.chain()) std::cout << "asked      " << visible(url) << "\n";
  std::cout << "answer     " << (row.http_code ? "HTTP " + std::to_string(*row.http_code) : std::string("none"));
  if (row.outcome != "answered") std::cout << ", " << row.outcome;
  if (fetched.has_rules()) std::cout << ", " << row.body.size() << " bytes";
  std::cout << ", after " << duration(fetched.took_ms) << "\n";
  if (const auto reason = reason_from_code(row.outcome)) std::cout << "because    " << info(*reason).sentence << "\n";
  std::cout << "meaning    " << status.rule << " (RFC 9309, section " << status.section << ")\n";
  if (fetched.truncated()) std::cout << "           but " << kRobotsTooLong << "\n";
  std::cout << "fetched    " << date_and_time(Timestamp{row.fetch_stamp_ms}) << " UTC; "
            << (status.access == RobotsAccess::disallow_all ? "a crawl would ask again "
                                                            : "a crawl would keep it until ")
            << date_and_time(Timestamp::from_seconds(row.expires_stamp)) << " UTC\n";
}

class RobotsVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "A robots.txt, - for stdin, or a URL whose host is asked for its own")
        ->type_name("FILE|URL");
    app.add_option("--url", url_, "The URL, or its path and query")->type_name("URL");
    app.add_option(
           "--batch", batch_,
           "Lines of {\"robots_txt\" or \"robots_txt_b64\", \"user_agent\", \"url\"}, answered line by line; - is "
           "stdin")
        ->type_name("FILE");
    app.add_flag("--json", json_, "One JSON object");
    flags_.declare(app);
  }

  int run() override {
    if (!batch_.empty()) return run_batch();
    if (file_.empty()) return complain("no robots.txt was given; name a file, - for stdin, or the URL of a site");
    auto config = flags_.read();
    if (!config) return complain(config.error().message);
    config_ = std::move(*config);
    if (url_.empty() && is_url(file_)) url_ = file_;
    if (url_.empty()) return complain("no URL was given; name it with --url");
    const auto target = robots_target(url_);
    if (!target) return complain(target.error().message);
    std::string body;
    if (auto got = get_robots(body); !got) return complain(got.error().message);
    show(RobotsTxt::parse(body), *target);
    std::cout.flush();
    return allowed_ ? kYes : kNo;
  }

 private:
  int run_batch() {
    std::ifstream opened;
    if (batch_ != "-") {
      opened.open(batch_, std::ios::binary);
      if (!opened) return complain("the file " + batch_ + " cannot be read; check its name");
    }
    std::istream& in = batch_ == "-" ? std::cin : opened;
    std::string line;
    while (std::cout && std::getline(in, line)) std::cout << json_line(answer_robots_line(line)) << "\n";
    std::cout.flush();
    return kYes;
  }

  Result<void> get_robots(std::string& body) {
    if (!is_url(file_)) {
      auto text = read_file(file_);
      if (text) body = std::move(*text);
      return text ? Result<void>() : text.unexpected();
    }
    const auto site = Url::parse(file_);
    if (!site) return site.unexpected();
    auto found = Visitor(config_, clock_).robots(*site, CanonicalOptions());
    if (!found) return found.unexpected();
    body = found->row.body;
    Fetched fetched{std::move(found->row), found->hops.front().url, 0};
    for (const Exchange& hop : found->hops) fetched.took_ms += hop.total_ms;
    fetched_ = std::move(fetched);
    return {};
  }

  std::string agent() const { return config_.user_agent.empty() ? "lycosa" : config_.user_agent; }

  // A file that was fetched without giving rules decides by its status alone; robots.txt itself is allowed all the
  // same.
  void show(const RobotsTxt& robots, const std::string& target) {
    const RobotsDecision decision = robots.decide(agent(), target);
    const bool by_status = fetched_ && !fetched_->has_rules() && decision.basis != RobotsBasis::robots_txt;
    allowed_ = by_status ? fetched_->status().access == RobotsAccess::allow_all : decision.allowed;
    if (json_) {
      print_json(robots, decision, by_status);
    } else {
      print_text(robots, decision, by_status);
    }
  }

  void print_json(const RobotsTxt& robots, const RobotsDecision& decision, bool by_status) const {
    ordered_json object = {{"url", to_valid_utf8(url_)}, {"user_agent", to_valid_utf8(agent())}};
    object.update(decision_json(decision));
    object["allowed"] = allowed_;
    if (by_status) object["basis"] = "status";
    const auto delay = robots.crawl_delay(agent());
    object["crawl_delay"] = delay ? ordered_json(*delay) : ordered_json();
    object["sitemaps"] = texts_json(robots.sitemaps());
    object["host"] = robots.host() ? ordered_json(to_valid_utf8(*robots.host())) : ordered_json();
    object["clean_params"] = texts_json(robots.clean_params());
    if (fetched_) object["fetch"] = fetch_json(*fetched_, clock_.now());
    std::cout << json_line(object) << "\n";
  }

  static ordered_json texts_json(const std::vector<std::string>& texts) {
    ordered_json list = ordered_json::array();
    for (const std::string& text : texts) list.push_back(to_valid_utf8(text));
    return list;
  }

  void print_text(const RobotsTxt& robots, const RobotsDecision& decision, bool by_status) const {
    std::cout << (allowed_ ? "allowed" : "disallowed") << ": "
              << (by_status ? fetched_->status().rule : sentence_of(decision.basis)) << "\n";
    if (!decision.group.empty()) {
      std::cout << "group      " << visible(decision.group) << ", from line " << decision.group_line << "\n";
    }
    print_rule("rule       ", decision.rule);
    print_rule("runner-up  ", decision.runner_up);
    if (const auto delay = robots.crawl_delay(agent())) std::cout << "delay      " << *delay << " s\n";
    for (const std::string& sitemap : robots.sitemaps()) std::cout << "sitemap    " << visible(sitemap) << "\n";
    if (robots.host()) std::cout << "host       " << visible(*robots.host()) << "\n";
    for (const std::string& params : robots.clean_params()) std::cout << "no content " << visible(params) << "\n";
    if (fetched_) print_fetch(*fetched_);
  }

  static void print_rule(const char* label, const std::optional<RobotsRule>& rule) {
    if (rule) std::cout << label << "line " << rule->line << ": " << rule->text << "\n";
  }

  std::string file_, url_, batch_;
  bool json_ = false;
  SettingsFlags flags_{kRobotsVerb};

  SystemClock clock_;
  Config config_;
  std::optional<Fetched> fetched_;
  bool allowed_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_robots_verb() {
  return std::make_unique<RobotsVerb>();
}

}  // namespace lycosa::cli
