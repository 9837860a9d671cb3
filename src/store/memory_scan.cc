#include "store/memory_scan.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "store/filter_engine.h"

namespace lycosa::inline store {
namespace {

// Adds a row's values to the columns that were asked for.
class RowAdder {
 public:
  RowAdder(ColumnBatch& batch, const Table& table) : columns_(table.columns.size()) {
    for (ColumnValues& values : batch.columns) {
      columns_[static_cast<size_t>(values.column - table.columns.data())] = &values;
    }
  }

  template <class Row>
  void add(const Row& row) {
    size_t i = 0;
    each_member(row, [&]<class T>(std::string_view, const T& member) {
      ColumnValues* values = columns_[i++];
      if (!values) return;
      if constexpr (requires { member.has_value(); }) {
        member ? add_value(*values, plain_value(*member)) : values->add_null();
      } else {
        add_value(*values, plain_value(member));
      }
    });
  }

 private:
  static void add_value(ColumnValues& values, int64_t value) { values.add(value); }
  static void add_value(ColumnValues& values, double value) { values.add(value); }
  static void add_value(ColumnValues& values, std::string_view value) { values.add(value); }

  std::vector<ColumnValues*> columns_;  // by the table's; null: not asked for
};

// Which rows a condition is true for.
class RowFilter {
 public:
  static Result<RowFilter> make(const ColumnScan& scan) {
    RowFilter filter;
    filter.now_ = scan.now;
    if (scan.condition.empty()) return filter;
    const Filter condition{"", scan.condition};
    auto engine = FilterEngine::open(std::span(&condition, 1));
    if (!engine) return engine.unexpected();
    if (const FilterOutcome& outcome = (*engine)->without_row()[0]; !outcome.error.empty()) {
      return fail(ErrorKind::invalid, outcome.error);
    }
    filter.engine_ = std::move(*engine);
    return filter;
  }

  template <class Row>
  Result<bool> passes(const Row& row) {
    if constexpr (std::is_same_v<Row, PageInfoRow>) {
      if (!engine_) return true;
      const FilterOutcome outcome = engine_->run(row, now_)[0];
      if (outcome.status == FilterOutcome::Status::error) return fail(ErrorKind::invalid, outcome.error);
      return outcome.status == FilterOutcome::Status::pass;
    }
    return true;
  }

 private:
  std::unique_ptr<FilterEngine> engine_;
  Timestamp now_;
};

template <class Row>
Result<void> scan_table(const MemoryTable<Row>& rows, const ColumnScan& scan, const ScanPlan& plan,
                        const std::function<bool(const ColumnBatch&)>& visit) {
  auto filter = RowFilter::make(scan);
  if (!filter) return filter.unexpected();
  ColumnBatch batch = empty_batch(plan);
  RowAdder adder(batch, *plan.table);
  const auto begin = scan.after.empty() ? rows.begin() : rows.upper_bound(KeyPrefix{scan.after});
  for (auto at = begin; at != rows.end(); ++at) {
    const auto wanted = filter->passes(at->second);
    if (!wanted) return wanted.unexpected();
    if (!*wanted) continue;
    adder.add(at->second);
    batch.last = at->first;
    ++batch.rows;
    if (!is_full(batch, scan)) continue;
    if (!visit(batch)) return {};
    batch.rows = 0;
    for (ColumnValues& values : batch.columns) values.clear();
  }
  if (batch.rows > 0) visit(batch);
  return {};
}

}  // namespace

Result<void> scan_shard(MemoryShard& shard, const ColumnScan& scan,
                        const std::function<bool(const ColumnBatch&)>& visit) {
  const auto plan = plan_scan(scan);
  if (!plan) return plan.unexpected();
  Result<void> scanned;
  const auto scan_if_asked = [&]<class Row>(const MemoryTable<Row>& rows) {
    if (table_name<Row> == plan->table->name) scanned = scan_table(rows, scan, *plan, visit);
  };
  std::apply([&](const auto&... rows) { (scan_if_asked(rows), ...); }, shard.tables);
  return scanned;
}

}  // namespace lycosa::inline store
