#pragma once

#include "extract/extract.h"
#include "extract/references.h"

namespace lycosa {

// Fills in what a page's head says: title, description, canonical, refresh, languages, directives, feeds.
void read_metadata(const html::Document& document, const Url& page, const References& references, Content& content);

}  // namespace lycosa
