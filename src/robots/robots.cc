#include "robots/robots.h"

#include <algorithm>

#include "base/text.h"
#include "robots/pattern.h"
#include "robots/reader.h"

namespace lycosa::inline robots {
namespace {

constexpr std::string_view kEveryone = "*";
constexpr size_t kShownBytes = 200;
constexpr size_t kMostRules = 10'000;

constexpr bool is_token_character(char c) {
  return is_ascii_alpha(c) || c == '_' || c == '-';
}

// A name up to its version or the next word.
std::string_view full_token(std::string_view value) {
  return value.substr(0, value.find_first_of("/ \t,;()"));
}

// The product token as RFC 9309, section 2.2.1, defines it: digits and other characters end it.
std::string_view strict_token(std::string_view value) {
  size_t end = 0;
  while (end < value.size() && is_token_character(value[end])) ++end;
  return value.substr(0, end);
}

// Does the value of a user-agent line, in lower case, mean the agent? "foobot/2.1" and "foobot 2" mean "foobot".
bool is_meant(std::string_view value, std::string_view agent) {
  if (agent == kEveryone)
    return value == kEveryone || (value.size() > 1 && value[0] == '*' && is_ascii_whitespace(value[1]));
  if (agent.empty()) return false;
  return full_token(value) == agent || strict_token(value) == agent;
}

bool means(const std::vector<std::string>& values, std::string_view agent) {
  return std::any_of(values.begin(), values.end(),
                     [agent](const std::string& value) { return is_meant(value, agent); });
}

}  // namespace

std::string_view product_token(std::string_view user_agent) {
  user_agent = trim(user_agent);
  constexpr std::string_view kCompatible = "compatible;";
  if (starts_with_ignoring_case(user_agent, "mozilla/")) {
    const size_t at = user_agent.find(kCompatible);
    if (at != std::string_view::npos) user_agent = trim(user_agent.substr(at + kCompatible.size()));
  }
  return full_token(user_agent);
}

RobotsTxt RobotsTxt::parse(std::string_view body) {
  return RobotsReader(body).read();
}

// All groups that name the agent; without one, all that name everyone (RFC 9309, section 2.2.1).
RobotsTxt::Selection RobotsTxt::select(std::string_view agent) const {
  for (const std::string& wanted : {ascii_lower(product_token(agent)), std::string(kEveryone)}) {
    Selection found{wanted, {}};
    for (const Group& group : groups_) {
      if (means(group.agents, wanted)) found.groups.push_back(&group);
    }
    if (!found.groups.empty()) return found;
  }
  return {};
}

RobotsRule RobotsTxt::shown(const Rule& rule) const {
  const std::string_view body = body_;
  const std::string_view line = trim(body.substr(rule.line_begin, rule.line_end - rule.line_begin));
  const std::string text = visible(utf8_prefix(line, kShownBytes));
  return {rule.allow, rule.line, std::string(utf8_prefix(text, kShownBytes)),
          std::string(body.substr(rule.value_begin, rule.value_end - rule.value_begin))};
}

// The longest match wins, and between equals the one that allows (RFC 9309, section 2.2.2).
RobotsDecision RobotsTxt::decide(std::string_view agent, std::string_view path_and_query) const {
  RobotsDecision decision;
  const Selection selection = select(agent);
  decision.group = selection.agent;
  if (!selection.groups.empty()) decision.group_line = selection.groups.front()->line;
  if (path_and_query == "/robots.txt") {
    decision.basis = RobotsBasis::robots_txt;
    return decision;
  }
  if (selection.groups.empty()) return decision;

  const std::string path = robots::normalize_path(path_and_query);
  robots::Subject subject(path);
  const Rule* best[2] = {nullptr, nullptr};  // of those that disallow, of those that allow
  size_t rules = 0;
  for (const Group* group : selection.groups) {
    for (const Rule& rule : group->rules) {
      if (++rules > kMostRules) break;
      const Rule*& champion = best[rule.allow];
      if (champion != nullptr && champion->pattern.size() >= rule.pattern.size()) continue;
      if (subject.matches(rule.pattern)) champion = &rule;
    }
  }
  const auto length = [](const Rule* rule) { return rule == nullptr ? 0 : rule->pattern.size(); };
  decision.allowed = length(best[1]) >= length(best[0]);
  const Rule* winner = best[decision.allowed];
  const Rule* loser = best[!decision.allowed];
  decision.basis = winner == nullptr ? RobotsBasis::no_match : RobotsBasis::rule;
  if (winner != nullptr) decision.rule = shown(*winner);
  if (loser != nullptr) decision.runner_up = shown(*loser);
  return decision;
}

// Every byte of the file may be compared with 64 places of the path at a time.
int64_t RobotsTxt::most_steps(size_t path_bytes) const {
  return static_cast<int64_t>(body_.size() * (path_bytes / 64 + 1));
}

std::optional<double> RobotsTxt::crawl_delay(std::string_view agent) const {
  const Selection selection = select(agent);
  if (selection.groups.empty()) return std::nullopt;
  std::optional<double> longest;
  for (const Delay& delay : delays_) {
    if (means(delay.agents, selection.agent)) longest = std::max(longest.value_or(0), delay.seconds);
  }
  return longest;
}

std::string evidence_of(const RobotsDecision& decision) {
  if (!decision.rule) return "";
  return "line " + std::to_string(decision.rule->line) + ": " + decision.rule->text + " (group " +
         visible(decision.group) + ")";
}

}  // namespace lycosa::inline robots
