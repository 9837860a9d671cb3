#pragma once

#include <string>
#include <string_view>

#include "extract/page_metadata.h"
#include "html/document.h"

namespace lycosa::inline extract {

// One place of a page that may state a fact.
struct FactCandidate {
  MetadataField field = MetadataField::title;
  FactSource source = FactSource::meta;
  int rank = 0;  // the lower the more to be trusted
  html::NodeId node = html::kNoNode;
  std::string value;  // as it stands, white space collapsed
  std::string property;
};

// Added to the rank of what stands in a comment, a teaser or a footer.
inline constexpr int kOtherPlace = 20;
// Of dates in words: behind the page's heading, or before it.
inline constexpr int kBehindHeading = 10;
inline constexpr int kBeforeHeading = 12;

// A row of the tables that say which property states what.
struct PropertyMeaning {
  std::string_view name;
  MetadataField field;
  int rank;
};

// What a meta element of that name or property states (lower case), or nothing.
const PropertyMeaning* meaning_of_meta(std::string_view name);
// What an itemprop or RDFa property without its prefix states (lower case).
const PropertyMeaning* meaning_of_property(std::string_view name);

// What the words of a class or id say of an element's text.
enum BylineHint : unsigned {
  kAuthorHint = 1,
  kDateHint = 2,
  kWeakDateHint = 4,   // a byline or the like, where a date can stand
  kNotOfPageHint = 8,  // comments, lists of other pages: facts there are of something else
  kMarginHint = 16,    // footers, sidebars, teasers: the same, but right below a heading they are its own
};
unsigned byline_hints(std::string_view class_or_id);

}  // namespace lycosa::inline extract
