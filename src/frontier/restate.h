#pragma once

#include <optional>

#include "base/time.h"
#include "config/config.h"
#include "frontier/rules.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa::inline frontier {

// What the present rules make of a stored state: the row to write when they change it, nothing when it stays. What was
// refused by a rule that is gone is queued, what waits and is refused by now is refused, and what another rule refuses
// by now says so. What is done stays done, and what robots.txt, a link's nofollow or its place among the sitemaps
// refused is not for rules to undo.
//
// `how` is seed for the crawl's seeds, which pass scope, include patterns and depth. `has_place`: of a sitemap that its
// place refused, that it has one now.
std::optional<SeenRow> restated(const Rules& rules, bool allow_private, const SeenRow& row, const Url& url,
                                Discovery how, Timestamp now, bool has_place = false);

// Whether a reason is a sitemap's place: how many indexes lead to it, or how many sitemaps its host has.
bool is_by_place(const std::optional<Reason>& reason);

}  // namespace lycosa::inline frontier
