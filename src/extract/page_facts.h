#pragma once

#include <cstdint>
#include <string>

#include "html/document.h"

namespace lycosa::inline extract {

class BlockMap;

// How a page is made, beside what it says: what judging takes from the tree. Texts are valid UTF-8, bounded, and have
// their white space collapsed.
struct PageFacts {
  std::string heading;          // the first visible h1's text; the first h2's when no h1 has any
  std::string document_names;   // class and id of html and body
  std::string declared_status;  // an HTTP status that a meta element gives for the page
  std::string noscript;         // text of noscript elements
  std::string app_root;         // an element of the body that a script is to fill and that has no text yet: "#root"
  uint32_t noscript_words = 0;
  uint32_t images = 0;
  uint32_t scripts = 0;         // scripts that would run, with src or without
  uint64_t text_bytes = 0;      // of visible text, white space left out
  uint64_t script_bytes = 0;    // of inline scripts
  uint64_t state_bytes = 0;     // of data that is there for scripts: JSON, and scripts that begin by assigning some
  uint64_t template_bytes = 0;  // of text in template elements
};

// One look at each element and none at text but of the few that are kept.
PageFacts read_page_facts(const html::Document& document, const BlockMap& map);

}  // namespace lycosa::inline extract
