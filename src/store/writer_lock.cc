#include "store/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace lycosa::inline store {
namespace {

Unexpected locked(const std::string& folder, int file) {
  char text[32] = {};
  const ssize_t size = pread(file, text, sizeof text - 1, 0);
  const auto process = parse_uint(trim(std::string_view(text, size > 0 ? static_cast<size_t>(size) : 0)));
  return fail(ErrorKind::unavailable,
              "the store " + folder + " is being written by " +
                  (process ? "process " + std::to_string(*process) : std::string("another process")) +
                  "; stop that crawl, or wait for it; a store can be inspected while it is written");
}

}  // namespace

Result<std::unique_ptr<WriterLock>> WriterLock::acquire(const std::string& folder) {
  const std::string path = folder + "/writer.lock";
  // A store may come from somebody else: a link in the lock's place is not followed to another file.
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
  if (file < 0) {
    return fail(ErrorKind::unavailable,
                path + " cannot be opened: " + std::strerror(errno) + "; check the rights of the store's folder");
  }
  if (struct stat status{}; fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(file);
    return fail(ErrorKind::unavailable, path + " is not a file; remove it, it is made again");
  }
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const int cause = errno;
    Unexpected failure = locked(folder, file);
    if (cause != EWOULDBLOCK) {
      failure = fail(ErrorKind::unavailable, path + " cannot be locked: " + std::strerror(cause) +
                                                 "; keep the store on a file system with locks");
    }
    ::close(file);
    return failure;
  }
  std::unique_ptr<WriterLock> lock(new WriterLock(file));
  const std::string process = std::to_string(getpid()) + "\n";
  if (ftruncate(file, 0) != 0 ||
      pwrite(file, process.data(), process.size(), 0) != static_cast<ssize_t>(process.size())) {
    return fail(ErrorKind::exhausted,
                path + " cannot be written: " + std::strerror(errno) + "; free space on its disk");
  }
  return lock;
}

WriterLock::~WriterLock() {
  // A file without a number says that nobody writes; the lock itself goes with the descriptor.
  (void)!ftruncate(file_, 0);
  ::close(file_);
}

}  // namespace lycosa::inline store
