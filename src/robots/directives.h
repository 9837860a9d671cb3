#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace lycosa {

// One place that gives directives: a meta element or a header field.
struct DirectiveSource {
  enum class Kind { meta, header };
  Kind kind = Kind::meta;
  std::string agent;  // "robots" or the name of a meta element; the token before ":" of a header, empty for all
  std::string value;  // "noindex, nofollow"
  int line = 0;       // of the meta element in the page's source, from 1
};

// What the page asks of us, all sources joined, the most restrictive winning.
struct PageDirectives {
  bool noindex = false;
  bool nofollow = false;
  std::optional<Timestamp> unavailable_after;
  // The sources that decided, for people: "noindex, meta robots, line 12", "none, X-Robots-Tag".
  std::string noindex_evidence;
  DirectiveSource::Kind noindex_kind = DirectiveSource::Kind::meta;
  std::string nofollow_evidence;
  std::string unavailable_after_evidence;
};

// `agent` is our product token. Sources for another agent are ignored. A header value is one field's value:
// "googlebot: noindex, nofollow" or "noindex".
PageDirectives read_directives(std::span<const DirectiveSource> sources, std::string_view agent);
// Splits an X-Robots-Tag value into its optional agent and the rest.
DirectiveSource x_robots_tag(std::string_view value);

}  // namespace lycosa
