#pragma once

// The SQL functions are compiled twice: into the library, where they call SQLite, and into the extension, where they
// call whichever SQLite loads it, through the table of functions that it hands over.
#ifdef LYCOSA_SQLITE_EXTENSION
#include <sqlite3ext.h>
extern "C" {
SQLITE_EXTENSION_INIT3
}
#else
#include <sqlite3.h>
#endif
