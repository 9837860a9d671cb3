#include "store/sqlite_walk.h"

#include <utility>

#include "store/rows.h"
#include "store/table_sql.h"
#include "store/walk.h"

namespace lycosa::inline store {
namespace {

// " WHERE " the keys of a part that lie behind a key: a range of the key, whose first two columns are these.
std::string where_behind(const StorePart& part) {
  return part.root_hash ? " WHERE root_hash = ?1 AND src_unparsed > ?2 AND src_unparsed < ?3"
                        : " WHERE (root_hash, src_unparsed) > (?1, ?2)";
}

// The range must outlive the statement's run.
void bind(Statement& statement, const StorePart& part, const KeyRange& range) {
  statement.bind(1, range.root);
  statement.bind(2, std::string_view(range.first));
  if (part.root_hash) statement.bind(3, std::string_view(range.end));
}

template <class Row>
std::string walk_sql(const StorePart& part) {
  return select_all(table(table_name<Row>)) + where_behind(part) + order_by_key(table(table_name<Row>));
}

// The rows of a table in key order, one at a time.
template <class Row>
class RowCursor {
 public:
  static Result<RowCursor> open(Connection& connection, const StorePart& part, const KeyRange& range) {
    const auto statement = connection.statement(walk_sql<Row>(part));
    if (!statement) return statement.unexpected();
    RowCursor cursor(connection, **statement);
    bind(**statement, part, range);
    if (auto moved = cursor.next(); !moved) return moved.unexpected();
    return cursor;
  }

  const Row* row() const { return row_ ? &*row_ : nullptr; }
  Row take() { return std::move(*row_); }
  Result<void> next() {
    const auto step = statement_->step();
    if (!step) return step.unexpected();
    row_.reset();
    if (*step == Statement::Step::done) return {};
    auto row = read_row<Row>(*statement_);
    if (!row) return of_shard(*connection_, row.error());
    row_ = std::move(*row);
    return {};
  }

 private:
  struct Reset {
    void operator()(Statement* statement) const { statement->reset(); }
  };
  RowCursor(Connection& connection, Statement& statement) : connection_(&connection), statement_(&statement) {}

  Connection* connection_;
  std::unique_ptr<Statement, Reset> statement_;
  std::optional<Row> row_;
};

}  // namespace

Result<void> walk_urls(Connection& connection, const StorePart& part, const std::optional<UrlKey>& after,
                       const std::function<bool(UrlRows&)>& visit) {
  const KeyRange range = key_range(part, after);
  auto seen = RowCursor<SeenRow>::open(connection, part, range);
  if (!seen) return seen.unexpected();
  auto pages = RowCursor<PageInfoRow>::open(connection, part, range);
  if (!pages) return pages.unexpected();
  return walk_side_by_side(*seen, *pages, visit);
}

Result<void> walk_events(Connection& connection, const StorePart& part,
                         const std::function<bool(const PageHistoryRow&)>& visit) {
  const KeyRange range = key_range(part, std::nullopt);
  auto events = RowCursor<PageHistoryRow>::open(connection, part, range);
  if (!events) return events.unexpected();
  while (events->row() && visit(*events->row())) {
    if (auto moved = events->next(); !moved) return moved;
  }
  return {};
}

}  // namespace lycosa::inline store
