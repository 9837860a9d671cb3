#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lycosa::inline extract {

// Lines of Markdown inside of quotes and list items: puts blank lines between blocks and each line's marks before it.
class BlockOutput {
 public:
  // Everything until the end of it stands in a quote. A quote or item that receives no block leaves no trace.
  void begin_quote();
  // Everything until the end of it is an item with that marker, such as "- " or "12. ". `first` is a list's first item.
  // Between the items of a tight list, and between the blocks of its items where Markdown can tell them apart without,
  // there are no blank lines: those would make it a loose one.
  void begin_item(std::string_view marker, bool tight, bool first);
  void end_container();

  enum class Kind : uint8_t { paragraph, heading, code, rule, table };
  // One block, of one or more lines.
  void block(std::string_view lines, Kind kind = Kind::paragraph);

  size_t depth() const { return containers_.size(); }
  bool empty() const { return out_.empty(); }
  std::string take() { return std::move(out_); }
  size_t size() const { return out_.size(); }

 private:
  struct Container {
    std::string first;  // before its first line
    std::string rest;   // before the others
    bool item = false;
    bool tight = false;
    bool first_item = false;
  };
  bool needs_blank_line(Kind kind) const;
  size_t marked() const { return std::min(containers_.size(), kMaxContainers); }
  void line_prefix();
  void blank_line();

  // Deeper ones are not marked: a page nests what it likes, and each level costs two bytes in every line.
  static constexpr size_t kMaxContainers = 16;
  std::vector<Container> containers_;
  size_t started_ = 0;  // of them, from the outermost on, those that have a line
  std::string out_;
  Kind last_ = Kind::paragraph;   // the block before
  bool after_container_ = false;  // a quote or item has ended since
};

}  // namespace lycosa::inline extract
