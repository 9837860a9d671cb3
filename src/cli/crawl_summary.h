#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "crawl/crawl.h"

namespace lycosa::cli {

// Whether a crawl came to its end without an answer from any of its seeds: it did nothing. One that --max-pages ended
// may have left its seeds for later, so it must have had no answer at all.
bool no_seed_answered(const CrawlSummary& summary);

// The live line, or a line of the log: "12.3 pages/s, 45 done, 6 queued, ...".
std::string progress_line(const CrawlProgress& progress);
// The end of a crawl for a person: why it stopped, what came of the URLs, what is still to do.
// `seeds_skipped` is how many lines of seeds files were none.
std::string summary_text(const CrawlSummary& summary, int64_t seeds_skipped, Timestamp now);
nlohmann::ordered_json summary_json(const CrawlSummary& summary, int64_t seeds_skipped);

}  // namespace lycosa::cli
