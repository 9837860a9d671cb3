#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace lycosa::inline robots {

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

  // What a search engine would show of the page. Kept for people: it does not change what we do.
  bool noarchive = false;  // Bing's nocache too
  bool nosnippet = false;
  bool notranslate = false;
  bool noimageindex = false;
  bool indexifembedded = false;
  std::optional<int> max_snippet;        // characters; -1 is no limit
  std::optional<int> max_video_preview;  // seconds; -1 is no limit
  std::string max_image_preview;         // "none", "standard" or "large"
  // "index, meta robots, line 3, against noindex, X-Robots-Tag": both were said, and the restrictive one holds. One for
  // each kind of conflict.
  std::vector<std::string> conflicts;
  // What is no directive of Google's or Bing's, or has a value that cannot be read, with its source: the first sixteen.
  std::vector<std::string> unknown;
};

// `agent` is our product token. Sources for another agent are ignored. A header's value may name further agents on its
// way, as joined fields do: "noindex, googlebot: nofollow".
PageDirectives read_directives(std::span<const DirectiveSource> sources, std::string_view agent);
// Splits the value of an X-Robots-Tag field, "googlebot: noindex, nofollow" or "noindex", into its agent and the rest.
DirectiveSource x_robots_tag(std::string_view value);

}  // namespace lycosa::inline robots
