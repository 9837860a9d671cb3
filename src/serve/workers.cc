#include "serve/workers.h"

namespace lycosa::inline serve {

Result<std::unique_ptr<Workers>> Workers::start(Shared& shared, int threads, size_t queue_length) {
  std::unique_ptr<Workers> workers(new Workers(queue_length));
  for (int i = 0; i < threads; ++i) {
    auto answers = Answers::open(shared);
    if (!answers) return answers.unexpected();
    workers->answers_.push_back(std::move(*answers));
  }
  for (const auto& answers : workers->answers_) {
    workers->threads_.emplace_back([self = workers.get(), mine = answers.get()] { self->run(*mine); });
  }
  return workers;
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    queue_.clear();
  }
  ready_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Workers::submit(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (closing_ || queue_.size() >= queue_length_) return false;
    queue_.push_back(std::move(work));
  }
  ready_.notify_one();
  return true;
}

void Workers::run(Answers& answers) {
  while (true) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [&] { return closing_ || !queue_.empty(); });
      if (closing_) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work(answers);
  }
}

}  // namespace lycosa::inline serve
