#pragma once

#include "extract/extract.h"
#include "extract/references.h"

namespace lycosa {

// Fills in Content::links and the counts of hrefs that are not links to follow.
void read_links(const html::Document& document, References& references, Content& content);

}  // namespace lycosa
