#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/metadata/fact_candidate.h"

namespace lycosa::inline extract {

// A page's title without the site's name. The candidate is null when it comes from the title element.
struct TitleChoice {
  std::string value;
  const FactCandidate* candidate = nullptr;
};

// Chooses the page's own title among those that it claims, best ranked first.
TitleChoice choose_title(const std::vector<const FactCandidate*>& candidates, std::string_view title_element,
                         std::string_view site_name, std::string_view host);

// Letters and digits, case folded: what two wordings of one name have in common.
std::string letters_of(std::string_view text);

// A value of metadata as a line of text: character references that were escaped twice and tags are undone.
std::string plain_line(std::string_view value);

}  // namespace lycosa::inline extract
