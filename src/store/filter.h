#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace lycosa::inline store {

// An index filter: a condition on a row of page_info, in ClickHouse's dialect.
struct Filter {
  std::string name;
  std::string condition;  // as shown; the user's own text

  bool operator==(const Filter&) const = default;
};

// The five default filters, in their order.
std::span<const Filter> default_filters();

// The condition made portable: the same text then runs on SQLite (with our functions) and on ClickHouse.
//  1. isNull( becomes "isNull"(  and isNotNull( likewise
//  2. E - [INTERVAL] n UNIT becomes subtractUnits(E, n), + likewise add
//  3. an operator after AND or OR that lacks its left operand takes the first one of the condition
// and now() becomes toDateTime('...') of `now`. Refuses what cannot be portable: `;`, comments, `/`, sub-queries.
Result<std::string> portable_condition(std::string_view condition, Timestamp now);

}  // namespace lycosa::inline store
