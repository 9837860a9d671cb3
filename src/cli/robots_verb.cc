#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.h"
#include "cli/base64.h"
#include "cli/json_line.h"
#include "cli/verb.h"
#include "robots/robots.h"
#include "url/url.h"

namespace lycosa::cli {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::string_view name_of(RobotsBasis basis) {
  switch (basis) {
    case RobotsBasis::rule:
      return "rule";
    case RobotsBasis::no_match:
      return "no_match";
    case RobotsBasis::no_group:
      return "no_group";
    case RobotsBasis::robots_txt:
      return "robots_txt";
  }
  return "";
}

std::string_view sentence_of(RobotsBasis basis) {
  switch (basis) {
    case RobotsBasis::rule:
      return "the longest rule that matches decides";
    case RobotsBasis::no_match:
      return "no rule of the group matches";
    case RobotsBasis::no_group:
      return "no group is for this agent, and none for *";
    case RobotsBasis::robots_txt:
      return "/robots.txt itself is always allowed";
  }
  return "";
}

// What is matched of a URL: its path and query. A bare path is taken as one.
Result<std::string> target_of(const std::string& url) {
  if (url.empty()) return std::string("/");
  if (url.front() != '/') {
    const auto parsed = Url::parse(url);
    return parsed ? Result<std::string>(parsed->path_and_query()) : parsed.unexpected();
  }
  const auto any_host = Url::parse("http://any.invalid/");
  const auto parsed = Url::parse(url.substr(url.find_first_not_of('/') - 1), &*any_host);
  return parsed ? Result<std::string>(parsed->path_and_query()) : parsed.unexpected();
}

ordered_json rule_json(const std::optional<RobotsRule>& rule) {
  if (!rule) return nullptr;
  return {
      {"allow", rule->allow}, {"line", rule->line}, {"text", rule->text}, {"pattern", to_valid_utf8(rule->pattern)}};
}

// The members that batch and single answers share.
ordered_json decision_json(const RobotsDecision& decision) {
  ordered_json object = {{"allowed", decision.allowed}, {"line", nullptr}, {"rule", nullptr}, {"group", nullptr}};
  if (decision.rule) object["line"] = decision.rule->line;
  if (decision.rule) object["rule"] = decision.rule->text;
  if (!decision.group.empty()) object["group"] = to_valid_utf8(decision.group);
  object["basis"] = name_of(decision.basis);
  return object;
}

ordered_json error_json(std::string_view message) {
  return {{"error", message}};
}

std::optional<std::string> text_member(const json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

ordered_json answer(std::string_view line) {
  const auto object = read_json_line(line);
  if (!object || !object->is_object()) return error_json("the line is no JSON object");
  std::optional<std::string> body = text_member(*object, "robots_txt");
  if (!body) {
    const auto encoded = text_member(*object, "robots_txt_b64");
    if (!encoded) return error_json("\"robots_txt\" and \"robots_txt_b64\" are missing; give one of them");
    body = decode_base64(*encoded);
    if (!body) return error_json("\"robots_txt_b64\" is not base64");
  }
  const auto agent = text_member(*object, "user_agent");
  const auto url = text_member(*object, "url");
  if (!agent || !url) return error_json("\"user_agent\" or \"url\" is missing, or no text");
  const auto target = target_of(*url);
  if (!target) return error_json(target.error().message);
  return decision_json(RobotsTxt::parse(*body).decide(*agent, *target));
}

class RobotsVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "A robots.txt; - is stdin")->type_name("FILE");
    app.add_option("--url", url_, "The URL, or its path and query")->type_name("URL");
    app.add_option("--user-agent", agent_, "The product token of the crawler, or its User-Agent header")
        ->type_name("NAME")
        ->capture_default_str();
    app.add_option(
           "--batch", batch_,
           "Lines of {\"robots_txt\" or \"robots_txt_b64\", \"user_agent\", \"url\"}, answered line by line; - is "
           "stdin")
        ->type_name("FILE");
    app.add_flag("--json", json_, "One JSON object");
  }

  int run() override {
    if (!batch_.empty()) return run_batch();
    if (file_.empty()) return complain("no robots.txt was given; name a file, or - for stdin");
    if (url_.empty()) return complain("no URL was given; name it with --url");
    std::string body;
    if (!read_file(body)) return complain("the file " + file_ + " cannot be read; check its name");
    const auto target = target_of(url_);
    if (!target) return complain(target.error().message);
    const RobotsTxt robots = RobotsTxt::parse(body);
    const RobotsDecision decision = robots.decide(agent_, *target);
    if (json_) {
      print_json(robots, decision);
    } else {
      print_text(robots, decision);
    }
    std::cout.flush();
    return decision.allowed ? kYes : kNo;
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
    while (std::cout && std::getline(in, line)) std::cout << json_line(answer(line)) << "\n";
    std::cout.flush();
    return kYes;
  }

  bool read_file(std::string& body) const {
    if (file_ == "-") {
      body.assign(std::istreambuf_iterator<char>(std::cin), {});
      return true;
    }
    std::ifstream in(file_, std::ios::binary);
    if (in) body.assign(std::istreambuf_iterator<char>(in), {});
    return in && !in.bad();
  }

  void print_json(const RobotsTxt& robots, const RobotsDecision& decision) const {
    ordered_json object = {{"url", to_valid_utf8(url_)}, {"user_agent", to_valid_utf8(agent_)}};
    object.update(decision_json(decision));
    object["group_line"] = decision.group_line > 0 ? ordered_json(decision.group_line) : ordered_json();
    object["deciding_rule"] = rule_json(decision.rule);
    object["runner_up"] = rule_json(decision.runner_up);
    const auto delay = robots.crawl_delay(agent_);
    object["crawl_delay"] = delay ? ordered_json(*delay) : ordered_json();
    object["sitemaps"] = ordered_json::array();
    for (const std::string& sitemap : robots.sitemaps()) object["sitemaps"].push_back(to_valid_utf8(sitemap));
    std::cout << json_line(object) << "\n";
  }

  void print_text(const RobotsTxt& robots, const RobotsDecision& decision) const {
    std::cout << (decision.allowed ? "allowed" : "disallowed") << ": " << sentence_of(decision.basis) << "\n";
    if (!decision.group.empty()) {
      std::cout << "group      " << visible(decision.group) << ", from line " << decision.group_line << "\n";
    }
    print_rule("rule       ", decision.rule);
    print_rule("runner-up  ", decision.runner_up);
    if (const auto delay = robots.crawl_delay(agent_)) std::cout << "delay      " << *delay << " s\n";
    for (const std::string& sitemap : robots.sitemaps()) std::cout << "sitemap    " << visible(sitemap) << "\n";
  }

  static void print_rule(const char* label, const std::optional<RobotsRule>& rule) {
    if (rule) std::cout << label << "line " << rule->line << ": " << rule->text << "\n";
  }

  std::string file_, url_, batch_;
  std::string agent_ = "lycosa";
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_robots_verb() {
  return std::make_unique<RobotsVerb>();
}

}  // namespace lycosa::cli
