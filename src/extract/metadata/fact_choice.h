#pragma once

#include <string>
#include <vector>

#include "extract/markdown/references.h"
#include "extract/metadata/dates.h"
#include "extract/metadata/fact_candidate.h"

namespace lycosa::inline extract {

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

}  // namespace lycosa::inline extract
