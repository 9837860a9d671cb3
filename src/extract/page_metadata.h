#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/metadata_field.h"

namespace lycosa::inline extract {

// The ways in which a page can state a fact about itself.
enum class FactSource : uint8_t {
  title_element,
  meta,        // meta name
  open_graph,  // meta property of og: or article:
  twitter,     // meta name of twitter:
  json_ld,
  microdata,  // itemprop
  rdfa,       // property on elements other than meta
  link,       // link and a with a rel
  attribute,  // of html: lang
  markup,     // an element, or the words in its class
  text,       // words that a reader sees, such as «By …»
  script,     // a member of the data in a script
  url,        // the page's address
};
// «open_graph»
std::string_view name(FactSource source);

// Something that a page says about itself, and where.
struct Fact {
  std::string value;
  FactSource source = FactSource::meta;
  std::string property;  // what carried it: «og:title», «NewsArticle.author», «h1»
  int line = 0;          // in the page's source, from 1; 0 for the address and for elements that no tag made
  int64_t offset = -1;   // of the element's tag in the decoded source, in bytes; -1 where there is none
};

// A version of the page in another language or region.
struct Alternate {
  std::string language;  // the hreflang, as it stands
  Fact url;
};

// What a page says about itself, chosen from all the ways in which it does; docs/metadata.md has the order.
struct PageMetadata {
  std::optional<Fact> title;  // without the site's name
  std::optional<Fact> description;
  std::optional<Fact> site_name;
  std::optional<Fact> language;  // as declared
  std::optional<Fact> image;     // resolved, http or https
  std::optional<Fact> type;
  std::optional<Fact> section;
  std::optional<Fact> licence;
  std::optional<Fact> published;  // ISO 8601, as exact as the page gave it
  std::optional<Fact> modified;
  std::vector<Fact> authors;
  std::vector<Fact> tags;
  std::optional<Fact> amp;  // URLs, resolved
  std::optional<Fact> next;
  std::optional<Fact> previous;
  std::vector<Alternate> alternates;
  std::vector<Fact> feeds;
};

}  // namespace lycosa::inline extract
