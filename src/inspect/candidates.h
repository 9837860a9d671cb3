#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/facts.h"
#include "inspect/inspect.h"

namespace lycosa::inline inspect {

// A reason that holds, before it is known which one decides.
struct Candidate {
  std::string code;
  std::optional<Reason> reason;  // none for a code that the catalogue lacks
  bool blocks = true;            // stands in the way of the verdict; else it is told and decides nothing
  std::optional<Timestamp> until;
  std::string evidence;
  std::string counterfactual;  // when it can be said more closely than by the catalogue's remedy
};

// Every reason that holds, each code once, in the catalogue's order.
std::vector<Candidate> candidates(const Facts& facts, const std::vector<FilterLine>& lines);

// "robots.txt line 3 «Disallow: /private/»", or what else decided.
std::string robots_deciding_line(const RobotsView& robots);
// "14:05:00 UTC" on the day of `now`, else with the date.
std::string clock_time(Timestamp t, Timestamp now);

}  // namespace lycosa::inline inspect
