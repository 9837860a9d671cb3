#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "robots/robots.h"

namespace lycosa::inline robots {

// Reads the lines of a robots.txt into groups. Used once.
class RobotsReader {
 public:
  explicit RobotsReader(std::string_view body);
  RobotsTxt read();

 private:
  // A line's parts, as views into the body; `key` is empty when the line has none.
  struct LineView {
    std::string_view whole, key, value;
  };

  static LineView take_apart(std::string_view line);
  void take_line(std::string_view line);
  void take_agent(std::string_view value);
  void take_rule(bool allow, const LineView& line);
  void take_delay(std::string_view value);
  uint32_t offset_of(std::string_view part) const;

  RobotsTxt robots_;
  int number_ = 0;            // of the current line, from 1
  bool agents_open_ = false;  // the next user-agent line joins the last group
  bool delay_agents_open_ = false;
  std::vector<std::string> delay_agents_;
  bool delay_is_theirs_ = false;  // the last delay that was kept is for these agents
};

}  // namespace lycosa::inline robots
