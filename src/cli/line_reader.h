#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace lycosa::cli {

// Reads lines as people's editors write them: a byte order mark before the first one is passed over, a line ends with
// LF or CRLF, and the last one needs no end.
class LineReader {
 public:
  // What a line has beyond `longest` bytes is dropped.
  explicit LineReader(std::istream& in, size_t longest = static_cast<size_t>(-1)) : in_(in), longest_(longest) {}

  // The next line without its end; false when there is none.
  bool next(std::string& line);
  // Of the line that was read last, from 1.
  size_t number() const { return number_; }

 private:
  std::istream& in_;
  const size_t longest_;
  size_t number_ = 0;
};

}  // namespace lycosa::cli
