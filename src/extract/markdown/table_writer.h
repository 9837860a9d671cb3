#pragma once

#include <string>
#include <vector>

#include "html/document.h"

namespace lycosa::inline extract {

// Gathers a data table's cells and writes them as a GFM table.
class TableWriter {
 public:
  bool open() const { return open_; }
  void begin(html::NodeId table);
  void begin_row();
  // A cell's line, already in Markdown, and over how many columns and rows it goes.
  void cell(std::string line, int columns, int rows);
  void caption(std::string line) { caption_ = std::move(line); }
  // The blocks that it makes: a caption, where there is one, and the table, where it holds anything.
  std::vector<std::string> end();

 private:
  std::vector<std::vector<std::string>> rows_;
  void skip_covered();

  std::vector<int> covered_;  // by column: how many rows below are covered by a cell above
  std::string caption_;
  bool open_ = false;
};

}  // namespace lycosa::inline extract
