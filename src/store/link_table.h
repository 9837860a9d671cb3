#pragma once

struct sqlite3;

// The packed links of a shard as a table of SQL with plain columns, lycosa_link: those of the table `link`
// (record/columns.h), in the order of its key. With four arguments it begins behind a key:
//   SELECT * FROM lycosa_link(root_hash, side, own_unparsed, other_unparsed)
namespace lycosa::inline store {

// Registers it on a connection. Returns SQLite's result code.
int register_link_table(sqlite3* db);

}  // namespace lycosa::inline store
