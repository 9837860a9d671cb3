#include "cli/standard_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace lycosa::cli {

StandardOutput::StandardOutput(std::ostream& stream, int fd)
    : stream_(stream), before_(stream.rdbuf(this)), fd_(fd), by_line_(isatty(fd) == 1) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

StandardOutput::~StandardOutput() {
  finish();
  stream_.rdbuf(before_);
}

int StandardOutput::finish() {
  if (!stream_.flush() && error_ == 0) error_ = EIO;
  return error_;
}

bool StandardOutput::write_out() {
  const char* at = pbase();
  while (error_ == 0 && at != pptr()) {
    const ssize_t written = ::write(fd_, at, static_cast<size_t>(pptr() - at));
    if (written >= 0) {
      at += written;
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return error_ == 0;
}

StandardOutput::int_type StandardOutput::overflow(int_type c) {
  if (!write_out()) return traits_type::eof();
  if (!traits_type::eq_int_type(c, traits_type::eof())) {
    *pptr() = traits_type::to_char_type(c);
    pbump(1);
    if (by_line_ && c == '\n' && !write_out()) return traits_type::eof();
  }
  return traits_type::not_eof(c);
}

std::streamsize StandardOutput::xsputn(const char* text, std::streamsize size) {
  std::streamsize done = 0;
  while (done < size) {
    if (pptr() == epptr() && !write_out()) return done;
    const std::streamsize piece = std::min<std::streamsize>(size - done, epptr() - pptr());
    std::memcpy(pptr(), text + done, static_cast<size_t>(piece));
    pbump(static_cast<int>(piece));
    done += piece;
  }
  const bool line = std::memchr(text, '\n', static_cast<size_t>(size)) != nullptr;
  return by_line_ && line && !write_out() ? 0 : done;
}

int StandardOutput::sync() {
  return write_out() ? 0 : -1;
}

void hold_standard_files() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest number that is free is this one. What cannot be written to cannot be read from either.
    const int opened = ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != fd) ::close(opened);
  }
}

}  // namespace lycosa::cli
