#pragma once

#include <string>
#include <string_view>

#include "record/columns.h"

// SQLite's SQL for the tables of record/columns.h. What a row does to an older or newer one with its key is here too.
namespace lycosa::inline store {

// The name of a column's type in SQL: "INTEGER", "REAL", "TEXT", "BLOB".
std::string_view sql_type(ColumnType type);

// CREATE TABLE IF NOT EXISTS ...
std::string create_table(const Table& table);

// The tables that links are packed in (link_rows.h), and the view `link`, which has them with the columns of the table
// of that name.
std::string create_link_tables();
// The views for people: `links` are those that their source still has, `texts` are the texts as they are read.
std::string create_views();

// All tables and views of a shard.
std::string create_all();

// CREATE INDEX IF NOT EXISTS ... by which pages with the same content are found.
std::string create_indices();

// INSERT ... ON CONFLICT ...: parameters 1, 2, ... are the columns in order. Of two rows the one with the larger `ver`
// wins, an equal one overwrites; columns that are merged (record/columns.h) take the least or the greatest value
// instead, and of a table that is written once the first row stays. So repeating the same rows leaves the same.
std::string upsert(const Table& table);

// SELECT every column by name FROM the table, or from another one that has them.
std::string select_all(const Table& table);
std::string select_all_from(const Table& table, std::string_view from);
// " WHERE " with the first `count` columns of the key equal to parameters 1, 2, ...
std::string where_key(const Table& table, size_t count);
// " ORDER BY " the key.
std::string order_by_key(const Table& table);

}  // namespace lycosa::inline store
