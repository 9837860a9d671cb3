#include "crawl/crawl.h"

#include "crawl/loop.h"

namespace lycosa::inline crawl {

Crawl::Crawl(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Crawl::~Crawl() = default;

Result<std::unique_ptr<Crawl>> Crawl::open(const Config& config, const std::vector<Seed>& seeds,
                                           const std::vector<BanFile>& bans, const Clock& clock) {
  auto loop = std::make_unique<Loop>(config, clock);
  if (auto opened = loop->open(seeds, bans); !opened) return opened.unexpected();
  return std::unique_ptr<Crawl>(new Crawl(std::move(loop)));
}

Result<CrawlSummary> Crawl::run(const std::atomic<int>& stop,
                                const std::function<void(const CrawlProgress&)>& progress) {
  return loop_->run(stop, progress);
}

void Crawl::wake() {
  loop_->wake();
}

}  // namespace lycosa::inline crawl
