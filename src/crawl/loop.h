#pragma once

#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

#include "crawl/crawl.h"
#include "crawl/parts.h"
#include "crawl/robots_fetch.h"
#include "crawl/workers.h"
#include "crawl/write_thread.h"
#include "frontier/frontier.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// The crawl's one loop and all that it owns. Every member but wake() belongs to the thread that calls run().
class Crawl::Loop {
 public:
  Loop(const Config& config, CrawlParts parts);

  Result<void> open(const std::vector<Seed>& seeds, const std::vector<BanFile>& bans);
  Result<CrawlSummary> run(const std::atomic<int>& stop, const std::function<void(const CrawlProgress&)>& progress);
  void wake() { transport_->wake(); }

 private:
  Result<BanList> take_bans(const std::vector<BanFile>& files);
  Result<std::vector<Url>> seeds_of_earlier_runs() const;
  Result<void> restore();
  Result<void> admit_seeds(const std::vector<Seed>& seeds, const std::vector<Url>& urls);

  bool budget_spent() const;
  bool may_lease() const;
  Result<void> lease_all();
  void start_page(Lease lease);
  Result<void> start_robots(Lease lease);
  void start(uint64_t id, std::string url, size_t body_bytes);
  Result<void> take_result(FetchResult result);
  void take_page(Lease lease, Exchange exchange);
  Result<void> take_robots_hop(uint64_t id, RobotsFetch fetch, Exchange exchange);
  Result<void> end_robots(RobotsFetch fetch);
  void remember_robots_wait(const RobotsRow& row);
  Result<bool> use_known_robots(Lease& lease, const std::string& origin);
  Result<void> use_robots(Lease lease, const RobotsRow& row, std::optional<Timestamp> ask_again);
  Result<void> admit_sitemaps(const Url& robots_url, const UrlKey& robots_key);
  Result<void> take_work(std::unique_ptr<PageWork> work);
  Result<void> admit(const Candidate& candidate, WriteItem& item);
  Result<void> admit_discovered(const PageWork& work, WriteItem& item);
  void keep_changes();
  bool idle() const;
  int wait_ms(bool stopping) const;
  CrawlProgress progress() const;
  void start_threads();
  std::optional<StopReason> over(bool stopping) const;
  Result<StopReason> work(const std::atomic<int>& stop, const std::function<void(const CrawlProgress&)>& report);
  void drop();

  const Config config_;
  const Clock& clock_;
  PipelineOptions options_;  // with the rules of the store
  std::vector<BanRow> ban_rows_;
  std::unique_ptr<StoreWriter> store_;
  std::unique_ptr<StoreReader> reader_;
  std::unique_ptr<ExchangeLog> archive_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Frontier> frontier_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<WriteThread> writer_;

  // What is being fetched, by the request's id. Declared after the frontier, as leases must not outlive it.
  std::unordered_map<uint64_t, Lease> pages_;
  std::unordered_map<uint64_t, RobotsFetch> robots_;
  std::unordered_map<std::string, int64_t> robots_waits_;  // robots_wait_ms() of the origins that were unreachable
  uint64_t next_id_ = 1;
  int64_t in_workers_ = 0;
  int64_t pages_begun_ = 0;  // in this run, sitemaps and repetitions aside: what --max-pages counts
  Timestamp begun_;
  CrawlSummary summary_;
};

}  // namespace lycosa::inline crawl
