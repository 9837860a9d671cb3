#include "crawl/transport.h"

#include <utility>

namespace lycosa::inline crawl {
namespace {

class Network : public Transport {
 public:
  explicit Network(std::unique_ptr<Fetcher> fetcher) : fetcher_(std::move(fetcher)) {}
  void start(FetchRequest request) override { fetcher_->start(std::move(request)); }
  size_t poll(int max_wait_ms, std::vector<FetchResult>& done) override { return fetcher_->poll(max_wait_ms, done); }
  void wake() override { fetcher_->wake(); }
  size_t active() const override { return fetcher_->active(); }
  void cancel_all() override { fetcher_->cancel_all(); }

 private:
  const std::unique_ptr<Fetcher> fetcher_;
};

}  // namespace

Result<std::unique_ptr<Transport>> open_network(const Config& config, const Clock& clock) {
  auto fetcher = Fetcher::open(config, clock);
  if (!fetcher) return fetcher.unexpected();
  return std::unique_ptr<Transport>(std::make_unique<Network>(std::move(*fetcher)));
}

}  // namespace lycosa::inline crawl
