#include "crawl/workers.h"

#include <ctime>

namespace lycosa::inline crawl {
namespace {

int64_t thread_cpu_ms() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return int64_t{used.tv_sec} * 1000 + used.tv_nsec / 1'000'000;
}

}  // namespace

Workers::Workers(int threads, PipelineOptions options, ReadingNotes* notes, std::function<void()> on_done)
    : options_(std::move(options)), notes_(notes), on_done_(std::move(on_done)), todo_(threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this, i] { work(i); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    todo_.clear();
  }
  todo_ready_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::submit(std::unique_ptr<PageWork> work) {
  {
    const std::lock_guard lock(mutex_);
    todo_.push(std::move(work));
  }
  todo_ready_.notify_one();
}

std::vector<std::unique_ptr<PageWork>> Workers::take_done() {
  const std::lock_guard lock(mutex_);
  return std::exchange(done_, {});
}

void Workers::work(int worker) {
  const SignalStack stack;
  while (true) {
    std::unique_ptr<PageWork> work;
    {
      std::unique_lock lock(mutex_);
      todo_ready_.wait(lock, [&] { return closing_ || (work = todo_.pop()) != nullptr; });
      if (closing_) return;
    }
    const int64_t begun = thread_cpu_ms();
    if (notes_ != nullptr) notes_->begin(worker, work->own.key.unparsed);
    do_page_work(*work, options_);
    if (notes_ != nullptr) notes_->end(worker);
    work->cpu_ms = thread_cpu_ms() - begun;
    bool first = false, more = false;
    {
      const std::lock_guard lock(mutex_);
      todo_.done(*work);
      more = !todo_.empty();  // a page that was too dear before may not be now
      first = done_.empty();
      done_.push_back(std::move(work));
    }
    if (more) todo_ready_.notify_one();
    if (first) on_done_();
  }
}

}  // namespace lycosa::inline crawl
