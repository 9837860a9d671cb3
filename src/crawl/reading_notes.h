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
// A page is noted while a worker reads it and no longer: not while it waits, is fetched or is written. A process that
// is killed for other reasons therefore casts suspicion on no more pages than it has workers.
class ReadingNotes {
 public:
  // Makes the file anew, with a place for each worker.
  static Result<std::unique_ptr<ReadingNotes>> open(const std::string& path);
  ~ReadingNotes();
  ReadingNotes(const ReadingNotes&) = delete;
  ReadingNotes& operator=(const ReadingNotes&) = delete;

  // Worker `worker` begins to read a page; ends it. Each worker is a thread of its own. What cannot be noted (a full
  // disk) is not: notes are help, not truth.
  void begin(int worker, const std::string& unparsed);
  void end(int worker);

  // The pages that a process which died was reading. None when it ended well or there was none.
  static std::vector<UrlKey> left_behind(const std::string& path);
  // Nothing was left behind.
  static void clear(const std::string& path);

 private:
  explicit ReadingNotes(int file) : file_(file) {}
  const int file_;
};

}  // namespace lycosa::inline crawl
