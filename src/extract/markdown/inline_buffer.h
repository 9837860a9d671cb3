#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lycosa::inline extract {

// Ways in which a stretch of a line can stand out.
enum class Style : uint8_t { link, strong, emphasis, strike, code };
inline constexpr int kStyleCount = 5;

// One line of running text on its way to Markdown: a paragraph, a heading, a cell.
//
// Takes text as the page has it, collapses white space, keeps marks off the spaces at their edges, leaves out marks
// that would hold nothing, and escapes what Markdown would otherwise read as markup, in render(). Styles that are open
// when a line is rendered are opened again in the next one, as when a link holds two paragraphs.
class InlineBuffer {
 public:
  void text(std::string_view data);
  // Text that is to stand without escapes and is not collapsed, such as an image.
  void verbatim(std::string_view markdown);
  void line_break();
  // A space, unless there is one.
  void space() { pending_space_ = true; }

  // `element` tells elements of one style apart: emphasis inside of emphasis by the same element is marked again, as
  // CommonMark can say it; by another (b in strong) it is the same said twice.
  void open(Style style, int element = 0);
  // The address must live until the line is rendered, and for as long as the link is open.
  void open_link(std::string_view url, std::string title);
  void close(Style style);
  // For a link that held nothing; its address must be kept all the same.
  void close_link_keeping_empty(std::string_view label);

  bool empty() const { return items_.empty(); }
  bool ends_in_break() const { return !items_.empty() && items_.back().kind == Kind::line_break; }
  // Forgets a space that was waiting for text.
  void forget_space() { pending_space_ = false; }

  enum class Place { paragraph, heading, table_cell };
  // The line as Markdown (several, where it has hard breaks), valid until the next one, and an empty buffer.
  std::string_view render(Place place);

 private:
  friend class InlineRenderer;
  enum class Kind : uint8_t { text, verbatim, line_break, open, close };
  struct Item {
    Kind kind;
    Style style = Style::link;
    bool dropped = false;  // of open and close: the marks cannot work here
    uint32_t begin = 0;    // of text and verbatim: into text_
    uint32_t end = 0;
    uint32_t link = 0;     // of open link: into links_
    uint32_t partner = 0;  // of open and close: the other one
    bool inner = false;    // of emphasis: inside of another of its style, so that it has the other mark
  };
  struct Link {
    std::string_view url;
    std::string title;
  };

  void put(std::string_view bytes, Kind kind);
  void put_character(std::string_view bytes, char32_t code);
  void put_openers();
  bool is_inner(size_t wanted) const;
  void put_close(Style style);
  Item split_spaces_at_end();

  std::string text_;
  std::string rendered_;
  std::vector<Item> items_;
  std::vector<Link> links_;
  Link open_link_;
  bool link_used_ = false;  // the open link has shown something
  struct Element {
    int element;
    bool marked;  // it has a place in wanted_
  };
  static constexpr size_t kMaxNested = 4;  // marks of one style at a time

  std::vector<Style> wanted_;                               // styles to be marked, outermost first
  std::vector<uint32_t> open_;                              // items of the marks that are open, outermost first
  std::array<std::vector<Element>, kStyleCount> elements_;  // by style: those that are open
  bool pending_space_ = false;
};

}  // namespace lycosa::inline extract
