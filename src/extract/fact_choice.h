#pragma once

#include <string>
#include <vector>

#include "extract/dates.h"
#include "extract/fact_candidate.h"
#include "extract/references.h"

namespace lycosa {

// What choosing needs to know of the page beside the candidates.
struct ChoiceContext {
  const html::Document& document;
  const References& references;
  const Url& page;
  std::string title_element;
  html::NodeId title_node = html::kNoNode;
  DayOrder day_order = DayOrder::day_first;
};

// Chooses among the candidates the facts that docs/metadata.md describes.
void choose_facts(std::vector<FactCandidate> candidates, const ChoiceContext& context, PageMetadata& metadata);

}  // namespace lycosa
