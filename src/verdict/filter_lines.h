#pragma once

#include <string>
#include <vector>

#include "verdict/verdict.h"

// What the filters' outcomes come to at the moment of asking. `facts.page` must be set.
namespace lycosa::inline verdict {

// The outcome's own status, unless what has come since the page's row was written overrules its stored fh_dont_index.
FilterOutcome::Status status_today(const FilterOutcome& outcome, const UrlFacts& facts);
// The outcome with its details; they say so when it is overruled.
FilterLine filter_line(const FilterOutcome& outcome, const UrlFacts& facts);

// Why the page must not be indexed by now, when its row does not say so yet: a ban that is younger, or the time of its
// unavailable_after that has come. Empty when there is nothing.
std::string dont_index_since(const UrlFacts& facts);
// The time of the page's unavailable_after has come, and its row was written before.
bool unavailable_since(const UrlFacts& facts);
// Whether the page names a canonical URL that is not its own.
bool canonical_is_elsewhere(const PageInfoRow& page);

}  // namespace lycosa::inline verdict
