#pragma once

#include <optional>
#include <string>

#include "extract/metadata/dates.h"
#include "html/document.h"

namespace lycosa::inline extract {

// A day that the data of a page's scripts name as that of its publication.
struct ScriptDate {
  CivilDate date;
  std::string key;  // «publishedAt»
  html::NodeId script = html::kNoNode;
};

// The first such day, for pages that state it in no other way: their text is made from this data. Reads keys such as
// "published_at" and "datePublished" before an ISO date, and where there is none "createdAt" and its like, in the first
// MiB of scripts.
std::optional<ScriptDate> date_in_scripts(const html::Document& document);

}  // namespace lycosa::inline extract
