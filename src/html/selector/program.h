#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "html/selector.h"

namespace lycosa::html {

// One condition on an attribute; #id and .class are such, too.
struct AttributeTest {
  enum class Kind { present, equals, word, dash, prefix, suffix, substring };
  std::string name;
  std::string value;
  Kind kind = Kind::present;
  bool ignore_case = false;
};

// What stands between two combinators.
struct CompoundSelector {
  std::string tag_name;  // empty: any
  Tag tag = Tag::unknown;
  std::vector<AttributeTest> tests;
  std::vector<CompoundSelector> excluded;  // :not(...)
};

// The compound selectors of all selectors of the list, one after the other. Bit i of a mask is compound i. An element's
// mask says which prefixes of selectors end at it; the masks of its parent, ancestors and siblings decide about the
// next.
struct Selector::Program {
  std::vector<CompoundSelector> compounds;
  uint64_t firsts = 0;  // compounds with nothing before them
  uint64_t lasts = 0;   // compounds that end a selector
  // By the combinator before a compound.
  uint64_t after_ancestor = 0;
  uint64_t after_parent = 0;
  uint64_t after_previous = 0;
  uint64_t after_sibling = 0;
};

}  // namespace lycosa::html
