#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "url/url.h"

namespace lycosa::inline crawl {

// Which pages are being read at this moment, in a small file beside the shards, so that a process that dies of a page
// leaves the page's name behind. docs/formats/store.md has the format.
//
// A page is noted while a worker reads it and no longer: not while it waits, is fetched or is written. The notes count
// only when the process says of itself that it crashed: while notes are open, a fatal signal (segmentation fault, bus
// error, illegal instruction, arithmetic error, abort) marks the file before it takes its course. A process that is
// killed from outside, or that loses its machine, casts suspicion on nothing.
class ReadingNotes {
 public:
  // Makes the file anew, with a place for each worker. One at a time: the process has one set of signal handlers.
  static Result<std::unique_ptr<ReadingNotes>> open(const std::string& path);
  ~ReadingNotes();
  ReadingNotes(const ReadingNotes&) = delete;
  ReadingNotes& operator=(const ReadingNotes&) = delete;

  // Worker `worker` begins to read a page; ends it. Each worker is a thread of its own. What cannot be noted (a full
  // disk) is not: notes are help, not truth.
  void begin(int worker, const std::string& unparsed);
  void end(int worker);

  // Marks the open notes, if there are any, as those of a process that crashed. Safe in a signal handler.
  static void mark_crash();
  // The pages that a process which crashed was reading. None when it ended in another way or there was none.
  static std::vector<UrlKey> left_behind(const std::string& path);
  // Nothing was left behind.
  static void clear(const std::string& path);

 private:
  explicit ReadingNotes(int file);
  const int file_;
};

// Room for the signal handlers of ReadingNotes on a thread whose own stack may be what overflowed. Made and destroyed
// on that thread; a thread that has such room already keeps it.
class SignalStack {
 public:
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  std::unique_ptr<char[]> room_;
};

}  // namespace lycosa::inline crawl
