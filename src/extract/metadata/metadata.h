#pragma once

#include <vector>

#include "extract/extract.h"
#include "extract/markdown/references.h"

namespace lycosa::inline extract {

// Fills in what a page's head says: title, description, canonical, refresh, languages, directives, feeds. Gives the
// elements that it came by and read_links() reads, in document order: that needs no walk of its own.
std::vector<html::NodeId> read_metadata(const html::Document& document, const Url& page, const References& references,
                                        Content& content);

}  // namespace lycosa::inline extract
