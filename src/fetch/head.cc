#include "fetch/head.h"

#include "exchange/exchange.h"
#include "fetch/framing.h"

namespace lycosa::inline fetch {
namespace {

// Interim, and not 101 (Switching Protocols), behind which no other head comes.
bool is_interim(std::string_view head) {
  size_t space = head.find(' ');
  std::string_view code = space == std::string_view::npos ? std::string_view() : head.substr(space + 1, 3);
  return code.size() == 3 && code[0] == '1' && code != "101";
}

bool is_empty_line(std::string_view line) {
  return line == "\r\n" || line == "\n";
}

}  // namespace

bool HeadCollector::cut() const {
  return began_ && !complete_ && (text_.empty() || parse_response_head(text_));
}

std::string HeadCollector::line_fault(std::string_view line) const {
  const bool first_field = !text_.empty() && text_.find('\n') == text_.size() - 1;
  if (bytes_ > most_bytes_) return "the head is longer than " + std::to_string(most_bytes_) + " bytes";
  if (fields_ > most_fields_) return "the head has more than " + std::to_string(most_fields_) + " fields";
  if (line.find('\0') != std::string_view::npos) return "a line of the head has a NUL in it";
  if (line.front() == '\r' && !is_empty_line(line)) return "a line of the head begins with a bare carriage return";
  if (first_field && (line.front() == ' ' || line.front() == '\t')) {
    return "the first field of the head is a folded line, which continues nothing";
  }
  return {};
}

void HeadCollector::check(std::string_view line) {
  if (!complete_ && fault_.empty() && !line.empty()) fault_ = line_fault(line);
}

bool HeadCollector::add(std::string_view line) {
  constexpr int kMostInterim = 8;
  if (complete_ || line.empty()) return true;
  if (!fault_.empty()) return false;
  began_ = true;
  bytes_ += line.size();
  const bool empty = is_empty_line(line);
  if (!empty && !text_.empty()) ++fields_;
  fault_ = line_fault(line);
  if (!fault_.empty()) return false;
  text_ += line;
  if (!empty) return true;
  if (!is_interim(text_)) {
    h2_ = text_.starts_with("HTTP/2 ");
    if (h2_) text_ = written_as_http1(text_);
    fault_ = framing_fault(text_);
    complete_ = fault_.empty();
    return complete_;
  }
  text_.clear();
  if (++interim_ > kMostInterim) fault_ = "more than " + std::to_string(kMostInterim) + " interim answers";
  return fault_.empty();
}

bool is_h2_request(std::string_view head) {
  return head.substr(0, head.find_first_of("\r\n")).ends_with(" HTTP/2");
}

std::string written_as_http1(std::string_view head) {
  constexpr std::string_view kH2 = "HTTP/2";
  std::string text(head);
  std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  if (line.starts_with("HTTP/2 ")) {
    text.replace(0, kH2.size(), "HTTP/1.1");
  } else if (is_h2_request(line)) {
    text.replace(line.size() - kH2.size(), kH2.size(), "HTTP/1.1");
  }
  return text;
}

}  // namespace lycosa::inline fetch
