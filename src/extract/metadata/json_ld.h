#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/metadata_field.h"

namespace lycosa::inline extract {

// What an entity of schema.org says about the page.
struct JsonLdFact {
  MetadataField field = MetadataField::title;
  std::string value;
  std::string name;  // «NewsArticle.author»
  int distance = 0;  // 0 from an article, more from entities that speak of the page less directly
};

// The facts of one script of type application/ld+json, at most 500. Reads the first MiB, 50,000 values and 64 levels; a
// script that is broken gives what stands before the fault. Only entities that are the page, or what it is about,
// count: not those nested in them, such as comments, offers and lists of other pages.
std::vector<JsonLdFact> read_json_ld(std::string_view script);

}  // namespace lycosa::inline extract
