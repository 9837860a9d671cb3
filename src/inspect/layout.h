#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

// Text laid out in the columns of a terminal. All text given here must be safe to show already: see visible().
namespace lycosa::inline inspect {

enum class Style { plain, heading, strong, good, bad, doubtful, quiet };

// The text in its style, when colour is wanted.
std::string styled(std::string_view text, Style style, bool color);

// Lines of at most `width` columns, broken at spaces; a word that is wider than a line is cut. Line feeds stay breaks.
// At least one line, which may be empty.
std::vector<std::string> wrap(std::string_view text, size_t width);
// Breaks a query at spaces outside its literals only, so that the lines pasted together are the query still. What has
// no such space stays on one line, however long.
std::vector<std::string> wrap_sql(std::string_view query, size_t width);

// The first `limit` lines; when there are more, the last says so: "… 12 more lines".
std::vector<std::string> first_lines(std::vector<std::string> lines, size_t limit);

struct TableCell {
  std::string text;
  Style style = Style::plain;
  size_t max_lines = 0;  // 0: all
};

// One row of a table, its cells wrapped to their columns' widths, two spaces between columns.
std::string table_row(std::span<const size_t> widths, const std::vector<TableCell>& cells, bool color);
// The widest of the texts.
size_t widest(std::span<const std::string> texts);

}  // namespace lycosa::inline inspect
