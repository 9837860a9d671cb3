#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lycosa::inline robots {

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
// "line 3: Disallow: /private/ (group *)": what decided, for who reads why; empty when no rule did.
std::string evidence_of(const RobotsDecision& decision);

// A robots.txt file (RFC 9309), parsed once and asked often. Matching takes time linear in the pattern and the path,
// whatever they contain.
class RobotsTxt {
 public:
  // Takes any bytes: BOM, NUL, any line end, mistyped keys. At most 500 KiB are looked at.
  static RobotsTxt parse(std::string_view body);

  // `agent` is our product token ("lycosa") or the header that holds it, `path_and_query` starts with "/". Of the rules
  // for the agent the first 10,000 count.
  RobotsDecision decide(std::string_view agent, std::string_view path_and_query) const;
  // What decide() costs at most for a path of so many bytes, in steps of some nanoseconds.
  int64_t most_steps(size_t path_bytes) const;
  // Seconds, from the group that applies to `agent`.
  std::optional<double> crawl_delay(std::string_view agent) const;
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }
  // Two directives of Yandex: the site's main mirror (the first one named), and «p1&p2 /path», parameters that do not
  // change the content. They are reported, not acted upon.
  const std::optional<std::string>& host() const { return host_; }
  const std::vector<std::string>& clean_params() const { return clean_params_; }

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
  std::optional<std::string> host_;
  std::vector<std::string> clean_params_;
};

// The product token of a User-Agent header, which is what robots.txt files address: "lycosa" of
// "lycosa/1.0 (+https://example.com/bot)" and of "Mozilla/5.0 (compatible; lycosa/1.0)". A bare token stays as it is.
std::string_view product_token(std::string_view user_agent);

// What the outcome of fetching a robots.txt means for its host.
enum class RobotsAccess {
  by_rules,      // parse the body
  allow_all,     // «unavailable»: there is no robots.txt
  disallow_all,  // «unreachable»: complete disallow, ask again later
};
std::string_view name(RobotsAccess access);  // "by_rules", "allow_all", "disallow_all"
std::optional<RobotsAccess> robots_access(std::string_view name);

// How a fetch of robots.txt ended, with the cases that RFC 9309, section 2.3.1, distinguishes.
enum class RobotsFetchStatus {
  success,       // 2xx
  no_file,       // 404 and 410
  client_error,  // any other 4xx, 401, 403 and 429 among them
  redirects,     // more redirects than are followed, or one that leads nowhere
  server_error,  // 5xx
  no_answer,     // the network failed
  broken,        // 2xx whose body broke off or cannot be decoded
  unexpected,    // any other status
};

// A row of the status table: docs/reference/robots.md shows it.
struct RobotsStatusRow {
  RobotsFetchStatus status;
  std::string_view name;     // "no_file"
  std::string_view when;     // "404 or 410"
  std::string_view section;  // of RFC 9309
  RobotsAccess access;
  std::string_view rule;  // what follows, in a sentence
};
std::span<const RobotsStatusRow> robots_status_table();

// `status` is the last hop's, 0 when no answer came; `broken` when its body could not be read to its end.
const RobotsStatusRow& robots_status(int status, bool broken = false);

// What a robots.txt that was longer than the limit is read as.
inline constexpr std::string_view kRobotsTooLong =
    "the file is longer than what is read of one, and the rules in its first part count (RFC 9309, section 2.5)";

}  // namespace lycosa::inline robots
