#pragma once

#include <string>

#include "record/columns.h"

// SQLite's SQL for the tables of record/columns.h. What a row does to an older or newer one with its key is here too.
namespace lycosa::inline store {

// CREATE TABLE IF NOT EXISTS ...
std::string create_table(const Table& table);

// CREATE INDEX IF NOT EXISTS ... for the lists of store/browse.h: by reason, and by content.
std::string create_indices();

// INSERT ... ON CONFLICT ...: parameters 1, 2, ... are the columns in order. Of two rows the one with the larger `ver`
// wins, an equal one overwrites; columns that are merged (record/columns.h) take the least or the greatest value
// instead, and of a table that is written once the first row stays. So repeating the same rows leaves the same.
std::string upsert(const Table& table);

// SELECT every column by name FROM the table.
std::string select_all(const Table& table);
// " WHERE " with the first `count` columns of the key equal to parameters 1, 2, ...
std::string where_key(const Table& table, size_t count);
// " ORDER BY " the key.
std::string order_by_key(const Table& table);

}  // namespace lycosa::inline store
