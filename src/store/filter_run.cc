#include "store/filter_run.h"

#include "base/text.h"
#include "store/condition.h"
#include "store/evidence.h"

namespace lycosa::inline store {

std::string outcome_query(const std::string& portable) {
  return "SELECT (" + portable + ") AS pass FROM page_info WHERE root_hash = ?1 AND src_unparsed = ?2";
}

bool is_of_shard(const Error& error) {
  return error.kind == ErrorKind::corrupt || error.kind == ErrorKind::unavailable || error.kind == ErrorKind::not_found;
}

std::string condition_error(const Error& error, const Connection& connection) {
  std::string_view text = error.message;
  if (text.starts_with(connection.label())) text.remove_prefix(connection.label().size());
  if (text.starts_with(": ")) text.remove_prefix(2);
  return "the condition does not run: " + std::string(trim(text)) +
         "; docs/formats/store.md lists the columns of page_info and the functions";
}

namespace {

FilterOutcome::Status status_of(const Cell& pass) {
  if (std::holds_alternative<std::nullptr_t>(pass)) return FilterOutcome::Status::unknown;
  if (const auto* integer = std::get_if<int64_t>(&pass)) {
    return *integer != 0 ? FilterOutcome::Status::pass : FilterOutcome::Status::fail;
  }
  if (const auto* real = std::get_if<double>(&pass)) {
    return *real != 0 ? FilterOutcome::Status::pass : FilterOutcome::Status::fail;
  }
  return FilterOutcome::Status::error;
}

}  // namespace

void take_outcome(const Cell& pass, FilterOutcome& outcome) {
  outcome.status = status_of(pass);
  if (outcome.status == FilterOutcome::Status::error) {
    outcome.error = "the condition gives a text; it must give true or false";
  }
}

Result<Lookup<FilterOutcome>> run_filter(Connection& connection, const std::string& target, const UrlKey& key,
                                         const Filter& filter, Timestamp now) {
  Lookup<FilterOutcome> run;
  FilterOutcome& outcome = run.found;
  outcome.name = filter.name;
  outcome.condition = filter.condition;
  run.evidence.target = target;
  const auto failed = [&](std::string error) {
    outcome.status = FilterOutcome::Status::error;
    outcome.error = std::move(error);
    return run;
  };
  const auto portable = portable_condition(filter.condition, now);
  if (!portable) return failed(portable.error().message);
  const auto statement = connection.restricted(outcome_query(*portable));
  if (!statement) {
    if (is_of_shard(statement.error())) return statement.unexpected();
    return failed(condition_error(statement.error(), connection));
  }
  const StatementUse use(**statement);
  (*statement)->bind(1, static_cast<int64_t>(key.root_hash));
  (*statement)->bind(2, std::string_view(key.unparsed));
  Result<void> collected;
  connection.bounded([&] { collected = collect(**statement, run.evidence, nullptr); });
  if (!collected) {
    if (is_of_shard(collected.error())) return collected.unexpected();
    return failed(condition_error(collected.error(), connection));
  }
  if (!run.evidence.rows.empty()) take_outcome(run.evidence.rows[0][0], outcome);  // else no such page: unknown
  return run;
}

}  // namespace lycosa::inline store
