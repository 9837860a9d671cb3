#include "store/sqlite_columns.h"

#include <algorithm>

#include "base/text.h"
#include "store/clean_text.h"
#include "store/filter.h"
#include "store/filter_run.h"
#include "store/table_sql.h"
#include "store/text_codec.h"

namespace lycosa::inline store {
namespace {

// One shard's rows in batches, each of which is a query of its own: between them nothing of SQLite is held, so that
// whoever takes a batch may ask the same reader anything.
class ShardScan {
 public:
  ShardScan(Connection& connection, const ColumnScan& scan, ScanPlan plan, std::string condition, bool has_packed_links)
      : connection_(connection),
        scan_(scan),
        plan_(std::move(plan)),
        condition_(std::move(condition)),
        batch_(empty_batch(plan_)),
        has_packed_links_(has_packed_links) {
    batch_.last = scan.after;
    against_is_asked_ = std::any_of(plan_.columns.begin(), plan_.columns.end(), [&](const Column* column) {
      return is_packed(*plan_.table, *column) && column->name != kPackedAgainst;
    });
  }

  // The next batch; null when there are no more rows.
  Result<const ColumnBatch*> next() {
    batch_.rows = 0;
    for (ColumnValues& values : batch_.columns) values.clear();
    connection_.set_now(scan_.now.seconds());
    const std::string sql = query();
    const auto statement = condition_.empty() ? connection_.statement(sql) : connection_.restricted(sql);
    if (!statement) return of_query(statement.error());
    const StatementUse use(**statement);
    bind_after(**statement);
    if (auto filled = fill(**statement); !filled) return filled.unexpected();
    return batch_.rows > 0 ? &batch_ : nullptr;
  }

 private:
  // The chosen columns, the key, and whether the condition holds. That one is a column and no part of WHERE, so that
  // each row has a bound of its own on what the condition may compute.
  std::string query() const {
    std::string columns;
    for (const Column* column : plan_.columns) columns.append(column->name).append(", ");
    if (against_is_asked_) columns.append(kPackedAgainst).append(", ");
    std::string key, parameters;
    for (size_t i = 0; i < plan_.table->key.size(); ++i) {
      key.append(i == 0 ? "" : ", ").append(plan_.table->key[i]);
      if (i + 1 > batch_.last.size()) continue;
      parameters.append(i == 0 ? "?" : ", ?").append(std::to_string(i + 1));
    }
    std::string sql = "SELECT " + columns + key;
    if (!condition_.empty()) sql += ", (" + condition_ + ") AS pass";
    // Packed links are found by a key that is whole.
    const bool within_links = plan_.table->name == "link" && batch_.last.size() == plan_.table->key.size();
    if (within_links && has_packed_links_) {
      return sql + " FROM lycosa_link(" + parameters + ")" + order_by_key(*plan_.table);
    }
    sql.append(" FROM ").append(plan_.table->name);
    if (!batch_.last.empty()) sql += " WHERE (" + first_of_key() + ") > (" + parameters + ")";
    return sql + order_by_key(*plan_.table);
  }

  std::string first_of_key() const {
    std::string names;
    for (size_t i = 0; i < batch_.last.size(); ++i) names.append(i == 0 ? "" : ", ").append(plan_.table->key[i]);
    return names;
  }

  void bind_after(Statement& statement) {
    after_ = batch_.last;
    for (size_t i = 0; i < after_.size(); ++i) {
      const int parameter = static_cast<int>(i) + 1;
      if (const auto* integer = std::get_if<int64_t>(&after_[i])) {
        statement.bind(parameter, *integer);
      } else {
        statement.bind(parameter, std::string_view(std::get<std::string>(after_[i])));
      }
    }
  }

  Result<void> fill(Statement& statement) {
    while (!is_full(batch_, scan_)) {
      const auto step = next_row(statement);
      if (!step) return of_query(step.error());
      if (*step == Statement::Step::done) return {};
      const auto wanted = passes(statement);
      if (!wanted) return wanted.unexpected();
      if (!*wanted) continue;
      if (auto added = add_row(statement); !added) return added;
    }
    return {};
  }

  Result<Statement::Step> next_row(Statement& statement) {
    Result<Statement::Step> step = Statement::Step::done;
    if (condition_.empty()) return statement.step();
    connection_.bounded([&] { step = statement.step(); });
    return step;
  }

  Result<bool> passes(const Statement& statement) const {
    if (condition_.empty()) return true;
    FilterOutcome outcome;
    take_outcome(statement.cell(statement.columns() - 1), outcome);
    if (outcome.status == FilterOutcome::Status::error) return fail(ErrorKind::invalid, outcome.error);
    return outcome.status == FilterOutcome::Status::pass;
  }

  Result<void> add_row(const Statement& statement) {
    if (auto read = read_against(statement); !read) return read;
    int i = 0;
    for (ColumnValues& values : batch_.columns) {
      if (auto added = add_value(statement, i++, values); !added) return added;
    }
    ++batch_.rows;
    return keep_key(statement, i + (against_is_asked_ ? 1 : 0));
  }

  Result<void> read_against(const Statement& statement) {
    if (!against_is_asked_) return {};
    auto text = decompress_text(statement.bytes(static_cast<int>(plan_.columns.size())));
    if (!text) return of_shard(connection_, text.error());
    against_ = std::move(*text);
    return {};
  }

  // The next batch goes on behind this key, so it has to be one that a writer writes.
  Result<void> keep_key(const Statement& statement, int i) {
    batch_.last.clear();
    for (const std::string_view name : plan_.table->key) {
      if (column_type(name) == ColumnType::integer) {
        batch_.last.emplace_back(statement.integer(i++));
        continue;
      }
      const std::string_view text = statement.bytes(i++);
      if (!is_clean_text(text)) {
        return of_shard(connection_, {ErrorKind::corrupt, "a key of " + scan_.table + " is not clean text"});
      }
      batch_.last.emplace_back(std::string(text));
    }
    return {};
  }

  Result<void> add_value(const Statement& statement, int i, ColumnValues& values) const {
    if (statement.is_null(i)) {
      values.add_null();
    } else if (values.column->type == ColumnType::integer) {
      values.add(statement.integer(i));
    } else if (values.column->type == ColumnType::real) {
      values.add(statement.real(i));
    } else if (is_packed(*plan_.table, *values.column)) {
      const bool alone = values.column->name == kPackedAgainst;
      const auto text = decompress_text(statement.bytes(i), alone ? std::string_view() : against_);
      if (!text) return of_shard(connection_, text.error());
      values.add(std::string_view(to_valid_utf8(*text)));
    } else if (values.is_text) {
      values.add(std::string_view(to_valid_utf8(statement.bytes(i))));
    } else {
      values.add(statement.bytes(i));
    }
    return {};
  }

  ColumnType column_type(std::string_view name) const {
    for (const Column& column : plan_.table->columns) {
      if (column.name == name) return column.type;
    }
    return ColumnType::text;
  }

  // Without a condition the query is ours.
  Unexpected of_query(const Error& error) const {
    if (condition_.empty()) return lacks_table(error);
    if (is_of_shard(error)) return {error};
    return fail(ErrorKind::invalid, condition_error(error, connection_));
  }

  Connection& connection_;
  const ColumnScan& scan_;
  const ScanPlan plan_;
  const std::string condition_;  // portable
  ColumnBatch batch_;
  RowKey after_;                 // what the statement has bound
  const bool has_packed_links_;  // as formats 1 and 2 have not
  bool against_is_asked_ = false;
  std::string against_;  // of the present row, what its texts are compressed against
};

}  // namespace

Result<void> scan_shard(Connection& connection, const ColumnScan& scan,
                        const std::function<bool(const ColumnBatch&)>& visit) {
  auto plan = plan_scan(scan);
  if (!plan) return plan.unexpected();
  std::string condition;
  if (!scan.condition.empty()) {
    auto portable = portable_condition(scan.condition, scan.now);
    if (!portable) return portable.unexpected();
    condition = std::move(*portable);
  }
  const auto packed = connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'link_out'");
  if (!packed) return packed.unexpected();
  ShardScan rows(connection, scan, std::move(*plan), std::move(condition), *packed > 0);
  while (true) {
    const auto batch = rows.next();
    if (!batch) return batch.unexpected();
    if (!*batch || !visit(**batch)) return {};
  }
}

}  // namespace lycosa::inline store
