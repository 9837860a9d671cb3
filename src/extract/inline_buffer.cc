#include "extract/inline_buffer.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "extract/inline_renderer.h"
#include "extract/text_runs.h"
#include "extract/unicode.h"

namespace lycosa {

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
      if (!is_control(c.code)) put(data.substr(at, c.size), Kind::text);
      at += c.size;
    }
  }
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

// Opens the marks that are wanted and not open yet. Marks that were closed just here, with nothing between, go on.
void InlineBuffer::put_openers() {
  for (size_t i = open_.size(); i < wanted_.size(); ++i) {
    const Style style = wanted_[i];
    if (style != Style::link && !items_.empty() && items_.back().kind == Kind::close && items_.back().style == style) {
      open_.push_back(items_.back().partner);
      items_.pop_back();
      continue;
    }
    Item item{Kind::open, style};
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
void InlineBuffer::open(Style style) {
  if (depth_[static_cast<int>(style)]++ > 0) return;
  const bool in_code = !wanted_.empty() && wanted_.back() == Style::code;
  if (!in_code) {
    wanted_.push_back(style);
  } else if (style == Style::link) {
    if (open_.size() == wanted_.size()) put_close(Style::code);
    wanted_.insert(wanted_.end() - 1, style);
  }
}

void InlineBuffer::open_link(std::string_view url, std::string title) {
  if (depth_[static_cast<int>(Style::link)] == 0) {
    link_used_ = false;
    open_link_.url = url;
    open_link_.title = std::move(title);
  }
  open(Style::link);
}

void InlineBuffer::close(Style style) {
  uint32_t& depth = depth_[static_cast<int>(style)];
  if (depth == 0 || --depth > 0) return;
  const auto found = std::find(wanted_.begin(), wanted_.end(), style);
  if (found == wanted_.end()) return;
  const auto index = static_cast<size_t>(found - wanted_.begin());
  // Marks inside of it are closed with it and open again before the next text.
  while (open_.size() > index) put_close(items_[open_.back()].style);
  wanted_.erase(found);
}

void InlineBuffer::put_close(Style style) {
  // A break at the end of a stretch comes behind its mark: before it, it would do nothing or show as a backslash.
  const bool break_behind = ends_in_break();
  while (ends_in_break()) items_.pop_back();
  const uint32_t opener = open_.back();
  open_.pop_back();
  items_[opener].partner = static_cast<uint32_t>(items_.size());
  Item item{Kind::close, style};
  item.partner = opener;
  items_.push_back(item);
  if (break_behind) items_.push_back({Kind::line_break});
}

void InlineBuffer::close_link_keeping_empty(std::string_view label) {
  if (depth_[static_cast<int>(Style::link)] == 1 && !link_used_) {
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

}  // namespace lycosa
