#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "record/record.h"
#include "store/filter.h"
#include "verdict/verdict.h"

namespace lycosa::inline store {

class Connection;

// Index filters on rows at hand, whether a table keeps them or not: what each filter makes of a row is what it would
// make of the same row in a shard. One row costs one run of one statement, however many filters there are.
//
// One thread at a time.
class FilterEngine {
 public:
  static Result<std::unique_ptr<FilterEngine>> open(std::span<const Filter> filters);
  ~FilterEngine();

  // Fails when a condition cannot run on any row; the error names the filter.
  Result<void> check() const;
  // One outcome a filter without a row: unknown, or the error of a condition that cannot run on any.
  const std::vector<FilterOutcome>& without_row() const { return prepared_; }
  // One outcome a filter, in their order. A condition that does not run is an outcome too.
  std::vector<FilterOutcome> run(const PageInfoRow& row, Timestamp now);

 private:
  explicit FilterEngine(std::unique_ptr<Connection> connection);
  void prepare(std::span<const Filter> filters);
  bool run_together(const PageInfoRow& row, std::vector<FilterOutcome>& outcomes);
  void run_alone(const PageInfoRow& row, size_t filter, FilterOutcome& outcome);

  std::unique_ptr<Connection> connection_;
  std::vector<FilterOutcome> prepared_;  // with the error where a condition cannot run on any row
  std::vector<std::string> portable_;    // conditions; empty where there is such an error
  std::string together_;                 // one query of all that can run
};

}  // namespace lycosa::inline store
