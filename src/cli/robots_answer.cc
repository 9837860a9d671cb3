#include "cli/robots_answer.h"

#include <algorithm>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/base64.h"
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

ordered_json error_json(std::string_view message) {
  return {{"error", message}};
}

std::optional<std::string> text_member(const json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

}  // namespace

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

Result<std::string> robots_target(const std::string& url) {
  if (url.empty()) return std::string("/");
  if (url.front() != '/') {
    const auto parsed = Url::parse(url);
    return parsed ? Result<std::string>(parsed->path_and_query()) : parsed.unexpected();
  }
  const auto any_host = Url::parse("http://any.invalid/");
  const auto parsed = Url::parse(url.substr(std::min(url.find_first_not_of('/'), url.size()) - 1), &*any_host);
  return parsed ? Result<std::string>(parsed->path_and_query()) : parsed.unexpected();
}

ordered_json rule_json(const std::optional<RobotsRule>& rule) {
  if (!rule) return nullptr;
  return {
      {"allow", rule->allow}, {"line", rule->line}, {"text", rule->text}, {"pattern", to_valid_utf8(rule->pattern)}};
}

ordered_json decision_json(const RobotsDecision& decision) {
  ordered_json object = {{"allowed", decision.allowed}, {"line", nullptr}, {"rule", nullptr}, {"group", nullptr}};
  if (decision.rule) object["line"] = decision.rule->line;
  if (decision.rule) object["rule"] = decision.rule->text;
  if (!decision.group.empty()) object["group"] = to_valid_utf8(decision.group);
  object["basis"] = name_of(decision.basis);
  object["group_line"] = decision.group_line > 0 ? ordered_json(decision.group_line) : ordered_json();
  object["deciding_rule"] = rule_json(decision.rule);
  object["runner_up"] = rule_json(decision.runner_up);
  return object;
}

ordered_json answer_robots_line(std::string_view line) {
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
  const auto target = robots_target(*url);
  if (!target) return error_json(target.error().message);
  return decision_json(RobotsTxt::parse(*body).decide(*agent, *target));
}

}  // namespace lycosa::cli
