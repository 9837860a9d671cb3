#include "extract/markdown/markdown_writer.h"

#include "base/text.h"
#include "extract/main_content/block_output.h"
#include "extract/main_content/element_role.h"
#include "extract/markdown/code_block.h"
#include "extract/markdown/formula.h"
#include "extract/markdown/inline_buffer.h"
#include "extract/markdown/markdown_escape.h"
#include "extract/markdown/table_shape.h"
#include "extract/markdown/table_writer.h"
#include "extract/tree_walk.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

class MarkdownWriter {
 public:
  MarkdownWriter(const Document& document, References& references, const BlockChoice& choice)
      : document_(document), references_(references), choice_(choice), formulas_(document) {}

  std::string write() {
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      switch (document_.kind(node)) {
        case NodeKind::text:
          if (choice_.keeps(choice_.map().block_of(node))) line_.text(document_.text(node));
          break;
        case NodeKind::element:
          if (!walk.entering()) {
            leave(node);
          } else if (!enter(node)) {
            walk.skip();
          }
          break;
        default:
          break;
      }
    }
    flush();
    return out_.take();
  }

 private:
  struct List {
    bool ordered = false;
    bool tight = false;
    char mark = '-';
    uint64_t number = 1;
    bool any = false;  // an item was written
  };

  // False when the element's children are to be passed over; it is not left then.
  bool enter(NodeId node) {
    const Tag tag = document_.tag(node);
    if (formulas_.any() && formula(node)) return false;
    if (choice_.map().skipped(node)) return false;
    if (role_of(tag) == Role::block) return table_.open() ? enter_in_cell(node, tag) : enter_block(node, tag);
    return enter_inline(node, tag);
  }

  // Whether an element is a formula, which is written, or shows one again.
  bool formula(NodeId node) {
    const std::optional<Formula> found = formulas_.at(node);
    if (found) line_.verbatim(to_markdown(*found));
    return found || formulas_.repeats(node);
  }

  bool enter_block(NodeId node, Tag tag) {
    if (tag == Tag::hr) {
      flush();
      if (keeps_rule(node)) out_.block("***", BlockOutput::Kind::rule);
      return false;
    }
    if (!choice_.keeps_any(node)) return false;
    flush();
    switch (tag) {
      case Tag::ul:
      case Tag::menu:
      case Tag::dir:
      case Tag::ol:
        begin_list(node, tag == Tag::ol);
        break;
      case Tag::li:
        begin_item();
        break;
      case Tag::blockquote:
        out_.begin_quote();
        break;
      case Tag::dd:
        out_.begin_item("- ", true, false);
        break;
      case Tag::dt:
        line_.open(Style::strong);
        break;
      case Tag::h1:
      case Tag::h2:
      case Tag::h3:
      case Tag::h4:
      case Tag::h5:
      case Tag::h6:
        ++heading_;
        break;
      case Tag::pre:
      case Tag::listing:
      case Tag::xmp:
      case Tag::plaintext:
        code(node);
        return false;
      case Tag::table:
        if (is_data_table(document_, node)) table_.begin(node);
        break;
      default:
        break;
    }
    return true;
  }

  void leave(NodeId node) {
    const Tag tag = document_.tag(node);
    if (role_of(tag) != Role::block) return leave_inline(node, tag);
    if (table_.open()) return leave_in_cell(node, tag);
    if (is_heading(tag)) {
      if (heading_ > 0) --heading_;
      return heading(heading_level(tag));
    }
    if (tag == Tag::dt) line_.close(Style::strong);
    flush();
    switch (tag) {
      case Tag::ul:
      case Tag::menu:
      case Tag::dir:
      case Tag::ol:
        end_list();
        break;
      case Tag::li:
        if (!items_.empty()) end_item(node);
        break;
      case Tag::dd:
      case Tag::blockquote:
        out_.end_container();
        break;
      default:
        break;
    }
  }

  bool enter_in_cell(NodeId node, Tag tag) {
    if (choice_.map().skipped(node)) return false;
    if (tag == Tag::tr) table_.begin_row();
    line_.space();
    return tag != Tag::hr;
  }

  void leave_in_cell(NodeId node, Tag tag) {
    if (tag == Tag::td || tag == Tag::th) {
      table_.cell(std::string(line_.render(InlineBuffer::Place::table_cell)), cell_span(document_, node, "colspan"),
                  cell_span(document_, node, "rowspan"));
    } else if (tag == Tag::caption) {
      table_.caption(std::string(line_.render(InlineBuffer::Place::paragraph)));
    } else if (tag == Tag::table) {
      const std::vector<std::string> blocks = table_.end();
      for (const std::string& block : blocks) {
        out_.block(block, block.starts_with('|') ? BlockOutput::Kind::table : BlockOutput::Kind::paragraph);
      }
    } else {
      line_.space();
    }
  }

  bool enter_inline(NodeId node, Tag tag) {
    if (tag == Tag::br) {
      line_break();
    } else if (tag == Tag::img) {
      if (choice_.keeps(choice_.map().block_of(node))) image(node);
    } else if (tag == Tag::input) {
      checkbox(node);
    } else if (tag == Tag::a) {
      begin_link(node);
    } else if (tag == Tag::q) {
      line_.text("\"");
    } else if (const auto style = style_of(tag)) {
      line_.open(*style, static_cast<int>(tag));
    }
    return true;
  }

  // Two breaks in a row are an empty line, which ends a paragraph; in a heading or a cell a break is a space.
  void line_break() {
    if (table_.open()) return line_.space();
    if (line_.ends_in_break() && heading_ == 0) return flush();
    line_.line_break();
  }

  void leave_inline(NodeId node, Tag tag) {
    if (tag == Tag::a) {
      end_link(node);
    } else if (tag == Tag::q) {
      line_.text("\"");
    } else if (const auto style = style_of(tag)) {
      line_.close(*style);
    }
  }

  static std::optional<Style> style_of(Tag tag) {
    switch (tag) {
      case Tag::em:
      case Tag::i:
        return Style::emphasis;
      case Tag::strong:
      case Tag::b:
        return Style::strong;
      case Tag::del:
      case Tag::s:
      case Tag::strike:
        return Style::strike;
      case Tag::code:
      case Tag::kbd:
      case Tag::samp:
      case Tag::tt:
        return Style::code;
      default:
        return std::nullopt;
    }
  }

  // Where a page goes over to something else; between two blocks that are both wanted.
  bool keeps_rule(NodeId node) const {
    if (choice_.whole_page()) return true;
    const uint32_t next = choice_.map().first_block(node);
    return next > 0 && next < choice_.map().blocks().size() && choice_.keeps(next) && choice_.keeps(next - 1);
  }

  void flush() {
    if (line_.empty()) return line_.forget_space();
    const std::string_view paragraph = line_.render(InlineBuffer::Place::paragraph);
    if (!paragraph.empty()) out_.block(paragraph);
  }

  void heading(int level) {
    const std::string_view text = line_.render(InlineBuffer::Place::heading);
    if (text.empty()) return;
    scratch_.assign(static_cast<size_t>(level), '#');
    scratch_ += ' ';
    scratch_ += text;
    out_.block(scratch_, BlockOutput::Kind::heading);
  }

  void code(NodeId node) {
    const std::string block = code_block(document_, node);
    if (!block.empty()) out_.block(block, BlockOutput::Kind::code);
  }

  void begin_list(NodeId node, bool ordered) {
    List list;
    list.ordered = ordered;
    list.tight = is_tight(node);
    list.mark = ordered ? '.' : '-';
    // Two lists in a row would be read as one; the second has another mark.
    if (after_list_ == out_.size() && out_.size() > 0 && last_list_ordered_ == ordered) {
      list.mark = last_list_mark_ == list.mark ? (ordered ? ')' : '*') : list.mark;
    }
    if (ordered) {
      const auto start = parse_uint(trim(document_.attribute(node, "start").value_or("1")));
      list.number = start && *start <= 999'999'999 ? *start : 1;
    }
    lists_.push_back(list);
  }

  void end_list() {
    if (lists_.back().any) {
      after_list_ = out_.size();
      last_list_mark_ = lists_.back().mark;
      last_list_ordered_ = lists_.back().ordered;
    }
    lists_.pop_back();
  }

  // A list is loose when its items are paragraphs by the page's own word.
  bool is_tight(NodeId list) const {
    for (NodeId item = document_.first_child(list); item != html::kNoNode; item = document_.next_sibling(item)) {
      if (!document_.is(item, Tag::li)) continue;
      for (NodeId child = document_.first_child(item); child != html::kNoNode; child = document_.next_sibling(child)) {
        if (document_.is(child, Tag::p)) return false;
      }
    }
    return true;
  }

  void begin_item() {
    items_.push_back(out_.size());
    if (lists_.empty()) {
      out_.begin_item("- ", false, true);
      return;
    }
    List& list = lists_.back();
    scratch_ = list.ordered ? std::to_string(list.number) : std::string();
    scratch_ += list.mark;
    scratch_ += ' ';
    out_.begin_item(scratch_, list.tight, !list.any);
  }

  void end_item(NodeId node) {
    if (out_.size() == items_.back() && shows_empty(node)) out_.block("");
    out_.end_container();
    const bool written = out_.size() > items_.back();
    items_.pop_back();
    if (!written || lists_.empty()) return;
    lists_.back().any = true;
    ++lists_.back().number;
  }

  // An item that the page left empty counts as one, unless its mark alone would underline the line before it. One whose
  // content is not text, such as an icon, leaves no trace.
  bool shows_empty(NodeId item) const {
    if (!choice_.whole_page() || lists_.empty()) return false;
    if (!lists_.back().any && items_.size() > 1) return false;
    const NodeId child = document_.first_child(item);
    if (child == html::kNoNode) return true;
    return document_.next_sibling(child) == html::kNoNode && document_.kind(child) == NodeKind::text &&
           trim(document_.text(child)).empty();
  }

  void begin_link(NodeId node) {
    const References::Reference& reference = references_.link(node);
    if (!reference.safe) return;
    line_.open_link(reference.url->href(), cleaned(node, "title"));
  }

  void end_link(NodeId node) {
    const References::Reference& reference = references_.link(node);
    if (!reference.safe) return;
    if (choice_.whole_page()) {
      line_.close_link_keeping_empty(cleaned(node, "aria-label"));
    } else {
      line_.close(Style::link);
    }
  }

  void image(NodeId node) {
    const References::Reference& reference = references_.image(node);
    if (!reference.url || !reference.url->is_http()) return;
    // noscript often repeats the picture that a script would have put there.
    if (reference.url->href() == last_image_) return;
    last_image_ = reference.url->href();
    scratch_ = "![";
    append_label(scratch_, cleaned(node, "alt"), table_.open());
    scratch_ += ']';
    append_destination(scratch_, reference.url->href(), cleaned(node, "title"), table_.open());
    line_.verbatim(scratch_);
  }

  // An attribute's value as a line of text; empty when there is none.
  std::string cleaned(NodeId node, std::string_view attribute) const {
    const auto value = document_.attribute(node, attribute);
    return value ? clean_line(*value) : std::string();
  }

  // GFM's task list: a checkbox that opens an item.
  void checkbox(NodeId node) {
    if (items_.empty() || !line_.empty()) return;
    if (!equals_ignoring_case(document_.attribute(node, "type").value_or(""), "checkbox")) return;
    if (!choice_.whole_page()) return;
    line_.verbatim(document_.has_attribute(node, "checked") ? "[x]" : "[ ]");
    line_.space();
  }

  const Document& document_;
  References& references_;
  const BlockChoice& choice_;
  Formulas formulas_;
  BlockOutput out_;
  InlineBuffer line_;
  TableWriter table_;
  std::vector<List> lists_;
  std::vector<size_t> items_;  // sizes of the output when each open item began
  std::string scratch_;
  std::string_view last_image_;
  int heading_ = 0;        // headings that are open
  size_t after_list_ = 0;  // the output's size when a list had just ended
  char last_list_mark_ = '-';
  bool last_list_ordered_ = false;
};

}  // namespace

std::string write_markdown(const Document& document, References& references, const BlockChoice& choice) {
  return MarkdownWriter(document, references, choice).write();
}

}  // namespace lycosa::inline extract
