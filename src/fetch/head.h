#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lycosa::inline fetch {

// Collects the head of a response as libcurl hands it out line by line. Interim (1xx) heads are counted against the
// limits and dropped; what comes behind the final head (trailers) is ignored.
//
// A head is refused, by a fault, when it breaks a limit, when its first field is a folded line (RFC 9112, section 2.2),
// when it has a NUL or a line that begins with a bare CR, and when framing_fault() has something to say. Other folded
// lines (section 5.2) and bare CRs are for parse_response_head() to mend.
class HeadCollector {
 public:
  HeadCollector(size_t most_bytes, size_t most_fields) : most_bytes_(most_bytes), most_fields_(most_fields) {}

  // Looks at the line that comes next, before libcurl stores it or gives up on it, and notes a fault.
  void check(std::string_view line);
  // Takes a line with its line end. False when the head is refused; fault() says why.
  bool add(std::string_view line);
  // The empty line of a final head came.
  bool complete() const { return complete_; }
  bool began() const { return began_; }
  // It ended within a head whose status line was a sound one, or behind an interim one.
  bool cut() const;
  const std::string& fault() const { return fault_; }
  // As it came, but «HTTP/2» written as HTTP/1.1.
  const std::string& text() const { return text_; }
  // An HTTP/2 head.
  bool is_h2() const { return h2_; }

 private:
  std::string line_fault(std::string_view line) const;

  size_t most_bytes_;
  size_t most_fields_;
  size_t bytes_ = 0;
  size_t fields_ = 0;
  int interim_ = 0;
  bool began_ = false;
  bool complete_ = false;
  bool h2_ = false;
  std::string text_;
  std::string fault_;
};

// Whether libcurl wrote this head for HTTP/2: the request line then ends so.
bool is_h2_request(std::string_view head);

// The head of a request or response with the version in its first line made HTTP/1.1.
std::string written_as_http1(std::string_view head);

}  // namespace lycosa::inline fetch
