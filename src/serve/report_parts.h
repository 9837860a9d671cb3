#pragma once

#include "inspect/inspect.h"
#include "serve/answers.h"
#include "serve/html.h"
#include "serve/links.h"

namespace lycosa::inline serve {

// The lower half of the report's page.
void write_texts(Html& html, const Call& call, const Report& report);
void write_discovery(Html& html, const Links& links, const Report& report);
void write_history(Html& html, const Links& links, const Report& report);
// Links in and out, duplicates, the archived source.
void write_neighbours(Html& html, Answers& answers, const Call& call, const Report& report);
void write_live_test(Html& html, const Report& report);

}  // namespace lycosa::inline serve
