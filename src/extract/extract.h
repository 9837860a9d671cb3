#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/page_facts.h"
#include "extract/page_metadata.h"
#include "html/html.h"
#include "url/url.h"

namespace lycosa::inline extract {

// A link that a crawler may follow, to an address that the base resolves to http or https: an a or area; a frame or
// iframe; a link element with rel next or prev, or to the page in another language.
struct ExtractedLink {
  Url url;  // as the standard resolves it; not yet canonical for the crawl
  std::string
      anchor;       // its text, white space collapsed, at most 1,000 bytes; an image's alt text when there is no other
  std::string rel;  // lower case, tokens joined by one space; of frames the element's name
  bool nofollow = false;
  int line = 0;             // in the page's source, from 1
  bool in_content = false;  // stands in the main content, not in what surrounds it
  html::NodeId element = html::kNoNode;
};

// A meta element that is addressed to robots.
struct MetaRobots {
  std::string name;
  std::string content;
  int line = 0;
};

// A refresh that a meta element asks for.
struct MetaRefresh {
  int64_t seconds = 0;
  std::optional<Url> target;  // http or https; nothing for the page itself or another scheme
  std::string raw;            // the element's content, as it stands
  int line = 0;
};

// What a page says about itself and what a reader would read: everything that later modules need from it.
//
// All texts are valid UTF-8. The three texts are those of docs/extraction.md: what boilerpipe's DefaultExtractor keeps,
// the whole page as Markdown, and the main content as Markdown.
struct Content {
  std::optional<std::string> title;          // the title element's text, white space collapsed
  std::optional<std::string> description;    // meta description
  std::optional<std::string> canonical_raw;  // href of the first link rel=canonical in the head, as it stands
  std::optional<Url> canonical;              // the same, resolved; nothing when it does not resolve to http(s)
  int canonical_line = 0;
  std::optional<MetaRefresh> refresh;           // the first that a browser obeys
  std::optional<MetaRefresh> noscript_refresh;  // the first in a noscript element, for browsers that run no scripts
  std::string base;                             // the document base URL
  std::string declared_language;                // html lang, or Content-Language meta; as it stands
  std::string detected_language;                // BCP 47, by CLD2 from the main text; empty when not sure
  std::vector<MetaRobots> meta_robots;          // every meta with a name and content that could be for robots
  std::vector<ExtractedLink> links;             // in document order, repeats kept
  uint32_t links_not_http = 0;                  // addresses with another scheme (mailto:, javascript:, ...)
  uint32_t links_invalid = 0;                   // addresses that do not parse
  std::vector<std::string> feeds;               // href of link rel=alternate with a feed type, resolved

  PageMetadata metadata;  // the same and more, from all the ways in which pages say it, with places

  std::string boilerpipe_text;
  std::string markdown;
  std::string readable_markdown;
  std::string readable_text;  // readable Markdown's content without markup

  // Facts for the judgements, counted along the way.
  uint32_t words = 0;         // of all visible text
  uint32_t anchor_words = 0;  // of which inside links
  uint32_t main_words = 0;    // of the readable text
  uint32_t hidden_words = 0;  // in elements that are hidden by attribute or inline style
  uint32_t title_words = 0;
  PageFacts facts;

  // The share of the visible words that are in links; 0 for a page without words.
  double link_density() const { return words == 0 ? 0 : static_cast<double>(anchor_words) / words; }
};

// Reads a Document. `url` is the page's own; it resolves relative links where no base element does. `encoding` is the
// page's encoding, in which the queries of its links are written too; empty for UTF-8.
Content extract_content(const html::Document& document, const Url& url, std::string_view encoding = {});

}  // namespace lycosa::inline extract
