#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lycosa::inline archive {

// The bytes of a WARC file in order, inflated where it is compressed. Memory is two buffers, whatever the file holds.
//
// In a compressed file the stream pauses at the end of each gzip member, where next_record_start() takes it on.
class WarcInput {
 public:
  // Opens the file and stands at `offset`, the start of a gzip member or of a plain record.
  static Result<std::unique_ptr<WarcInput>> open(const std::string& path, uint64_t offset);
  ~WarcInput();
  WarcInput(const WarcInput&) = delete;
  WarcInput& operator=(const WarcInput&) = delete;

  enum class State {
    ready,       // unread() has bytes
    member_end,  // the gzip member is over
    end,         // the file is over
    damaged,     // the compressed data is broken, or the file ends within it; see fault()
    failed,      // the file cannot be read; see fault()
  };
  // Makes sure that unread() has bytes, or says why not.
  State fill();
  std::string_view unread() const { return std::string_view(plain_).substr(read_); }
  void consume(size_t count) {
    read_ += count;
    if (count > 0) at_line_start_ = plain_[read_ - 1] == '\n';
  }
  const std::string& fault() const { return fault_; }

  // Goes on behind the end of a member.
  State next_member();
  // Behind damage: goes to the next place that looks like the start of a record. False when there is none; the input is
  // then at its end.
  bool resync();
  // Where to find the record again that begins at the next unread byte.
  uint64_t offset() const { return gzip_ ? member_ : plain_start_ + read_; }

 private:
  explicit WarcInput(int fd) : fd_(fd) {}
  bool read_raw();
  State start_member();
  State inflate_some();
  State stop(State state, std::string fault);
  bool resync_by_line();
  bool resync_by_member(uint64_t from);
  bool try_member(uint64_t offset);
  bool begins_with_record(std::string_view member);
  void seek(uint64_t offset);

  int fd_;
  bool gzip_ = false;
  z_stream stream_{};
  bool stream_ready_ = false;
  State state_ = State::ready;
  std::string fault_;
  std::string raw_;  // as in the file; raw_[raw_read_] is at raw_start_ + raw_read_
  size_t raw_read_ = 0;
  uint64_t raw_start_ = 0;
  std::string plain_;  // inflated; the same bytes when nothing is compressed
  size_t read_ = 0;
  bool at_line_start_ = false;  // the byte that was consumed last ended a line
  std::string inflated_;        // what a step inflates into
  uint64_t plain_start_ = 0;    // of plain_[0] in a plain file
  uint64_t member_ = 0;         // where the current gzip member begins
  int tries_ = 0;
};

}  // namespace lycosa::inline archive
