#pragma once

#include <array>
#include <cstdint>

#include "html/document.h"
#include "html/tag.h"

namespace lycosa::html {

// What the tree construction stage wants to know of an element, as bits.
enum Trait : uint32_t {
  kSpecial = 1u << 0,         // category «special» (HTML standard, section 13.2.4.2)
  kScopeEnd = 1u << 1,        // ends every scope but table scope
  kListScopeEnd = 1u << 2,    // ends list item scope besides
  kButtonScopeEnd = 1u << 3,  // ends button scope besides
  kTableScopeEnd = 1u << 4,   // ends table scope
  kImpliedEnd = 1u << 5,      // «generate implied end tags» pops it
  kThoroughEnd = 1u << 6,     // «generate all implied end tags thoroughly» pops it
  kFosters = 1u << 7,         // table, tbody, tfoot, thead, tr: text in it is foster parented
  kHeading = 1u << 8,         // h1 to h6
  kTextPoint = 1u << 9,       // MathML text integration point
  kHtmlPoint = 1u << 10,      // HTML integration point, annotation-xml apart
  kMayStayOpen = 1u << 11,    // may be open at the end of the body without an error
  kVoid = 1u << 12,           // has no end tag
};

// By namespace and tag.
extern const std::array<std::array<uint32_t, 256>, 3> kTraits;

inline uint32_t traits_of(Tag tag, Namespace space) {
  return kTraits[static_cast<size_t>(space)][static_cast<size_t>(tag)];
}

}  // namespace lycosa::html
