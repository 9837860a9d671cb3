#include "extract/markdown/inline_buffer.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "extract/main_content/text_runs.h"
#include "extract/markdown/inline_renderer.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {

void InlineBuffer::text(std::string_view data) {
  for (size_t at = 0; at < data.size();) {
    if (const size_t run = settled_run(data, at); run > 0) {
      put(data.substr(at, run), Kind::text);
      at += run;
    } else if (is_ascii_whitespace(data[at])) {
      pending_space_ = true;
      ++at;
    } else {
      // Controls, C1 among them, are left out.
      const Character c = character_at(data, at);
      if (!is_control(c.code)) put_character(data.substr(at, c.size), c.code);
      at += c.size;
    }
  }
}

// A no-break space is kept, but outside of emphasis that would begin with it: marks do not work there.
void InlineBuffer::put_character(std::string_view bytes, char32_t code) {
  size_t marks = open_.size();
  if (!is_unicode_space(code) || marks == wanted_.size() || wanted_.back() == Style::code)
    return put(bytes, Kind::text);
  for (size_t i = marks; i < wanted_.size(); ++i) {
    if (wanted_[i] == Style::link) marks = i + 1;
  }
  const std::vector<Style> waiting(wanted_.begin() + static_cast<std::ptrdiff_t>(marks), wanted_.end());
  wanted_.resize(marks);
  put(bytes, Kind::text);
  wanted_.insert(wanted_.end(), waiting.begin(), waiting.end());
}

void InlineBuffer::verbatim(std::string_view markdown) {
  if (!markdown.empty()) put(markdown, Kind::verbatim);
}

void InlineBuffer::line_break() {
  pending_space_ = false;
  if (!items_.empty()) items_.push_back({Kind::line_break});
}

void InlineBuffer::put(std::string_view bytes, Kind kind) {
  const bool at_start = items_.empty() || items_.back().kind == Kind::line_break;
  if (pending_space_ && !at_start) {
    // A space joins the text before it, outside of marks that are yet to open.
    if (items_.back().kind == Kind::text) {
      text_ += ' ';
      items_.back().end = static_cast<uint32_t>(text_.size());
    } else {
      const auto begin = static_cast<uint32_t>(text_.size());
      text_ += ' ';
      items_.push_back({Kind::text, {}, false, begin, begin + 1});
    }
  }
  pending_space_ = false;
  put_openers();
  const auto begin = static_cast<uint32_t>(text_.size());
  text_.append(bytes);
  const auto end = static_cast<uint32_t>(text_.size());
  if (kind == Kind::text && !items_.empty() && items_.back().kind == Kind::text) {
    items_.back().end = end;
  } else {
    items_.push_back({kind, {}, false, begin, end});
  }
}

// Whether a style that is wanted stands inside of an odd number of its own.
bool InlineBuffer::is_inner(size_t wanted) const {
  const auto end = wanted_.begin() + static_cast<std::ptrdiff_t>(wanted);
  return std::count(wanted_.begin(), end, wanted_[wanted]) % 2 == 1;
}

// Opens the marks that are wanted and not open yet. Marks that were closed just here, with nothing between, go on.
void InlineBuffer::put_openers() {
  for (size_t i = open_.size(); i < wanted_.size(); ++i) {
    const Style style = wanted_[i];
    if (style != Style::link && !items_.empty() && items_.back().kind == Kind::close && items_.back().style == style &&
        items_[items_.back().partner].inner == is_inner(i)) {
      open_.push_back(items_.back().partner);
      items_.pop_back();
      continue;
    }
    Item item{Kind::open, style};
    item.inner = is_inner(i);
    if (style == Style::link) {
      item.link = static_cast<uint32_t>(links_.size());
      links_.push_back(open_link_);
      link_used_ = true;
    }
    open_.push_back(static_cast<uint32_t>(items_.size()));
    items_.push_back(item);
  }
}

// Code comes last among the styles that are wanted: a code span can stand in a link, but nothing can stand in it.
// Other styles inside of code, such as a highlighter's, are passed over.
void InlineBuffer::open(Style style, int element) {
  std::vector<Element>& elements = elements_[static_cast<size_t>(style)];
  const bool emphasis = style == Style::emphasis || style == Style::strong;
  const bool nested = emphasis && !elements.empty() && elements.back().marked && elements.back().element == element &&
                      elements.size() < kMaxNested;
  const bool in_code = !wanted_.empty() && wanted_.back() == Style::code;
  const bool marked = (elements.empty() || nested) && (!in_code || style == Style::link);
  elements.push_back({element, marked});
  if (!marked) return;
  if (!in_code) {
    wanted_.push_back(style);
  } else {
    if (open_.size() == wanted_.size()) put_close(Style::code);
    wanted_.insert(wanted_.end() - 1, style);
  }
}

void InlineBuffer::open_link(std::string_view url, std::string title) {
  if (elements_[static_cast<size_t>(Style::link)].empty()) {
    link_used_ = false;
    open_link_.url = url;
    open_link_.title = std::move(title);
  }
  open(Style::link);
}

void InlineBuffer::close(Style style) {
  std::vector<Element>& elements = elements_[static_cast<size_t>(style)];
  if (elements.empty()) return;
  const bool marked = elements.back().marked;
  elements.pop_back();
  if (!marked) return;
  const auto found = std::find(wanted_.rbegin(), wanted_.rend(), style);
  if (found == wanted_.rend()) return;
  const auto index = static_cast<size_t>(wanted_.rend() - found) - 1;
  // Marks inside of it are closed with it and open again before the next text.
  while (open_.size() > index) put_close(items_[open_.back()].style);
  wanted_.erase(wanted_.begin() + static_cast<std::ptrdiff_t>(index));
}

void InlineBuffer::put_close(Style style) {
  // A break at the end of a stretch comes behind its mark: before it, it would do nothing or show as a backslash.
  const bool break_behind = ends_in_break();
  while (ends_in_break()) items_.pop_back();
  const bool holds_spaces = style == Style::code || style == Style::link;
  const Item behind = holds_spaces ? Item{Kind::text} : split_spaces_at_end();
  const uint32_t opener = open_.back();
  open_.pop_back();
  items_[opener].partner = static_cast<uint32_t>(items_.size());
  Item item{Kind::close, style};
  item.partner = opener;
  item.inner = items_[opener].inner;
  items_.push_back(item);
  if (behind.end > behind.begin) items_.push_back(behind);
  if (break_behind) items_.push_back({Kind::line_break});
}

// The white space that the last text ends with, cut off as an item of its own; an empty one when there is none, or
// nothing else.
InlineBuffer::Item InlineBuffer::split_spaces_at_end() {
  Item spaces{Kind::text};
  if (items_.empty() || items_.back().kind != Kind::text) return spaces;
  Item& last = items_.back();
  const std::string_view text = std::string_view(text_).substr(last.begin, last.end - last.begin);
  size_t end = text.size();
  while (end > 0) {
    const Character c = character_before(text, end);
    if (!is_unicode_space(c.code)) break;
    end -= c.size;
  }
  if (end == 0 || end == text.size()) return spaces;
  spaces.begin = last.begin + static_cast<uint32_t>(end);
  spaces.end = last.end;
  last.end = spaces.begin;
  return spaces;
}

void InlineBuffer::close_link_keeping_empty(std::string_view label) {
  if (elements_[static_cast<size_t>(Style::link)].size() == 1 && !link_used_) {
    if (label.empty()) {
      put({}, Kind::verbatim);
    } else {
      text(label);
    }
  }
  close(Style::link);
}

std::string_view InlineBuffer::render(Place place) {
  while (ends_in_break()) items_.pop_back();
  while (!open_.empty()) put_close(items_[open_.back()].style);
  rendered_.clear();
  InlineRenderer(*this, place, rendered_).render();
  items_.clear();
  links_.clear();
  text_.clear();
  pending_space_ = false;
  return rendered_;
}

}  // namespace lycosa::inline extract
