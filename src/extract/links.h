#pragma once

#include "extract/extract.h"
#include "extract/markdown_writer.h"
#include "extract/references.h"

namespace lycosa {

// Fills in Content::links and the counts of hrefs that are not links to follow.
void read_links(const html::Document& document, References& references, Content& content);

// Says of each link whether it stands in the main content, which is what `choice` keeps.
void place_links(const BlockChoice& choice, Content& content);

}  // namespace lycosa
