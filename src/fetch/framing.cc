#include "fetch/framing.h"

#include <optional>

#include "base/text.h"

namespace lycosa::inline fetch {
namespace {

constexpr size_t kShown = 100;  // characters of the head in a sentence

std::string shown(std::string_view text) {
  return "\"" + visible(utf8_prefix(text, kShown)) + "\"";
}

std::string_view trim_blanks(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view take_line(std::string_view& rest) {
  const size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Reads the lines of a head in order and keeps the first fault.
class FramingReader {
 public:
  void read(std::string_view line) {
    if (!line.empty() && is_blank(line.front())) {
      if (last_frames_) note("the field " + last_name_ + " is folded");
      return;
    }
    const size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    const bool length = equals_ignoring_case(trim_blanks(name), "Content-Length");
    const bool coding = equals_ignoring_case(trim_blanks(name), "Transfer-Encoding");
    last_frames_ = colon != std::string_view::npos && (length || coding);
    if (!last_frames_) return;
    last_name_ = length ? "Content-Length" : "Transfer-Encoding";
    if (is_blank(name.back())) note("there is a blank before the colon of " + last_name_);
    coded_ = coded_ || coding;
    if (length) read_lengths(line.substr(colon + 1));
  }

  std::string finish() && {
    if (coded_ && length_) note("the head has both Content-Length and Transfer-Encoding");
    return std::move(fault_);
  }

 private:
  // One number, or several of a sender or proxy that joined fields.
  void read_lengths(std::string_view list) {
    for (bool more = true; more;) {
      const size_t comma = list.find(',');
      read_length(trim_blanks(list.substr(0, comma)));
      more = comma != std::string_view::npos;
      if (more) list.remove_prefix(comma + 1);
    }
  }

  void read_length(std::string_view text) {
    const std::optional<uint64_t> value = parse_uint(text);
    if (!value || *value > INT64_MAX) return note("Content-Length is " + shown(text) + ", which is no length");
    if (length_ && *length_ != *value) {
      return note("Content-Length is both " + std::to_string(*length_) + " and " + std::to_string(*value));
    }
    length_ = value;
  }

  void note(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }

  std::optional<uint64_t> length_;
  bool coded_ = false;
  bool last_frames_ = false;
  std::string last_name_;
  std::string fault_;
};

}  // namespace

std::string framing_fault(std::string_view head) {
  FramingReader reader;
  take_line(head);
  while (!head.empty()) reader.read(take_line(head));
  return std::move(reader).finish();
}

}  // namespace lycosa::inline fetch
