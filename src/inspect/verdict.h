#pragma once

#include <vector>

#include "inspect/candidates.h"
#include "inspect/facts.h"
#include "inspect/inspect.h"

namespace lycosa::inline inspect {

// What follows from the facts: statuses, all reasons, the decisive one and what would turn the verdict.
Verdict reach_verdict(const Facts& facts, const std::vector<FilterLine>& lines);

// What would have to change for the verdict to turn, with the decisive candidate's own times, lines and values.
std::string counterfactual(const Candidate& decisive, const std::vector<Candidate>& all, const Facts& facts,
                           VerdictStatus status);

}  // namespace lycosa::inline inspect
