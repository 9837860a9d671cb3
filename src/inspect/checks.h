#pragma once

#include <vector>

#include "inspect/facts.h"
#include "inspect/inspect.h"

namespace lycosa::inline inspect {

// The five checks, always all, in order.
std::vector<Check> five_checks(const Facts& facts);

}  // namespace lycosa::inline inspect
