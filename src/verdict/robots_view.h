#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "reason/reason.h"
#include "record/record.h"
#include "robots/robots.h"

namespace lycosa::inline verdict {

enum class RobotsState { allowed, disallowed, unknown };
std::string_view name(RobotsState state);  // "ALLOWED", ...

// What the robots.txt of a URL's origin that is in force says of the URL. Points into the rows that it was made from.
struct RobotsView {
  RobotsState state = RobotsState::unknown;
  const RobotsRow* row = nullptr;           // the one in force
  const RobotsRow* failed_since = nullptr;  // the newest one, when it was unreachable and `row` is in force still
  std::optional<RobotsDecision> decision;   // when its rules were asked
  std::optional<double> crawl_delay;        // seconds
  bool expired = false;
};

// Since when the versions of robots.txt disallow a URL, one after the other.
struct DisallowedSince {
  Timestamp first;                          // of these versions
  std::optional<Timestamp> allowed_before;  // the version before them, which allowed it
};

// The robots.txt of one origin for one agent at one moment: parsed once, asked about each of the origin's URLs.
class OriginRobots {
 public:
  OriginRobots() = default;
  // `newest_first` are the versions that are kept; they must outlive this object and its views.
  OriginRobots(std::span<const RobotsRow> newest_first, std::string_view agent, Timestamp now);

  // `target` is the URL's path with its query.
  RobotsView view(std::string_view target) const;
  // Of a target that the version in force disallows.
  DisallowedSince disallowed_since(std::string_view target) const;

 private:
  std::span<const RobotsRow> versions_;
  std::string agent_;
  const RobotsRow* in_force_ = nullptr;
  std::optional<RobotsTxt> rules_;  // of the version in force, when it goes by rules
  std::optional<double> crawl_delay_;
  bool expired_ = false;
};

// Whether a robots.txt was not asked for because its host is at a private address. A redirect to one says nothing of
// the host's own.
bool is_private(const RobotsRow& row);
// Why everything of an origin is disallowed whose robots.txt could not be read, when it is not for the address.
Reason robots_unreachable_reason(const RobotsRow& row);

// "https://a.example/robots.txt": where the robots.txt of a URL's origin stands.
std::string robots_url(std::string_view unparsed);
// "robots.txt line 3 «Disallow: /private/»", or what else decided.
std::string robots_deciding_line(const RobotsView& robots);

}  // namespace lycosa::inline verdict
