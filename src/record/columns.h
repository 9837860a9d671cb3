#pragma once

#include <span>
#include <string_view>

namespace lycosa::inline record {

enum class ColumnType { integer, real, text, blob };

struct Column {
  std::string_view name;
  ColumnType type;
  bool nullable;
  bool hash;                  // a 64-bit number that JSON must carry as a string
  std::string_view sentence;  // meaning and unit; docs/formats/store.md is made from it
};

struct Table {
  std::string_view name;
  std::string_view sentence;
  std::span<const Column> columns;
  std::span<const std::string_view> key;  // primary key, in order
  bool rowid;                             // large values: kept out of the key tree
};

// page_info, page_text, page_history, robots, ban, seen, link: every table, in that order.
std::span<const Table> tables();
// The table of that name; it must be one of them.
const Table& table(std::string_view name);

}  // namespace lycosa::inline record
