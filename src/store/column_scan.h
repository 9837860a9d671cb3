#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "record/columns.h"

// Reading a table column by column, many rows at a time: for whoever computes over a store and does not look at single
// rows. The values of a batch lie in memory as Apache Arrow and NumPy have them, so that they can be handed on as they
// are.
namespace lycosa::inline store {

using KeyValue = std::variant<int64_t, std::string>;
// The values of the columns of a table's key, in their order, or of the first of them.
using RowKey = std::vector<KeyValue>;

// Which rows and columns of one shard, and how many rows at a time.
struct ColumnScan {
  uint32_t shard = 0;
  std::string table;                 // record/columns.h names tables and columns
  std::vector<std::string> columns;  // each once, in the order of the batch; none: all of the table
  RowKey after;                      // the rows behind this key and behind all that begin with it; empty: every row
  size_t batch_rows = 8192;          // at least 1
  size_t batch_bytes = 16 << 20;     // of texts: a batch is full with the row that reaches it
  std::string condition;             // of page_info, as a filter's: the rows for which it is true; empty: every row
  Timestamp now;                     // what now() is in the condition
};

// The values of one column. `integers`, `reals`, or `bytes` and `offsets` are filled, as its type says; of a row
// without a value they have 0 or no bytes.
struct ColumnValues {
  const Column* column = nullptr;
  bool is_text = false;           // valid UTF-8: of a text column, and of the texts of page_text, which are unpacked
  std::vector<uint8_t> known;     // a bit a row, the lowest first: 1 where there is a value
  size_t nulls = 0;               // rows without one
  std::vector<int64_t> integers;  // of an integer column
  std::vector<double> reals;      // of a real column
  std::string bytes;              // of a text or BLOB column: the values one behind the other
  std::vector<int64_t> offsets;   // where each of them begins in `bytes`, and behind the last where it ends

  bool has(size_t row) const { return (known[row / 8] >> (row % 8) & 1) != 0; }
  std::string_view text(size_t row) const;

  // Each adds the value of one row.
  void add_null();
  void add(int64_t value);
  void add(double value);
  void add(std::string_view value);
  void clear();

 private:
  void mark(bool has_value);
  size_t rows_ = 0;
};

struct ColumnBatch {
  size_t rows = 0;                    // at least 1
  std::vector<ColumnValues> columns;  // in the order of the scan
  RowKey last;                        // the key of the last row: where the next batch goes on
};

// What a scan asks for, found in the tables.
struct ScanPlan {
  const Table* table = nullptr;
  std::vector<const Column*> columns;
};
// Fails when the table, a column or the key is not one that there is, and names those that there are.
Result<ScanPlan> plan_scan(const ColumnScan& scan);
// A batch without rows.
ColumnBatch empty_batch(const ScanPlan& plan);
// Whether a batch has as many rows or bytes of texts as the scan wants.
bool is_full(const ColumnBatch& batch, const ColumnScan& scan);
// Whether a column holds texts that are packed (store/text_codec.h): those of page_text.
bool is_packed(const Table& table, const Column& column);
// The one that the other packed columns of a row are compressed against.
inline constexpr std::string_view kPackedAgainst = "markdown";

}  // namespace lycosa::inline store
