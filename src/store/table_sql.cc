#include "store/table_sql.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace lycosa::inline store {
namespace {

// How a column is made from the stored row and the one that comes in.
enum class Merge {
  newer,          // of the row with the larger ver
  least,          // the smaller value; of a value and NULL the value
  greatest,       // the larger value
  of_first_seen,  // of the row with the smaller first_stamp, the stored one when they are equal
};

struct Merged {
  std::string_view table;
  std::string_view column;
  Merge merge;
};

constexpr Merged kMerged[] = {
    {"page_info", "first_crawled_stamp", Merge::least},
    {"page_info", "first_indexed_stamp", Merge::least},
    {"seen", "first_stamp", Merge::least},
    {"seen", "last_stamp", Merge::greatest},
    {"seen", "how", Merge::of_first_seen},
    {"seen", "referrer", Merge::of_first_seen},
    {"seen", "depth", Merge::least},
};

Merge merge_of(const Table& table, const Column& column) {
  for (const Merged& row : kMerged) {
    if (row.table == table.name && row.column == column.name) return row.merge;
  }
  return Merge::newer;
}

bool has_merges(const Table& table) {
  return std::any_of(std::begin(kMerged), std::end(kMerged),
                     [&](const Merged& row) { return row.table == table.name; });
}

bool is_key(const Table& table, const Column& column) {
  return std::find(table.key.begin(), table.key.end(), column.name) != table.key.end();
}

std::string_view type_name(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    case ColumnType::text:
      return "TEXT";
    case ColumnType::blob:
      return "BLOB";
  }
  return {};
}

template <class Range, class Text>
std::string joined(const Range& range, std::string_view separator, Text&& text) {
  std::string out;
  for (const auto& each : range) {
    if (!out.empty()) out += separator;
    out += text(each);
  }
  return out;
}

// What stands behind `SET column = ` for a table that merges.
std::string merged_value(const Table& table, const Column& column) {
  const std::string old = std::string(table.name).append(".").append(column.name);
  const std::string fresh = std::string("excluded.").append(column.name);
  const std::string newer = std::string("excluded.ver >= ").append(table.name).append(".ver");
  switch (merge_of(table, column)) {
    case Merge::newer:
      return "iif(" + newer + ", " + fresh + ", " + old + ")";
    case Merge::least:
      return "min(coalesce(" + old + ", " + fresh + "), coalesce(" + fresh + ", " + old + "))";
    case Merge::greatest:
      return "max(" + old + ", " + fresh + ")";
    case Merge::of_first_seen:
      return "iif(excluded.first_stamp < seen.first_stamp, " + fresh + ", " + old + ")";
  }
  return {};
}

}  // namespace

std::string create_table(const Table& table) {
  std::string sql = "CREATE TABLE IF NOT EXISTS " + std::string(table.name) + "(";
  sql += joined(table.columns, ", ", [](const Column& column) {
    return std::string(column.name)
        .append(" ")
        .append(type_name(column.type))
        .append(column.nullable ? "" : " NOT NULL");
  });
  sql += ", PRIMARY KEY(" + joined(table.key, ", ", [](std::string_view name) { return std::string(name); }) + "))";
  // A rowid table keeps large values out of the tree of keys.
  return sql + (table.rowid ? " STRICT" : " STRICT, WITHOUT ROWID");
}

std::string create_indices() {
  return "CREATE INDEX IF NOT EXISTS seen_by_reason ON seen(reason) WHERE reason IS NOT NULL;"
         "CREATE INDEX IF NOT EXISTS page_history_by_reason ON page_history(reason) WHERE reason IS NOT NULL;"
         "CREATE INDEX IF NOT EXISTS page_info_by_content ON page_info(content_hash) WHERE content_hash IS NOT NULL;";
}

std::string upsert(const Table& table) {
  const auto name = [](const Column& column) { return std::string(column.name); };
  int i = 0;
  std::string sql = "INSERT INTO " + std::string(table.name) + "(" + joined(table.columns, ", ", name) + ") VALUES(";
  sql += joined(table.columns, ", ", [&](const Column&) { return "?" + std::to_string(++i); });
  sql += ") ON CONFLICT(" + joined(table.key, ", ", [](std::string_view key) { return std::string(key); }) +
         ") DO UPDATE SET ";
  const bool merges = has_merges(table);
  std::string set;
  for (const Column& column : table.columns) {
    if (is_key(table, column)) continue;
    if (!set.empty()) set += ", ";
    set.append(column.name).append(" = ");
    set += merges ? merged_value(table, column) : "excluded." + std::string(column.name);
  }
  sql += set;
  if (!merges) sql.append(" WHERE excluded.ver >= ").append(table.name).append(".ver");
  return sql;
}

std::string select_all(const Table& table) {
  const auto name = [](const Column& column) { return std::string(column.name); };
  return "SELECT " + joined(table.columns, ", ", name) + " FROM " + std::string(table.name);
}

std::string where_key(const Table& table, size_t count) {
  int i = 0;
  return " WHERE " + joined(table.key.first(count), " AND ",
                            [&](std::string_view key) { return std::string(key) + " = ?" + std::to_string(++i); });
}

std::string order_by_key(const Table& table) {
  return " ORDER BY " + joined(table.key, ", ", [](std::string_view key) { return std::string(key); });
}

}  // namespace lycosa::inline store
