#include "store/walk.h"

#include <algorithm>
#include <utility>

#include "store/rows.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// " WHERE " the keys of a part that lie behind a key: a range of the key, whose first two columns are these.
std::string where_behind(const StorePart& part) {
  return part.root_hash ? " WHERE root_hash = ?1 AND src_unparsed > ?2 AND src_unparsed < ?3"
                        : " WHERE (root_hash, src_unparsed) > (?1, ?2)";
}

// The values of its parameters; must outlive the statement's run.
struct Bounds {
  int64_t root = -1;
  std::string first, end;

  Bounds(const StorePart& part, const std::optional<UrlKey>& after) {
    if (!part.root_hash) {
      if (after) root = static_cast<int64_t>(after->root_hash);
      if (after) first = after->unparsed;
      return;
    }
    root = static_cast<int64_t>(*part.root_hash);
    if (!part.host.empty()) first = part.host + "!";
    // '"' comes right behind '!', and 0x7f behind every byte that an unparsed URL can have.
    end = part.host.empty() ? "\x7f" : part.host + "\"";
    if (after) first = std::max(first, after->unparsed);
  }
  void bind(Statement& statement, const StorePart& part) const {
    statement.bind(1, root);
    statement.bind(2, std::string_view(first));
    if (part.root_hash) statement.bind(3, std::string_view(end));
  }
};

template <class Row>
std::string walk_sql(const StorePart& part) {
  return select_all(table(table_name<Row>)) + where_behind(part) + order_by_key(table(table_name<Row>));
}

// The rows of a table in key order, one at a time.
template <class Row>
class RowCursor {
 public:
  static Result<RowCursor> open(Connection& connection, const StorePart& part, const Bounds& bounds) {
    const auto statement = connection.statement(walk_sql<Row>(part));
    if (!statement) return statement.unexpected();
    RowCursor cursor(connection, **statement);
    bounds.bind(**statement, part);
    if (auto moved = cursor.next(); !moved) return moved.unexpected();
    return cursor;
  }

  const std::optional<Row>& row() const { return row_; }
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

// The next URL of two tables side by side.
Result<std::optional<UrlRows>> next_url(RowCursor<SeenRow>& seen, RowCursor<PageInfoRow>& pages) {
  if (!seen.row() && !pages.row()) return std::optional<UrlRows>();
  UrlRows rows;
  const bool in_seen = seen.row() && (!pages.row() || seen.row()->key <= pages.row()->key);
  const bool in_pages = pages.row() && (!seen.row() || pages.row()->key <= seen.row()->key);
  rows.key = in_seen ? seen.row()->key : pages.row()->key;
  if (in_seen) {
    rows.seen = seen.take();
    if (auto moved = seen.next(); !moved) return moved.unexpected();
  }
  if (in_pages) {
    rows.page = pages.take();
    if (auto moved = pages.next(); !moved) return moved.unexpected();
  }
  return std::optional<UrlRows>(std::move(rows));
}

}  // namespace

Result<void> walk_urls(Connection& connection, const StorePart& part, const std::optional<UrlKey>& after,
                       const std::function<bool(UrlRows&)>& visit) {
  const Bounds bounds(part, after);
  auto seen = RowCursor<SeenRow>::open(connection, part, bounds);
  if (!seen) return seen.unexpected();
  auto pages = RowCursor<PageInfoRow>::open(connection, part, bounds);
  if (!pages) return pages.unexpected();
  while (true) {
    auto rows = next_url(*seen, *pages);
    if (!rows) return rows.unexpected();
    if (!*rows || !visit(**rows)) return {};
  }
}

Result<void> walk_events(Connection& connection, const StorePart& part,
                         const std::function<bool(const PageHistoryRow&)>& visit) {
  const Bounds bounds(part, std::nullopt);
  auto events = RowCursor<PageHistoryRow>::open(connection, part, bounds);
  if (!events) return events.unexpected();
  while (events->row() && visit(*events->row())) {
    if (auto moved = events->next(); !moved) return moved;
  }
  return {};
}

}  // namespace lycosa::inline store
