#pragma once

#include <span>

#include "extract/extract.h"
#include "extract/markdown/markdown_writer.h"
#include "extract/markdown/references.h"

namespace lycosa::inline extract {

// Fills in Content::links and the counts of hrefs that are not links to follow, from a page's a and area elements in
// document order.
void read_links(const html::Document& document, std::span<const html::NodeId> anchors, References& references,
                Content& content);

// Says of each link whether it stands in the main content, which is what `choice` keeps.
void place_links(const BlockChoice& choice, Content& content);

}  // namespace lycosa::inline extract
