#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lycosa {

// Lines of Markdown inside of quotes and list items: puts blank lines between blocks and each line's marks before it.
class BlockOutput {
 public:
  // Everything until the end of it stands in a quote. A quote or item that receives no block leaves no trace.
  void begin_quote();
  // Everything until the end of it is an item with that marker, such as "- " or "12. ". A tight item stands on the line
  // right below what was before it.
  void begin_item(std::string_view marker, bool tight);
  void end_container();

  // One block, of one or more lines.
  void block(std::string_view lines);

  size_t depth() const { return containers_.size(); }
  bool empty() const { return out_.empty(); }
  std::string take() { return std::move(out_); }
  size_t size() const { return out_.size(); }

 private:
  struct Container {
    std::string first;   // before its first line
    std::string rest;    // before the others
    bool started = false;
    bool tight = false;
  };
  void line_prefix();
  void blank_line();

  // Deeper ones are not marked: a page nests what it likes, and each level costs two bytes in every line.
  static constexpr size_t kMaxContainers = 16;
  std::vector<Container> containers_;
  std::string out_;
};

}  // namespace lycosa
