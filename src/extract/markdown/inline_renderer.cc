#include "extract/markdown/inline_renderer.h"

#include "base/text.h"
#include "extract/markdown/markdown_escape.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {
namespace {

constexpr char32_t kLineEdge = '\n';

bool is_emphasis(Style style) {
  return style == Style::strong || style == Style::emphasis;
}

std::string_view mark_of(Style style, bool inner) {
  switch (style) {
    case Style::strong:
      return inner ? "__" : "**";
    case Style::emphasis:
      return inner ? "_" : "*";
    case Style::strike:
      return "~~";
    case Style::link:
      return "[";
    case Style::code:
      return "`";
  }
  return "";
}

}  // namespace

void InlineRenderer::render() {
  drop_marks_that_fail();
  for (size_t i = 0; i < buffer_.items_.size(); ++i) {
    if (i >= skip_to_) write(i);
  }
  while (!out_.empty() && (out_.back() == ' ' || out_.back() == '\n')) out_.pop_back();
}

// Emphasis marks open and close only beside certain characters (CommonMark, section 6.2). Where the page's own marks
// would not, the emphasis is given up rather than shown as asterisks.
void InlineRenderer::drop_marks_that_fail() {
  for (size_t i = 0; i < buffer_.items_.size(); ++i) {
    Item& opener = buffer_.items_[i];
    if (opener.kind != Kind::open || opener.style == Style::link || opener.style == Style::code) continue;
    Item& closer = buffer_.items_[opener.partner];
    if (mark_works(i, true) && mark_works(opener.partner, false)) continue;
    opener.dropped = true;
    closer.dropped = true;
  }
}

bool InlineRenderer::mark_works(size_t item, bool opening) const {
  const char32_t outside = character_beside(item, !opening);
  const char32_t inside = character_beside(item, opening);
  if (is_unicode_space(inside)) return false;
  const bool outside_parts = is_unicode_space(outside) || is_punctuation(outside);
  // Underscores mean nothing inside of a word.
  if (buffer_.items_[item].inner) return outside_parts;
  return !is_punctuation(inside) || outside_parts;
}

// The character before or after a mark as the Markdown will have it. Asterisks that open (or close) at one place form
// one run, so they are passed over.
char32_t InlineRenderer::character_beside(size_t item, bool after) const {
  const auto& items = buffer_.items_;
  const Item& mark = items[item];
  for (size_t i = item;;) {
    if (after ? ++i == items.size() : i-- == 0) return kLineEdge;
    const Item& next = items[i];
    const bool same_run =
        next.kind == mark.kind && is_emphasis(mark.style) && is_emphasis(next.style) && mark.inner == next.inner;
    if (next.dropped || (same_run && (next.kind == Kind::open || next.kind == Kind::close))) continue;
    switch (next.kind) {
      case Kind::line_break:
        return kLineEdge;
      case Kind::open:
      case Kind::close:
        return '*';
      case Kind::text:
      case Kind::verbatim:
        break;
    }
    if (next.begin == next.end) return '*';
    const std::string_view text = std::string_view(buffer_.text_).substr(next.begin, next.end - next.begin);
    return after ? character_at(text, 0).code : character_before(text, text.size()).code;
  }
}

void InlineRenderer::write(size_t index) {
  const Item& item = buffer_.items_[index];
  const std::string_view text = std::string_view(buffer_.text_).substr(item.begin, item.end - item.begin);
  switch (item.kind) {
    case Kind::text:
      write_text(text, index);
      break;
    case Kind::verbatim:
      out_ += text;
      break;
    case Kind::line_break:
      while (!out_.empty() && out_.back() == ' ') out_.pop_back();
      if (place_ == InlineBuffer::Place::paragraph) {
        out_ += "  \n";
        line_start_ = out_.size();
      } else {
        out_ += ' ';
      }
      break;
    case Kind::open:
    case Kind::close:
      if (!item.dropped) write_mark(index);
      break;
  }
}

void InlineRenderer::write_mark(size_t index) {
  const Item& item = buffer_.items_[index];
  if (item.style == Style::code) return write_code(index);
  if (item.style == Style::link) {
    if (item.kind == Kind::close) return close_link(buffer_.items_[item.partner]);
    if (write_autolink(index)) return;
  }
  out_ += mark_of(item.style, item.inner);
}

// A code span, from its opening mark to its closing one.
void InlineRenderer::write_code(size_t index) {
  const Item& opener = buffer_.items_[index];
  std::string code;
  for (size_t i = index + 1; i < opener.partner; ++i) {
    const Item& item = buffer_.items_[i];
    if (item.kind == Kind::line_break) code += ' ';
    if (item.kind != Kind::text) continue;
    code.append(buffer_.text_, item.begin, item.end - item.begin);
  }
  append_code_span(out_, code, place_ == InlineBuffer::Place::table_cell);
  skip_to_ = opener.partner + 1;
}

// A link that shows its own address is «<address>».
bool InlineRenderer::write_autolink(size_t index) {
  const Item& opener = buffer_.items_[index];
  if (opener.partner != index + 2 || buffer_.items_[index + 1].kind != Kind::text) return false;
  const Item& item = buffer_.items_[index + 1];
  const std::string_view text = std::string_view(buffer_.text_).substr(item.begin, item.end - item.begin);
  const InlineBuffer::Link& link = buffer_.links_[opener.link];
  if (!link.title.empty() || text != link.url || !can_be_autolink(link.url)) return false;
  out_ += '<';
  append_for_place(out_, link.url, place_ == InlineBuffer::Place::table_cell);
  out_ += '>';
  skip_to_ = opener.partner + 1;
  return true;
}

void InlineRenderer::close_link(const Item& opener) {
  const InlineBuffer::Link& link = buffer_.links_[opener.link];
  out_ += ']';
  append_destination(out_, link.url, link.title, place_ == InlineBuffer::Place::table_cell);
}

void InlineRenderer::write_text(std::string_view text, size_t index) {
  size_t at = 0;
  if (at_line_start() && place_ == InlineBuffer::Place::paragraph) {
    at = append_line_start(out_, text, line_start_ == 0);
  }
  while (at < text.size()) {
    size_t end = at;
    while (end < text.size() && !may_need_escape(text[end])) ++end;
    out_.append(text, at, end - at);
    at = end < text.size() ? write_run(text, end, index) : end;
  }
}

// Writes a run of one character that may need escapes, judged by what stands at its ends; returns where it ends.
size_t InlineRenderer::write_run(std::string_view text, size_t at, size_t index) {
  size_t end = at + 1;
  while (end < text.size() && text[end] == text[at]) ++end;
  EscapeContext context;
  context.rest = text.substr(end - 1);
  context.run = end - at;
  context.before = at > 0 ? character_before(text, at).code : character_outside(index, false);
  context.after = end < text.size() ? character_at(text, end).code : character_outside(index, true);
  context.before_link = end == text.size() && opens_link(index + 1);
  context.in_table = place_ == InlineBuffer::Place::table_cell;
  context.ends_heading =
      place_ == InlineBuffer::Place::heading && end == text.size() && index + 1 == buffer_.items_.size();
  append_escaped_run(out_, context);
  return end;
}

bool InlineRenderer::opens_link(size_t index) const {
  if (index >= buffer_.items_.size()) return false;
  const Item& item = buffer_.items_[index];
  return item.kind == Kind::open && item.style == Style::link;
}

// What stands beside a text item: a line's edge, or some mark, which is punctuation.
char32_t InlineRenderer::character_outside(size_t index, bool after) const {
  const auto& items = buffer_.items_;
  for (size_t i = index;;) {
    if (after ? ++i == items.size() : i-- == 0) return kLineEdge;
    if (items[i].dropped) continue;
    if (items[i].kind == Kind::line_break) return kLineEdge;
    if (items[i].kind != Kind::text) return '*';
    const std::string_view text = std::string_view(buffer_.text_).substr(items[i].begin, items[i].end - items[i].begin);
    return after ? character_at(text, 0).code : character_before(text, text.size()).code;
  }
}

}  // namespace lycosa::inline extract
