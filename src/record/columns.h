#pragma once

#include <span>
#include <string_view>

namespace lycosa::inline record {

enum class ColumnType { integer, real, text, blob };

// What becomes of a column when two rows with one key meet.
enum class Merge {
  newer,     // the value of the row with the larger `ver`; of the later one when they are equal
  least,     // the smallest value that is known; NULL is none
  greatest,  // the largest value that is known; NULL is none
};

struct Column {
  std::string_view name;
  ColumnType type;
  bool nullable;
  bool hash;                  // a 64-bit number that JSON must carry as a string
  std::string_view sentence;  // meaning and unit; docs/formats/store.md is made from it
  Merge merge = Merge::newer;
};

struct Table {
  std::string_view name;
  std::string_view sentence;
  std::span<const Column> columns;
  std::span<const std::string_view> key;  // primary key, in order
  bool rowid;                             // large values: kept out of the key tree
  bool once = false;                      // the first row with a key stays as it is; none replaces it

  bool is_key(std::string_view column) const;
  bool has_merges() const;  // whether a column is anything but Merge::newer
};

// page_info, page_text, page_history, robots, ban, seen, discovery, run, link: every table, in that order.
std::span<const Table> tables();
// The table of that name; it must be one of them.
const Table& table(std::string_view name);

}  // namespace lycosa::inline record
