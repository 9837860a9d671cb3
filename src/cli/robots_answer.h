#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "robots/robots.h"

// What `lycosa robots` says of a decision, in words and as JSON.
namespace lycosa::cli {

std::string_view sentence_of(RobotsBasis basis);

// What is matched of a URL: its path and query. A bare path is taken as one, an empty text as "/".
Result<std::string> robots_target(const std::string& url);

// {"allow", "line", "text", "pattern"}, or null.
nlohmann::ordered_json rule_json(const std::optional<RobotsRule>& rule);
// The members that batch and single answers share: {"allowed", "line", "rule", "group", "basis", "group_line",
// "deciding_rule", "runner_up"}.
nlohmann::ordered_json decision_json(const RobotsDecision& decision);

// The answer to one line of a batch, {"robots_txt" or "robots_txt_b64", "user_agent", "url"}: a decision, or
// {"error"}.
nlohmann::ordered_json answer_robots_line(std::string_view line);

}  // namespace lycosa::cli
