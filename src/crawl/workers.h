#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "crawl/fair_queue.h"
#include "crawl/page_work.h"
#include "crawl/reading_notes.h"

namespace lycosa::inline crawl {

// The threads that run the pipeline. submit() and take_done() belong to the loop thread.
class Workers {
 public:
  // `notes`, when given, has the pages that are being read. `on_done` is called on a worker's thread when the list of
  // finished pages stops being empty.
  Workers(int threads, PipelineOptions options, ReadingNotes* notes, std::function<void()> on_done);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void submit(std::unique_ptr<PageWork> work);
  std::vector<std::unique_ptr<PageWork>> take_done();

 private:
  void work(int worker);

  const PipelineOptions options_;
  ReadingNotes* const notes_;
  const std::function<void()> on_done_;
  std::mutex mutex_;
  std::condition_variable todo_ready_;
  FairQueue todo_;
  std::vector<std::unique_ptr<PageWork>> done_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lycosa::inline crawl
