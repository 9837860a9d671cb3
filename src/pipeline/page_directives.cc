#include "pipeline/page_directives.h"

#include <algorithm>

#include "base/text.h"
#include "pipeline/storable.h"

namespace lycosa::inline pipeline {
namespace {

constexpr std::string_view kBetween = "; ";  // descriptions, in the column

std::string describe(const DirectiveSource& source) {
  if (source.kind == DirectiveSource::Kind::meta) {
    return source.value + " (meta " + source.agent + ", line " + std::to_string(source.line) + ")";
  }
  return source.value + (source.agent.empty() ? " (X-Robots-Tag)" : " (X-Robots-Tag for " + source.agent + ")");
}

// The other way. A place that is none of ours counts as a header for everybody: the stricter reading.
DirectiveSource source_of_description(std::string_view text) {
  const size_t open = text.rfind(" (");
  const std::string_view value = text.substr(0, open);
  std::string_view place = open == std::string_view::npos ? std::string_view() : text.substr(open + 2);
  if (place.ends_with(')')) place.remove_suffix(1);
  constexpr std::string_view kMeta = "meta ", kHeaderFor = "X-Robots-Tag for ";
  if (place.starts_with(kMeta)) {
    place.remove_prefix(kMeta.size());
    return {DirectiveSource::Kind::meta, std::string(place.substr(0, place.rfind(", line "))), std::string(value), 0};
  }
  std::string agent(place.starts_with(kHeaderFor) ? place.substr(kHeaderFor.size()) : std::string_view());
  return {DirectiveSource::Kind::header, std::move(agent), std::string(value), 0};
}

void dont_index(PageInfoRow& info, Reason reason, std::string_view evidence) {
  info.fh_dont_index = 1;
  info.fh_dont_index_reason = code(reason);
  info.fh_dont_index_evidence = storable(evidence);
}

}  // namespace

std::vector<DirectiveSource> directive_sources(const Exchange& exchange, const Content* content) {
  std::vector<DirectiveSource> sources;
  if (content != nullptr) {
    for (const MetaRobots& meta : content->meta_robots) {
      sources.push_back({DirectiveSource::Kind::meta, meta.name, meta.content, meta.line});
    }
  }
  for (const Header& field : exchange.headers) {
    if (equals_ignoring_case(field.name, "X-Robots-Tag")) sources.push_back(x_robots_tag(field.value));
  }
  return sources;
}

std::string stored_nofollow(const PageInfoRow& page, std::string_view agent) {
  std::vector<DirectiveSource> sources;
  std::string_view rest = page.directives ? std::string_view(*page.directives) : std::string_view();
  while (!rest.empty()) {
    const size_t end = rest.find(kBetween);
    sources.push_back(source_of_description(rest.substr(0, end)));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + kBetween.size());
  }
  const PageDirectives directives = read_directives(sources, agent);
  return directives.nofollow ? directives.nofollow_evidence : "";
}

void judge_directives(const std::vector<DirectiveSource>& sources, const PageDirectives& directives, Timestamp stamp,
                      PageInfoRow& info) {
  std::string described;
  for (const DirectiveSource& source : sources) {
    if (described.size() > kMaxField) break;
    if (!described.empty()) described += kBetween;
    described += describe(source);
  }
  if (!described.empty()) info.directives = storable(described);
  if (directives.unavailable_after) info.unavailable_after_stamp = directives.unavailable_after->seconds();

  info.fh_dont_index = 0;
  if (directives.noindex) {
    const bool meta = directives.noindex_kind == DirectiveSource::Kind::meta;
    dont_index(info, meta ? Reason::directive_noindex_meta : Reason::directive_noindex_header,
               directives.noindex_evidence);
  } else if (directives.unavailable_after && *directives.unavailable_after < stamp) {
    dont_index(info, Reason::directive_unavailable_after, directives.unavailable_after_evidence);
  }
}

}  // namespace lycosa::inline pipeline
