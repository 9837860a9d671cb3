#pragma once

#include <optional>
#include <string>

#include "exchange/exchange.h"
#include "extract/extract.h"
#include "url/url.h"

namespace lycosa::inline pipeline {

// The canonical URL that a page declares, and where.
struct DeclaredCanonical {
  std::optional<Url> target;  // resolved; nothing when it is not an http or https URL
  std::string raw;            // as it stands
  std::string source;         // "link element, line 7", "Link header"
  int line = 0;               // of the link element
};

// The link element's, else the Link header's (RFC 6596 allows both places; a file that is not HTML has only the
// second). One that is usable goes before one that is not. `content` is null when no page was read.
std::optional<DeclaredCanonical> declared_canonical(const Exchange& exchange, const Content* content, const Url& page);

}  // namespace lycosa::inline pipeline
