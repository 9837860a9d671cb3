#include "crawl/crawl.h"

#include "crawl/loop.h"
#include "crawl/parts.h"
#include "crawl/reading_notes.h"
#include "crawl/request.h"

namespace lycosa::inline crawl {

Crawl::Crawl(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Crawl::~Crawl() = default;

Result<std::unique_ptr<Crawl>> Crawl::open(const Config& config, const std::vector<Seed>& seeds,
                                           const std::vector<BanFile>& bans, const Clock& clock) {
  if (auto sound = check_request(config, seeds, bans); !sound) return sound.unexpected();
  auto parts = open_parts(config, clock);
  if (!parts) return parts.unexpected();
  return open(config, seeds, bans, std::move(*parts));
}

Result<std::unique_ptr<Crawl>> Crawl::open(const Config& config, const std::vector<Seed>& seeds,
                                           const std::vector<BanFile>& bans, CrawlParts parts) {
  auto loop = std::make_unique<Loop>(config, std::move(parts));
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

void note_crash() {
  ReadingNotes::mark_crash();
}

}  // namespace lycosa::inline crawl
