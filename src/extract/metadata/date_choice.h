#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "extract/metadata/dates.h"
#include "extract/metadata/fact_candidate.h"

namespace lycosa::inline extract {

struct DateChoice {
  CivilDate date;
  const FactCandidate* candidate = nullptr;  // null when it is the address's
};

// The day on which a page was published, by vote: metadata, elements, words and the address each speak for a day, and
// the day that most speaks for wins. Candidates come best ranked first.
std::optional<DateChoice> choose_published(const std::vector<const FactCandidate*>& candidates, std::string_view path,
                                           DayOrder order);

}  // namespace lycosa::inline extract
