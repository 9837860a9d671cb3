#pragma once

#include <string>

#include "verdict/verdict.h"

namespace lycosa::inline verdict {

// What would have to change for the verdict to turn, with the decisive reason's own times, lines and values.
std::string counterfactual(const HeldReason& decisive, const Judgement& judgement, const UrlFacts& facts);

}  // namespace lycosa::inline verdict
