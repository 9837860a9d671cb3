// The SQL functions of the store as an extension of SQLite, so that its shell runs the queries that a report shows:
//   sqlite3 -readonly -cmd '.load ./lycosa_sqlite' crawl/shards/07.db
#include <sqlite3ext.h>

#include "store/functions.h"

extern "C" {
SQLITE_EXTENSION_INIT1

// SQLite makes this name from the file's: its letters, between `sqlite3_` and `_init`.
__attribute__((visibility("default"))) int sqlite3_lycosasqlite_init(sqlite3* db, char** message,
                                                                     const sqlite3_api_routines* api);

int sqlite3_lycosasqlite_init(sqlite3* db, char** message, const sqlite3_api_routines* api) {
  SQLITE_EXTENSION_INIT2(api)
  const int code = lycosa::register_functions(db, nullptr);
  if (code != SQLITE_OK && message) *message = sqlite3_mprintf("lycosa_sqlite: %s", sqlite3_errmsg(db));
  return code;
}
}
