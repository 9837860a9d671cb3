#include "extract/markdown/table_writer.h"

#include <algorithm>

namespace lycosa::inline extract {
namespace {

constexpr size_t kMaxColumns = 256;

bool is_empty(const std::vector<std::string>& row) {
  return std::all_of(row.begin(), row.end(), [](const std::string& cell) { return cell.empty(); });
}

void append_row(std::string& out, const std::vector<std::string>& row) {
  out += '|';
  for (const std::string& cell : row) {
    out += ' ';
    out += cell;
    out += cell.empty() ? "|" : " |";
  }
}

}  // namespace

void TableWriter::begin(html::NodeId) {
  open_ = true;
  rows_.clear();
  covered_.clear();
  caption_.clear();
}

void TableWriter::begin_row() {
  rows_.emplace_back();
}

// Columns that a cell above reaches down into have none of their own.
void TableWriter::skip_covered() {
  std::vector<std::string>& row = rows_.back();
  while (row.size() < covered_.size() && covered_[row.size()] > 0 && row.size() < kMaxColumns) {
    --covered_[row.size()];
    row.emplace_back();
  }
}

void TableWriter::cell(std::string line, int columns, int rows) {
  if (rows_.empty()) rows_.emplace_back();
  skip_covered();
  std::vector<std::string>& row = rows_.back();
  if (row.size() >= kMaxColumns) {
    // Too wide to be read as a table; nothing is lost.
    row.back() += row.back().empty() || line.empty() ? "" : " ";
    row.back() += line;
    return;
  }
  const size_t first = row.size();
  row.push_back(std::move(line));
  for (int i = 1; i < columns && row.size() < kMaxColumns; ++i) row.emplace_back();
  if (covered_.size() < row.size()) covered_.resize(row.size(), 0);
  if (rows > 1)
    std::fill(covered_.begin() + static_cast<std::ptrdiff_t>(first),
              covered_.begin() + static_cast<std::ptrdiff_t>(row.size()), rows - 1);
}

std::vector<std::string> TableWriter::end() {
  open_ = false;
  std::vector<std::string> blocks;
  if (!caption_.empty()) blocks.push_back(std::move(caption_));
  rows_.erase(std::remove_if(rows_.begin(), rows_.end(), is_empty), rows_.end());
  if (rows_.empty()) return blocks;
  size_t columns = 0;
  for (const auto& row : rows_) columns = std::max(columns, row.size());
  // Markdown wants as many cells in the first row as the table has columns; later rows may be shorter.
  rows_.front().resize(columns);
  std::string table;
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (i > 0) table += '\n';
    append_row(table, rows_[i]);
    if (i == 0) {
      table += "\n|";
      for (size_t column = 0; column < columns; ++column) table += " --- |";
    }
  }
  blocks.push_back(std::move(table));
  return blocks;
}

}  // namespace lycosa::inline extract
