#include "store/table_sql.h"

#include <string_view>

namespace lycosa::inline store {
namespace {

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
  // NULL is no value: min() and max() of SQLite would give NULL.
  const std::string both = "(coalesce(" + old + ", " + fresh + "), coalesce(" + fresh + ", " + old + "))";
  switch (column.merge) {
    case Merge::newer:
      return "iif(" + newer + ", " + fresh + ", " + old + ")";
    case Merge::least:
      return "min" + both;
    case Merge::greatest:
      return "max" + both;
  }
  return {};
}

// What a row does to the one that is there with its key.
std::string assignments(const Table& table) {
  const bool merges = table.has_merges();
  std::string set;
  for (const Column& column : table.columns) {
    if (table.is_key(column.name)) continue;
    if (!set.empty()) set += ", ";
    set.append(column.name).append(" = ");
    set += merges ? merged_value(table, column) : "excluded." + std::string(column.name);
  }
  if (!merges) set.append(" WHERE excluded.ver >= ").append(table.name).append(".ver");
  return set;
}

}  // namespace

std::string_view sql_type(ColumnType type) {
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

std::string create_table(const Table& table) {
  std::string sql = "CREATE TABLE IF NOT EXISTS " + std::string(table.name) + "(";
  sql += joined(table.columns, ", ", [](const Column& column) {
    return std::string(column.name)
        .append(" ")
        .append(sql_type(column.type))
        .append(column.nullable ? "" : " NOT NULL");
  });
  sql += ", PRIMARY KEY(" + joined(table.key, ", ", [](std::string_view name) { return std::string(name); }) + "))";
  // A rowid table keeps large values out of the tree of keys.
  return sql + (table.rowid ? " STRICT" : " STRICT, WITHOUT ROWID");
}

std::string create_link_tables() {
  constexpr std::string_view kKey =
      "root_hash INTEGER NOT NULL, own_unparsed TEXT NOT NULL, other_unparsed TEXT NOT NULL, links BLOB NOT NULL, ";
  std::string sql = "CREATE TABLE IF NOT EXISTS link_out(";
  sql.append(kKey).append("PRIMARY KEY(root_hash, own_unparsed, other_unparsed)) STRICT;");
  sql.append("CREATE TABLE IF NOT EXISTS link_in(block INTEGER NOT NULL, ").append(kKey);
  sql.append("PRIMARY KEY(block, root_hash, own_unparsed, other_unparsed)) STRICT;");
  sql +=
      "CREATE TABLE IF NOT EXISTS link_block(block INTEGER PRIMARY KEY, level INTEGER NOT NULL, links INTEGER NOT "
      "NULL, ";
  sql += "bytes INTEGER NOT NULL) STRICT;";
  return sql + "CREATE VIEW IF NOT EXISTS link AS " + select_all_from(table("link"), "lycosa_link") + ";";
}

std::string create_views() {
  return "CREATE VIEW IF NOT EXISTS links AS " + select_all(table("link")) +
         " WHERE ver >= coalesce((SELECT links_ver FROM page_info WHERE page_info.root_hash = "
         "iif(side = 'out', link.root_hash, other_root_hash) AND src_unparsed = "
         "iif(side = 'out', own_unparsed, other_unparsed)), -9223372036854775808);"
         "CREATE VIEW IF NOT EXISTS texts AS SELECT root_hash, src_unparsed, zstdDecompress(boilerpipe_text, whole) AS "
         "boilerpipe_text, whole AS markdown, zstdDecompress(readable_markdown, whole) AS readable_markdown, ver "
         "FROM (SELECT *, zstdDecompress(markdown) AS whole FROM page_text);";
}

std::string create_all() {
  std::string sql;
  for (const Table& each : tables()) {
    if (each.name != "link") sql += create_table(each) + ";";
  }
  return sql + create_link_tables() + create_views();
}

std::string create_indices() {
  return "CREATE INDEX IF NOT EXISTS page_info_by_content ON page_info(content_hash) WHERE content_hash IS NOT NULL;";
}

std::string upsert(const Table& table) {
  const auto name = [](const Column& column) { return std::string(column.name); };
  int i = 0;
  std::string sql = "INSERT INTO " + std::string(table.name) + "(" + joined(table.columns, ", ", name) + ") VALUES(";
  sql += joined(table.columns, ", ", [&](const Column&) { return "?" + std::to_string(++i); });
  sql += ") ON CONFLICT(" + joined(table.key, ", ", [](std::string_view key) { return std::string(key); }) + ") DO ";
  return sql + (table.once ? "NOTHING" : "UPDATE SET " + assignments(table));
}

std::string select_all(const Table& table) {
  return select_all_from(table, table.name);
}

std::string select_all_from(const Table& table, std::string_view from) {
  const auto name = [](const Column& column) { return std::string(column.name); };
  return "SELECT " + joined(table.columns, ", ", name) + " FROM " + std::string(from);
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
