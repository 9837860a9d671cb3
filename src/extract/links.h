#pragma once

#include <span>

#include "extract/extract.h"
#include "extract/markdown/markdown_writer.h"
#include "extract/markdown/references.h"

namespace lycosa::inline extract {

// Fills in Content::links and the counts of addresses that are not links to follow, from the elements that have them,
// in document order. What the first noframes element holds is read as HTML: for those who show no frames it is the
// page. `encoding` is that of References.
void read_links(const html::Document& document, std::span<const html::NodeId> elements, References& references,
                std::string_view encoding, Content& content);

// Says of each link whether it stands in the main content, which is what `choice` keeps.
void place_links(const BlockChoice& choice, Content& content);

}  // namespace lycosa::inline extract
