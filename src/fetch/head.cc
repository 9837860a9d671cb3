#include "fetch/head.h"

namespace lycosa::inline fetch {
namespace {

// Interim, and not 101 (Switching Protocols), behind which no other head comes.
bool is_interim(std::string_view head) {
  size_t space = head.find(' ');
  std::string_view code = space == std::string_view::npos ? std::string_view() : head.substr(space + 1, 3);
  return code.size() == 3 && code[0] == '1' && code != "101";
}

}  // namespace

bool HeadCollector::add(std::string_view line) {
  constexpr int kMostInterim = 8;
  if (complete_) return true;
  began_ = true;
  bytes_ += line.size();
  const bool empty = line == "\r\n" || line == "\n";
  if (!empty && !text_.empty()) ++fields_;
  if (bytes_ > most_bytes_) {
    fault_ = "the head is longer than " + std::to_string(most_bytes_) + " bytes";
  } else if (fields_ > most_fields_) {
    fault_ = "the head has more than " + std::to_string(most_fields_) + " fields";
  } else {
    text_ += line;
  }
  if (!fault_.empty()) return false;
  if (!empty) return true;
  if (!is_interim(text_)) {
    h2_ = text_.starts_with("HTTP/2 ");
    if (h2_) text_ = written_as_http1(text_);
    complete_ = true;
    return true;
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
