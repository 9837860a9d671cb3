#include "extract/main_content/block_output.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline extract {

void BlockOutput::begin_quote() {
  containers_.emplace_back();
  if (containers_.size() > kMaxContainers) return;
  containers_.back().first = "> ";
  containers_.back().rest = "> ";
}

void BlockOutput::begin_item(std::string_view marker, bool tight, bool first) {
  Container& item = containers_.emplace_back();
  if (containers_.size() > kMaxContainers) return;
  item.first = marker;
  item.rest.assign(marker.size(), ' ');
  item.item = true;
  item.tight = tight;
  item.first_item = first;
}

void BlockOutput::end_container() {
  after_container_ = after_container_ || started_ == containers_.size();
  containers_.pop_back();
  started_ = std::min(started_, containers_.size());
}

// Whether the next block can only be told from the one before by a blank line, or may have one.
bool BlockOutput::needs_blank_line(Kind kind) const {
  const auto pending = containers_.begin() + static_cast<ptrdiff_t>(started_);
  const bool opens = pending != containers_.end();
  if (opens && pending->item && !pending->first_item) return !pending->tight;
  if (pending == containers_.begin()) return true;
  const Container& around = *(pending - 1);
  if (!around.item || !around.tight || last_ == Kind::table) return true;
  // Lists that begin with another number than 1 do not end a paragraph.
  if (opens)
    return after_container_ || (pending->item && is_ascii_digit(pending->first[0]) && !pending->first.starts_with("1"));
  if (kind == Kind::table) return true;
  // A line of text would go on with a paragraph before it, in a list or quote too.
  return kind == Kind::paragraph && (after_container_ || last_ == Kind::paragraph);
}

void BlockOutput::block(std::string_view lines, Kind kind) {
  if (!out_.empty()) {
    out_ += '\n';
    if (needs_blank_line(kind)) blank_line();
  }
  last_ = kind;
  after_container_ = false;
  for (size_t at = 0;;) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    const size_t before = out_.size();
    line_prefix();
    out_.append(lines, at, end - at);
    if (end == at) {
      while (out_.size() > before && out_.back() == ' ') out_.pop_back();
    }
    if (end == lines.size()) break;
    out_ += '\n';
    at = end + 1;
  }
}

void BlockOutput::line_prefix() {
  for (size_t i = 0; i < marked(); ++i) out_ += i < started_ ? containers_[i].rest : containers_[i].first;
  started_ = containers_.size();
}

void BlockOutput::blank_line() {
  const size_t before = out_.size();
  for (size_t i = 0; i < std::min(started_, marked()); ++i) out_ += containers_[i].rest;
  while (out_.size() > before && out_.back() == ' ') out_.pop_back();
  out_ += '\n';
}

}  // namespace lycosa::inline extract
