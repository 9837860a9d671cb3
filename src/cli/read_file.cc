#include "cli/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lycosa::cli {
namespace {

constexpr size_t kChunk = 64 << 10;

// Reads until the end; false with errno when that fails.
bool read_all(int descriptor, std::string& text) {
  struct stat status {};
  const bool sized = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  // One byte more than the file has, so that its end is seen without growing.
  if (sized) text.reserve(static_cast<size_t>(status.st_size) + 1);
  for (size_t size = 0;;) {
    if (text.capacity() == size) text.reserve(size + size / 2 + kChunk);
    text.resize(text.capacity());
    const ssize_t got = read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got > 0) size += static_cast<size_t>(got);
    if (got > 0) continue;
    text.resize(size);
    return got == 0;
  }
}

}  // namespace

Result<std::string> read_file(const std::string& name) {
  const int descriptor = name == "-" ? STDIN_FILENO : open(name.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  const bool done = descriptor >= 0 && read_all(descriptor, text);
  const int error = errno;
  if (descriptor > STDIN_FILENO) close(descriptor);
  if (!done) {
    return fail(ErrorKind::not_found,
                "cannot read " + name + ": " + std::strerror(error) + "; give a file that can be read");
  }
  return text;
}

}  // namespace lycosa::cli
