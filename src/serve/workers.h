#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "serve/answers.h"

namespace lycosa::inline serve {

// Threads that answer requests, each with readers of its own. Submit from any thread.
class Workers {
 public:
  using Work = std::function<void(Answers&)>;

  static Result<std::unique_ptr<Workers>> start(Shared& shared, int threads, size_t queue_length);
  // Ends the threads; work that has not begun is dropped.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when the queue is full.
  bool submit(Work work);

 private:
  explicit Workers(size_t queue_length) : queue_length_(queue_length) {}
  void run(Answers& answers);

  const size_t queue_length_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Work> queue_;
  bool closing_ = false;
  std::vector<std::unique_ptr<Answers>> answers_;
  std::vector<std::thread> threads_;
};

}  // namespace lycosa::inline serve
