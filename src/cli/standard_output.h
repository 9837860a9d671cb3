#pragma once

#include <array>
#include <ostream>
#include <streambuf>

namespace lycosa::cli {

// Owns what a stream writes to a file descriptor while it lives, and knows afterwards whether all of it arrived:
// std::cout alone keeps neither the error nor, until it is flushed, the fact.
//
// What is written into a pipe or a file comes out in large pieces or at a flush, and to a terminal line by line.
class StandardOutput : public std::streambuf {
 public:
  StandardOutput(std::ostream& stream, int fd);
  ~StandardOutput() override;
  StandardOutput(const StandardOutput&) = delete;
  StandardOutput& operator=(const StandardOutput&) = delete;

  // Writes what is left. 0 when everything arrived, else the errno of the first write that failed; the stream is bad
  // from then on.
  int finish();

 protected:
  int_type overflow(int_type c) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int sync() override;

 private:
  bool write_out();

  std::ostream& stream_;
  std::streambuf* before_;  // what the stream wrote to
  int fd_;
  bool by_line_;
  int error_ = 0;
  std::array<char, 32 << 10> buffer_;
};

// Opens those of the three standard files that are closed, so that no file of ours takes their place: output would go
// into a shard or an archive. Writing to a standard output that was closed stays an error.
void hold_standard_files();

}  // namespace lycosa::cli
