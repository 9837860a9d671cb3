#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/exchange.h"
#include "extract/extract.h"
#include "pipeline/pipeline.h"
#include "robots/directives.h"

namespace lycosa::inline pipeline {

// Every place of an exchange and its page that speaks to robots; `content` is null when no page was read.
std::vector<DirectiveSource> directive_sources(const Exchange& exchange, const Content* content);

// Fills directives, unavailable_after_stamp and the three fh_dont_index columns.
void judge_directives(const std::vector<DirectiveSource>& sources, const PageDirectives& directives, Timestamp stamp,
                      PageInfoRow& info);

}  // namespace lycosa::inline pipeline
