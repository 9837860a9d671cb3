#pragma once

#include <vector>

#include "verdict/verdict.h"

namespace lycosa::inline verdict {

// Every reason that holds, each code once, in the catalogue's order, none marked as decisive yet.
std::vector<HeldReason> held_reasons(const UrlFacts& facts);

}  // namespace lycosa::inline verdict
