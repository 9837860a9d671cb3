#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "url/url.h"

// Filters on one page of one shard. A condition is the user's: it runs in brackets, may read page_info alone, call only
// what filters may call, and is stopped when it takes too long.
namespace lycosa::inline store {

// One filter with `now` as a literal. A condition that does not run is an outcome, a shard that cannot be read an
// error.
Result<Lookup<FilterOutcome>> run_filter(Connection& connection, const std::string& target, const UrlKey& key,
                                         const Filter& filter, Timestamp now);

// The query of a filter on one page. Parameters: root hash, unparsed URL; its column is `pass`.
std::string outcome_query(const std::string& portable);
// What a condition gave, taken as the outcome's status.
void take_outcome(const Cell& pass, FilterOutcome& outcome);
// Damage and locks are the shard's; everything else that goes wrong is the condition's.
bool is_of_shard(const Error& error);
// Why a condition does not run, without the name of the database on which it was tried.
std::string condition_error(const Error& error, const Connection& connection);

}  // namespace lycosa::inline store
