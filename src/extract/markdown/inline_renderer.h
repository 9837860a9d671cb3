#pragma once

#include <string>
#include <string_view>

#include "extract/markdown/inline_buffer.h"

namespace lycosa::inline extract {

// Writes an InlineBuffer's items as CommonMark. Made for one line and thrown away.
class InlineRenderer {
 public:
  // Writes to the end of `out`, which is empty.
  InlineRenderer(InlineBuffer& buffer, InlineBuffer::Place place, std::string& out)
      : buffer_(buffer), place_(place), out_(out) {}
  void render();

 private:
  using Item = InlineBuffer::Item;
  using Kind = InlineBuffer::Kind;

  void drop_marks_that_fail();
  bool mark_works(size_t item, bool opening) const;
  char32_t character_beside(size_t item, bool after) const;
  char32_t character_outside(size_t index, bool after) const;
  bool opens_link(size_t index) const;

  void write(size_t index);
  void write_text(std::string_view text, size_t index);
  size_t write_run(std::string_view text, size_t at, size_t index);
  void write_code(size_t index);
  void write_mark(size_t index);
  bool write_autolink(size_t index);
  void close_link(const Item& opener);
  bool at_line_start() const { return out_.size() == line_start_; }

  InlineBuffer& buffer_;
  InlineBuffer::Place place_;
  std::string& out_;
  size_t line_start_ = 0;
  size_t skip_to_ = 0;  // items before this one are written
};

}  // namespace lycosa::inline extract
