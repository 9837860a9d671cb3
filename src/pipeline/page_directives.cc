#include "pipeline/page_directives.h"

#include <algorithm>

#include "base/text.h"
#include "pipeline/storable.h"

namespace lycosa::inline pipeline {
namespace {

std::string describe(const DirectiveSource& source) {
  if (source.kind == DirectiveSource::Kind::meta) {
    return source.value + " (meta " + source.agent + ", line " + std::to_string(source.line) + ")";
  }
  return source.value + (source.agent.empty() ? " (X-Robots-Tag)" : " (X-Robots-Tag for " + source.agent + ")");
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

void judge_directives(const std::vector<DirectiveSource>& sources, const PageDirectives& directives, Timestamp stamp,
                      PageInfoRow& info) {
  std::string described;
  for (const DirectiveSource& source : sources) {
    if (described.size() > kMaxField) break;
    if (!described.empty()) described += "; ";
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
