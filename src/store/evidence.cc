#include "store/evidence.h"

namespace lycosa::inline store {

Result<void> collect(Statement& statement, Evidence& evidence,
                     const std::function<Result<void>(const Statement&)>& visit) {
  evidence.query = statement.expanded();
  const int columns = statement.columns();
  for (int i = 0; i < columns; ++i) evidence.columns.push_back(statement.column_name(i));
  while (true) {
    const auto step = statement.step();
    if (!step) return step.unexpected();
    if (*step == Statement::Step::done) return {};
    std::vector<Cell> row;
    row.reserve(static_cast<size_t>(columns));
    for (int i = 0; i < columns; ++i) row.push_back(statement.cell(i));
    evidence.rows.push_back(std::move(row));
    if (!visit) continue;
    if (auto visited = visit(statement); !visited) return visited;
  }
}

}  // namespace lycosa::inline store
