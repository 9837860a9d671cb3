#include "extract/block_output.h"

#include <algorithm>

namespace lycosa {

void BlockOutput::begin_quote() {
  if (containers_.size() < kMaxContainers) {
    containers_.push_back({"> ", "> ", false, false});
  } else {
    containers_.push_back({});
  }
}

void BlockOutput::begin_item(std::string_view marker, bool tight) {
  if (containers_.size() < kMaxContainers) {
    containers_.push_back({std::string(marker), std::string(marker.size(), ' '), false, tight});
  } else {
    containers_.push_back({});
  }
}

void BlockOutput::end_container() { containers_.pop_back(); }

void BlockOutput::block(std::string_view lines) {
  const auto pending = std::find_if(containers_.begin(), containers_.end(), [](const Container& c) { return !c.started; });
  const bool tight = pending != containers_.end() && pending->tight;
  if (!out_.empty()) {
    out_ += '\n';
    if (!tight) blank_line();
  }
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
  for (Container& container : containers_) {
    out_ += container.started ? container.rest : container.first;
    container.started = true;
  }
}

void BlockOutput::blank_line() {
  const size_t before = out_.size();
  for (const Container& container : containers_) {
    if (!container.started) break;
    out_ += container.rest;
  }
  while (out_.size() > before && out_.back() == ' ') out_.pop_back();
  out_ += '\n';
}

}  // namespace lycosa
