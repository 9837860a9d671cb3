#pragma once

#include <cstdint>
#include <span>
#include <string_view>

struct sqlite3;

// What SQLite lacks of ClickHouse's functions, so that one text of a filter runs on both: sipHash64, bitAnd, now,
// isNull, isNotNull, add and subtract with Seconds to Years, toUnixTimestamp, toDateTime, startsWith, position, and
// zstdDecompress for the stored texts, and the table lycosa_link (link_table.h). `length` counts bytes and LIKE minds
// case, as there.
//
// All but now() give the same for the same arguments. NULL gives NULL (but for isNull and isNotNull). What is not a
// time, or leaves the years 1 to 9999, is an error of the statement.
namespace lycosa::inline store {

// Registers them on a connection. now() gives *fixed_now (Unix seconds, not owned, must outlive the connection), or the
// system's time when `fixed_now` is null. Returns SQLite's result code.
int register_functions(sqlite3* db, const int64_t* fixed_now);

// The functions that a filter may call, SQLite's own among them, as ClickHouse spells them.
std::span<const std::string_view> filter_functions();

}  // namespace lycosa::inline store
