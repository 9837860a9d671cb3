#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace lycosa::inline store {

// The right to write to a store: STORE/writer.lock, locked with flock and holding our process id while we live. The
// system takes the lock back when the process ends, however it ends; the file stays.
class WriterLock {
 public:
  // Fails at once when another holds it; the message names that process.
  static Result<std::unique_ptr<WriterLock>> acquire(const std::string& folder);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  explicit WriterLock(int file) : file_(file) {}
  int file_;
};

}  // namespace lycosa::inline store
