#include "store/filter_engine.h"

#include "base/text.h"
#include "record/columns.h"
#include "store/condition.h"
#include "store/filter_run.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// "(SELECT CAST(?1 AS INTEGER) AS root_hash, ...)": a row of page_info made of parameters. The casts give each value
// the affinity of its column, so that it compares as it does in a table.
std::string row_of_parameters() {
  std::string sql = "(SELECT ";
  int parameter = 0;
  for (const Column& column : table("page_info").columns) {
    if (parameter > 0) sql += ", ";
    sql += "CAST(?" + std::to_string(++parameter) + " AS ";
    sql += sql_type(column.type);
    sql += ") AS ";
    sql += column.name;
  }
  return sql + ")";
}

const std::string& from_parameters() {
  static const std::string sql = " FROM " + row_of_parameters();
  return sql;
}

std::string query_of(const std::string& portable) {
  return "SELECT (" + portable + ")" + from_parameters();
}

}  // namespace

FilterEngine::FilterEngine(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
FilterEngine::~FilterEngine() = default;

Result<std::unique_ptr<FilterEngine>> FilterEngine::open(std::span<const Filter> filters) {
  auto connection = Connection::open_memory("the filters");
  if (!connection) return connection.unexpected();
  std::unique_ptr<FilterEngine> engine(new FilterEngine(std::move(*connection)));
  engine->prepare(filters);
  return engine;
}

void FilterEngine::prepare(std::span<const Filter> filters) {
  std::string conditions;
  for (const Filter& filter : filters) {
    FilterOutcome outcome{filter.name, filter.condition, FilterOutcome::Status::unknown, ""};
    auto portable = rewrite_condition(filter.condition, "now()");
    if (!portable) {
      outcome.error = portable.error().message;
    } else if (const auto statement = connection_->restricted(query_of(*portable)); !statement) {
      outcome.error = condition_error(statement.error(), *connection_);
    }
    if (!outcome.error.empty()) outcome.status = FilterOutcome::Status::error;
    portable_.push_back(outcome.error.empty() ? *portable : "");
    if (outcome.error.empty()) conditions += (conditions.empty() ? "(" : ", (") + *portable + ")";
    prepared_.push_back(std::move(outcome));
  }
  if (!conditions.empty()) together_ = "SELECT " + conditions + from_parameters();
}

Result<void> FilterEngine::check() const {
  for (const FilterOutcome& outcome : prepared_) {
    if (outcome.status != FilterOutcome::Status::error) continue;
    return fail(ErrorKind::invalid,
                "the filter \"" + visible(outcome.name) + "\": " + outcome.error + "; mend it in store.toml");
  }
  return {};
}

std::vector<FilterOutcome> FilterEngine::run(const PageInfoRow& row, Timestamp now) {
  std::vector<FilterOutcome> outcomes = prepared_;
  connection_->set_now(now.seconds());
  if (together_.empty() || run_together(row, outcomes)) return outcomes;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (!portable_[i].empty()) run_alone(row, i, outcomes[i]);
  }
  return outcomes;
}

// False when a condition fails on this row: then each must run alone to tell which.
bool FilterEngine::run_together(const PageInfoRow& row, std::vector<FilterOutcome>& outcomes) {
  const auto statement = connection_->restricted(together_);
  if (!statement) return false;
  const StatementUse use(**statement);
  bind_row(**statement, row);
  Result<Statement::Step> step = Statement::Step::done;
  connection_->bounded([&] { step = (*statement)->step(); });
  if (!step || *step == Statement::Step::done) return false;
  int column = 0;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (!portable_[i].empty()) take_outcome((*statement)->cell(column++), outcomes[i]);
  }
  return true;
}

void FilterEngine::run_alone(const PageInfoRow& row, size_t filter, FilterOutcome& outcome) {
  const auto failed = [&](const Error& error) {
    outcome.status = FilterOutcome::Status::error;
    outcome.error = condition_error(error, *connection_);
  };
  const auto statement = connection_->restricted(query_of(portable_[filter]));
  if (!statement) return failed(statement.error());
  const StatementUse use(**statement);
  bind_row(**statement, row);
  Result<Statement::Step> step = Statement::Step::done;
  connection_->bounded([&] { step = (*statement)->step(); });
  if (!step) return failed(step.error());
  take_outcome((*statement)->cell(0), outcome);
}

}  // namespace lycosa::inline store
