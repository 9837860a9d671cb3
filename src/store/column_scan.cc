#include "store/column_scan.h"

#include <algorithm>

namespace lycosa::inline store {
namespace {

Unexpected invalid(const std::string& cause, const std::string& remedy) {
  return fail(ErrorKind::invalid, cause + "; " + remedy);
}

template <class Range>
std::string names_of(const Range& range) {
  std::string names;
  for (const auto& each : range) names.append(names.empty() ? "" : ", ").append(each.name);
  return names;
}

const Table* find_table(std::string_view name) {
  const auto all = tables();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Table& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

const Column* find_column(const Table& table, std::string_view name) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& each) { return each.name == name; });
  return found == table.columns.end() ? nullptr : &*found;
}

Result<std::vector<const Column*>> find_columns(const Table& table, const std::vector<std::string>& names) {
  std::vector<const Column*> columns;
  for (const std::string& name : names) {
    const Column* column = find_column(table, name);
    if (!column) {
      return invalid("the table " + std::string(table.name) + " has no column " + name,
                     "it has " + names_of(table.columns));
    }
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
      return invalid("the column " + name + " is asked for twice", "name it once");
    }
    columns.push_back(column);
  }
  if (names.empty()) {
    for (const Column& column : table.columns) columns.push_back(&column);
  }
  return columns;
}

bool fits(const Table& table, const RowKey& key) {
  if (key.size() > table.key.size()) return false;
  for (size_t i = 0; i < key.size(); ++i) {
    const bool is_integer = find_column(table, table.key[i])->type == ColumnType::integer;
    if (std::holds_alternative<int64_t>(key[i]) != is_integer) return false;
  }
  return true;
}

}  // namespace

std::string_view ColumnValues::text(size_t row) const {
  const auto begin = static_cast<size_t>(offsets[row]), end = static_cast<size_t>(offsets[row + 1]);
  return std::string_view(bytes).substr(begin, end - begin);
}

void ColumnValues::mark(bool has_value) {
  if (rows_ % 8 == 0) known.push_back(0);
  if (has_value) known.back() = static_cast<uint8_t>(known.back() | 1u << (rows_ % 8));
  nulls += has_value ? 0 : 1;
  ++rows_;
}

void ColumnValues::add_null() {
  mark(false);
  if (column->type == ColumnType::integer) integers.push_back(0);
  if (column->type == ColumnType::real) reals.push_back(0);
  if (!offsets.empty()) offsets.push_back(offsets.back());
}

void ColumnValues::add(int64_t value) {
  mark(true);
  integers.push_back(value);
}

void ColumnValues::add(double value) {
  mark(true);
  reals.push_back(value);
}

void ColumnValues::add(std::string_view value) {
  mark(true);
  bytes += value;
  offsets.push_back(static_cast<int64_t>(bytes.size()));
}

void ColumnValues::clear() {
  known.clear();
  nulls = 0;
  integers.clear();
  reals.clear();
  bytes.clear();
  if (!offsets.empty()) offsets.resize(1);
  rows_ = 0;
}

Result<ScanPlan> plan_scan(const ColumnScan& scan) {
  const Table* table = find_table(scan.table);
  if (!table) return invalid("a store has no table " + scan.table, "it has " + names_of(tables()));
  auto columns = find_columns(*table, scan.columns);
  if (!columns) return columns.unexpected();
  if (!fits(*table, scan.after)) {
    return invalid("a scan of " + scan.table + " cannot go on behind a key of other columns",
                   "give the key of the last row of a batch");
  }
  if (scan.batch_rows == 0) return invalid("a batch of a scan needs rows", "ask for at least 1");
  if (!scan.condition.empty() && table->name != "page_info") {
    return invalid("a condition reads page_info, and not " + scan.table, "leave it out");
  }
  return ScanPlan{table, std::move(*columns)};
}

ColumnBatch empty_batch(const ScanPlan& plan) {
  ColumnBatch batch;
  for (const Column* column : plan.columns) {
    ColumnValues& values = batch.columns.emplace_back();
    values.column = column;
    values.is_text = column->type == ColumnType::text || is_packed(*plan.table, *column);
    if (column->type == ColumnType::text || column->type == ColumnType::blob) values.offsets.push_back(0);
  }
  return batch;
}

bool is_full(const ColumnBatch& batch, const ColumnScan& scan) {
  size_t bytes = 0;
  for (const ColumnValues& values : batch.columns) bytes += values.bytes.size();
  return batch.rows > 0 && (batch.rows >= scan.batch_rows || bytes >= scan.batch_bytes);
}

bool is_packed(const Table& table, const Column& column) {
  return table.name == "page_text" && column.type == ColumnType::blob;
}

}  // namespace lycosa::inline store
