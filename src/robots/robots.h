#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lycosa {

// The line of a robots.txt that a decision rests on.
struct RobotsRule {
  bool allow = false;
  int line = 0;         // counted from 1
  std::string text;     // the line as it stands, made visible, at most 200 bytes
  std::string pattern;  // its value
};

// What decided.
enum class RobotsBasis {
  rule,        // `rule` is the longest match
  no_match,    // the group has no rule that matches: allowed
  no_group,    // no group for this agent and none for *: allowed
  robots_txt,  // /robots.txt itself is always allowed (RFC 9309, section 2.2.2)
};

struct RobotsDecision {
  bool allowed = true;
  RobotsBasis basis = RobotsBasis::no_group;
  std::string group;   // the product token of the group that applied, "*" for the general one
  int group_line = 0;  // where it begins
  std::optional<RobotsRule> rule;
  std::optional<RobotsRule> runner_up;  // the best match of the opposite kind
};

// A robots.txt file, read once, asked often (RFC 9309). Matching is linear in pattern and path, whatever they hold.
class RobotsTxt {
 public:
  // Takes any bytes: BOM, NUL, any line end, mistyped keys. At most 500 KiB are looked at.
  static RobotsTxt parse(std::string_view body);

  // `agent` is our product token ("lycosa") or the header that holds it, `path_and_query` starts with "/".
  RobotsDecision decide(std::string_view agent, std::string_view path_and_query) const;
  // Seconds, from the group that applies to `agent`.
  std::optional<double> crawl_delay(std::string_view agent) const;
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
  friend class RobotsReader;
  struct Rule {
    bool allow;
    int line;
    std::string pattern;  // normalised; "*" and a final "$" have their meaning, literal ones are escaped
    uint32_t line_begin, line_end, value_begin, value_end;  // in body_
  };
  struct Group {
    std::vector<std::string> agents;  // the lines' values, lower case
    int line;
    std::vector<Rule> rules;
  };
  // Not part of RFC 9309, so it must not change the groups: it has a list of agents of its own.
  struct Delay {
    std::vector<std::string> agents;
    double seconds;
  };
  struct Selection {
    std::string agent;  // as in the file; empty when no group applies
    std::vector<const Group*> groups;
  };
  Selection select(std::string_view agent) const;
  RobotsRule shown(const Rule& rule) const;

  std::string body_;
  std::vector<Group> groups_;
  std::vector<Delay> delays_;
  std::vector<std::string> sitemaps_;
};

// The product token of a User-Agent header, which is what robots.txt files address: "lycosa" of
// "lycosa/1.0 (+https://example.com/bot)" and of "Mozilla/5.0 (compatible; lycosa/1.0)". A bare token stays as it is.
std::string_view product_token(std::string_view user_agent);

// What the outcome of fetching a robots.txt means for its host (RFC 9309, section 2.3.1).
enum class RobotsAccess {
  by_rules,      // 2xx: parse the body
  allow_all,     // 4xx («unavailable»), or more than five redirects
  disallow_all,  // 5xx or no answer («unreachable»): complete disallow, ask again later
};
// `status` is the last hop's, 0 when no answer came; `redirects_exhausted` when the chain was longer than five.
RobotsAccess robots_access(int status, bool redirects_exhausted);

}  // namespace lycosa
