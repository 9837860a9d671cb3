#include "inspect/layout.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline inspect {
namespace {

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::heading:
      return "\x1b[1;4m";
    case Style::strong:
      return "\x1b[1m";
    case Style::good:
      return "\x1b[32m";
    case Style::bad:
      return "\x1b[31m";
    case Style::doubtful:
      return "\x1b[33m";
    case Style::quiet:
      return "\x1b[2m";
  }
  return "";
}

// How many bytes of the front fit into `width` columns: at least one character.
size_t bytes_that_fit(std::string_view text, size_t width) {
  size_t bytes = 0;
  size_t columns = 0;
  while (bytes < text.size()) {
    size_t next = bytes + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0) == 0x80) ++next;
    columns += display_width(text.substr(bytes, next - bytes));
    if (columns > width && bytes > 0) break;
    bytes = next;
  }
  return bytes;
}

// Fills lines with words.
class Filler {
 public:
  Filler(size_t width, bool cut_words) : width_(width), cut_words_(cut_words) {}

  void word(std::string_view text) {
    const size_t columns = display_width(text);
    if (!line_.empty() && columns_ + 1 + columns > width_) flush();
    if (!line_.empty()) {
      line_ += ' ';
      ++columns_;
    }
    while (cut_words_ && display_width(text) > width_ - columns_) {
      const size_t bytes = bytes_that_fit(text, width_ - columns_);
      line_ += text.substr(0, bytes);
      text.remove_prefix(bytes);
      flush();
    }
    line_ += text;
    columns_ += display_width(text);
  }
  void flush() {
    lines_.push_back(std::move(line_));
    line_.clear();
    columns_ = 0;
  }
  std::vector<std::string> take() {
    if (!line_.empty() || lines_.empty()) flush();
    return std::move(lines_);
  }

 private:
  size_t width_;
  bool cut_words_;
  size_t columns_ = 0;
  std::string line_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string styled(std::string_view text, Style style, bool color) {
  if (!color || style == Style::plain || text.empty()) return std::string(text);
  return std::string(escape_of(style)) + std::string(text) + "\x1b[0m";
}

std::vector<std::string> wrap(std::string_view given, size_t width) {
  std::string text(given);
  std::replace(text.begin(), text.end(), '\t', ' ');
  Filler filler(std::max<size_t>(width, 8), true);
  for (const std::string_view line : split(text, '\n')) {
    bool any = false;
    for (const std::string_view word : split(line, ' ')) {
      if (word.empty()) continue;
      filler.word(word);
      any = true;
    }
    if (any || text.find('\n') != std::string::npos) filler.flush();
  }
  std::vector<std::string> lines = filler.take();
  while (lines.size() > 1 && lines.back().empty()) lines.pop_back();
  return lines;
}

std::vector<std::string> wrap_sql(std::string_view query, size_t width) {
  Filler filler(width, false);
  size_t begin = 0;
  bool in_literal = false;
  for (size_t i = 0; i <= query.size(); ++i) {
    const bool end = i == query.size();
    if (!end && query[i] == '\'') in_literal = !in_literal;
    if (!end && (in_literal || !is_ascii_whitespace(query[i]))) continue;
    if (i > begin) filler.word(query.substr(begin, i - begin));
    begin = i + 1;
  }
  return filler.take();
}

std::vector<std::string> first_lines(std::vector<std::string> lines, size_t limit) {
  if (limit == 0 || lines.size() <= limit) return lines;
  const size_t more = lines.size() - limit;
  lines.resize(limit);
  lines.push_back("… " + std::to_string(more) + (more == 1 ? " more line" : " more lines"));
  return lines;
}

std::string table_row(std::span<const size_t> widths, const std::vector<TableCell>& cells, bool color) {
  std::vector<std::vector<std::string>> columns;
  size_t height = 1;
  for (size_t i = 0; i < cells.size(); ++i) {
    columns.push_back(first_lines(wrap(cells[i].text, widths[i]), cells[i].max_lines));
    height = std::max(height, columns.back().size());
  }
  std::string out;
  for (size_t line = 0; line < height; ++line) {
    std::string gap;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string text = line < columns[i].size() ? columns[i][line] : "";
      if (!text.empty()) out += gap + styled(text, cells[i].style, color);
      if (!text.empty()) gap.clear();
      const size_t columns_taken = display_width(text);
      gap.append(widths[i] + 2 - std::min(columns_taken, widths[i] + 1), ' ');
    }
    out += '\n';
  }
  return out;
}

size_t widest(std::span<const std::string> texts) {
  size_t width = 0;
  for (const std::string& text : texts) width = std::max(width, display_width(text));
  return width;
}

}  // namespace lycosa::inline inspect
