#include "archive/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace lycosa::inline archive {
namespace {

constexpr size_t kBuffer = 64 << 10;
constexpr std::string_view kGzipMagic = "\x1f\x8b\x08";
constexpr std::string_view kRecordStart = "WARC/";

}  // namespace

Result<std::unique_ptr<WarcInput>> WarcInput::open(const std::string& path, uint64_t offset) {
  // Opening a pipe would wait for whoever writes to it.
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    ErrorKind kind = errno == ENOENT ? ErrorKind::not_found : ErrorKind::unavailable;
    return fail(kind, "the archive file " + path + " cannot be opened: " + std::strerror(errno) +
                          "; check that it is there and may be read");
  }
  std::unique_ptr<WarcInput> input(new WarcInput(fd));
  if (struct stat status{}; fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorKind::invalid, "the archive file " + path + " is not a file; restore it from a copy");
  }
  input->seek(offset);
  if (!input->read_raw() && input->state_ == State::failed) {
    return fail(ErrorKind::unavailable,
                "the archive file " + path + " cannot be read: " + input->fault_ + "; check the disk");
  }
  input->gzip_ = std::string_view(input->raw_).starts_with(kGzipMagic);
  if (input->gzip_) {
    // 15 for the largest window, 16 for the gzip wrapper.
    if (inflateInit2(&input->stream_, 15 + 16) != Z_OK)
      return fail(ErrorKind::exhausted, "no memory to inflate " + path);
    input->stream_ready_ = true;
    input->start_member();
  } else {
    input->plain_start_ = offset;
    std::swap(input->plain_, input->raw_);
  }
  return input;
}

WarcInput::~WarcInput() {
  if (stream_ready_) inflateEnd(&stream_);
  ::close(fd_);
}

void WarcInput::seek(uint64_t offset) {
  raw_.clear();
  raw_read_ = 0;
  raw_start_ = offset;
  state_ = State::ready;
}

WarcInput::State WarcInput::stop(State state, std::string fault) {
  fault_ = std::move(fault);
  return state_ = state;
}

// Replaces the raw bytes, all of which are used up, by the next ones of the file. False at its end and on failure.
bool WarcInput::read_raw() {
  raw_start_ += raw_.size();
  raw_read_ = 0;
  raw_.resize(kBuffer);
  ssize_t got = -1;
  do {
    got = ::pread(fd_, raw_.data(), raw_.size(), static_cast<off_t>(raw_start_));
  } while (got < 0 && errno == EINTR);
  raw_.resize(got > 0 ? static_cast<size_t>(got) : 0);
  if (got < 0) stop(State::failed, std::strerror(errno));
  return got > 0;
}

WarcInput::State WarcInput::fill() {
  if (read_ < plain_.size()) return State::ready;
  if (state_ != State::ready) return state_;
  plain_start_ += plain_.size();
  plain_.clear();
  read_ = 0;
  if (gzip_) return inflate_some();
  raw_start_ = plain_start_;
  raw_.clear();
  if (!read_raw()) return state_ == State::failed ? state_ : stop(State::end, {});
  std::swap(plain_, raw_);
  return State::ready;
}

WarcInput::State WarcInput::inflate_some() {
  inflated_.resize(kBuffer);
  stream_.next_out = reinterpret_cast<Bytef*>(inflated_.data());
  stream_.avail_out = static_cast<uInt>(inflated_.size());
  int code = Z_OK;
  while (code == Z_OK && stream_.avail_out == inflated_.size()) {
    if (raw_read_ == raw_.size() && !read_raw()) {
      if (state_ != State::failed) stop(State::damaged, "the file ends within a gzip member");
      break;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(raw_.data() + raw_read_);
    stream_.avail_in = static_cast<uInt>(raw_.size() - raw_read_);
    code = inflate(&stream_, Z_NO_FLUSH);
    raw_read_ = raw_.size() - stream_.avail_in;
  }
  plain_.assign(inflated_, 0, inflated_.size() - stream_.avail_out);
  if (code == Z_STREAM_END) {
    stop(State::member_end, {});
  } else if (code != Z_OK) {
    stop(State::damaged, stream_.msg != nullptr ? stream_.msg : "the compressed data is damaged");
  }
  return plain_.empty() ? state_ : State::ready;
}

WarcInput::State WarcInput::next_member() {
  if (!gzip_ || state_ != State::member_end) return fill();
  plain_.clear();
  read_ = 0;
  return start_member();
}

// At the first byte behind a member, or of the file.
WarcInput::State WarcInput::start_member() {
  if (raw_read_ == raw_.size() && !read_raw()) return state_ == State::failed ? state_ : stop(State::end, {});
  member_ = raw_start_ + raw_read_;
  if (inflateReset(&stream_) != Z_OK) return stop(State::damaged, "no memory to inflate");
  state_ = State::ready;
  return fill();
}

bool WarcInput::resync() {
  // Where the bytes are sound and a record is not, the next one can stand right behind it.
  bool found = state_ != State::failed && state_ != State::damaged && resync_by_line();
  if (!found && gzip_ && state_ != State::failed) {
    found = resync_by_member(state_ == State::member_end ? raw_start_ + raw_read_ : member_ + 1);
  }
  if (!found && state_ != State::failed) {
    plain_.clear();
    read_ = 0;
    stop(State::end, {});
  }
  return found;
}

// The next line that begins as a record does.
bool WarcInput::resync_by_line() {
  std::string line_start;  // up to the first few bytes of a line, which can lie across two buffers
  bool at_line_start = at_line_start_;
  while (fill() == State::ready) {
    char c = unread().front();
    if (at_line_start && c == kRecordStart[line_start.size()]) {
      line_start += c;
      if (line_start == kRecordStart) {
        // Stand before it again: what was consumed is known.
        std::string rest = line_start + std::string(unread().substr(1));
        plain_start_ = plain_start_ + read_ + 1 - line_start.size();
        plain_ = std::move(rest);
        read_ = 0;
        return true;
      }
      consume(1);
      continue;
    }
    line_start.clear();
    at_line_start = c == '\n';
    consume(1);
  }
  return false;
}

// The next gzip magic from there on where a member begins that holds a record.
bool WarcInput::resync_by_member(uint64_t from) {
  constexpr int kMostTries = 1000;  // a file full of false starts must not cost more than its length
  uint64_t at = from;
  std::string window;
  while (tries_ < kMostTries) {
    seek(at);
    if (!read_raw()) return false;
    window = raw_;
    for (size_t hit = window.find(kGzipMagic); hit != std::string::npos && tries_ < kMostTries;
         hit = window.find(kGzipMagic, hit + 1)) {
      ++tries_;
      if (try_member(at + hit)) return true;
    }
    if (window.size() < kGzipMagic.size()) return false;
    at += window.size() - (kGzipMagic.size() - 1);
  }
  return false;
}

bool WarcInput::try_member(uint64_t offset) {
  seek(offset);
  plain_.clear();
  read_ = 0;
  if (!read_raw() || !begins_with_record(raw_)) return false;
  return start_member() == State::ready && unread().starts_with(kRecordStart);
}

// A false start can promise a name without end: no more than these bytes are looked at.
bool WarcInput::begins_with_record(std::string_view member) {
  constexpr size_t kLooked = 4 << 10;
  std::string start(kRecordStart.size(), '\0');
  if (inflateReset(&stream_) != Z_OK) return false;
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(member.data()));
  stream_.avail_in = static_cast<uInt>(std::min(member.size(), kLooked));
  stream_.next_out = reinterpret_cast<Bytef*>(start.data());
  stream_.avail_out = static_cast<uInt>(start.size());
  inflate(&stream_, Z_NO_FLUSH);
  return stream_.avail_out == 0 && start == kRecordStart;
}

}  // namespace lycosa::inline archive
