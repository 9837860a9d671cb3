#include "fetch/fetch.h"

#include "fetch/loop.h"

namespace lycosa::inline fetch {

Fetcher::Fetcher(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Fetcher::~Fetcher() = default;

Result<std::unique_ptr<Fetcher>> Fetcher::open(const Config& config, const Clock& clock) {
  Result<std::unique_ptr<Loop>> loop = Loop::open(config, clock);
  if (!loop) return loop.unexpected();
  return std::unique_ptr<Fetcher>(new Fetcher(std::move(*loop)));
}

void Fetcher::start(FetchRequest request) {
  loop_->start(std::move(request));
}
size_t Fetcher::poll(int max_wait_ms, std::vector<FetchResult>& done) {
  return loop_->poll(max_wait_ms, done);
}
void Fetcher::wake() {
  loop_->wake();
}
size_t Fetcher::active() const {
  return loop_->active();
}
void Fetcher::cancel_all() {
  loop_->cancel_all();
}

}  // namespace lycosa::inline fetch
