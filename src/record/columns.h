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

// How a value is written where it is shown. For a program: a time as RFC 3339, a flag as true or false, a key as its
// URL.
enum class Form {
  plain,
  stamp,     // Unix seconds
  stamp_ms,  // Unix ms
  duration,  // ms
  bytes,
  share,  // of 1
  flag,   // 0 or 1
  url,    // an unparsed URL
  words,  // text that may be empty without being unknown
};

// Where a value is shown, a bit each.
enum Shown : unsigned { kNowhere = 0, kInJson = 1, kInTerminal = 2, kOnPage = 4, kInComparison = 8 };

// How a column looks to those who read reports: docs/reference/report.md.
struct Face {
  std::string_view member = {};  // its name in JSON
  std::string_view label = {};   // of its row for a person; a column without one joins the row of the column before it
  std::string_view before = {}, after = {};  // words around its value in that row
  std::string_view absent = {};              // what stands there instead of a value; without it there is no row
  Form form = Form::plain;
  unsigned shown = kNowhere;
  int rank = 0;  // among the labels of the product, which come first in their own order; 0: none of them
};

struct Column {
  std::string_view name;
  ColumnType type;
  bool nullable;
  bool hash;                  // a 64-bit number that JSON must carry as a string
  std::string_view sentence;  // meaning and unit; docs/formats/store.md is made from it
  Merge merge = Merge::newer;
  Face face = {};
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

// page_info, page_text, page_history, robots, ban, seen, discovery, host, sitemap, run, link: every table, in that
// order.
std::span<const Table> tables();
// The table of that name; it must be one of them.
const Table& table(std::string_view name);

}  // namespace lycosa::inline record
