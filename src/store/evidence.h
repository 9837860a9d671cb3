#pragma once

#include <functional>

#include "base/result.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace lycosa::inline store {

// Runs a statement with its parameters bound to the end, keeping the query as it ran, the names of its columns and
// every row as cells. `visit`, when given, sees the statement on each row and can fail.
Result<void> collect(Statement& statement, Evidence& evidence,
                     const std::function<Result<void>(const Statement&)>& visit);

}  // namespace lycosa::inline store
