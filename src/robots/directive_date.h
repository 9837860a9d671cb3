#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace lycosa::inline robots {

// The date of «unavailable_after»: RFC 3339 and HTTP dates, and what pages write in their stead, such as
// "25 Jun 2010 15:00:00 PST", "25-Aug-2011 15:00 EST" or "2010-06-25". Without a zone it is UTC.
std::optional<Timestamp> parse_directive_date(std::string_view text);

}  // namespace lycosa::inline robots
