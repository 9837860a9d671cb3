#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "crawl/crawl.h"
#include "crawl/missed_shards.h"
#include "crawl/parts.h"
#include "crawl/reading_notes.h"
#include "crawl/redirect_loops.h"
#include "crawl/refresh.h"
#include "crawl/run_row.h"
#include "crawl/seen_writes.h"
#include "crawl/sitemap_places.h"
#include "crawl/workers.h"
#include "crawl/write_thread.h"
#include "frontier/frontier.h"
#include "frontier/secret_hash.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// One robots.txt on its way: the lease of its host and the hops so far.
struct RobotsFetch {
  Lease lease;
  std::vector<Exchange> hops;
  int64_t last_wait_ms = 0;  // after the fetch before, when that one failed
};

// Whether the link itself asks not to be followed.
bool has_nofollow(const LinkRow& link);

// The crawl's one loop and all that it owns. Every member but wake() belongs to the thread that calls run().
class Crawl::Loop {
 public:
  Loop(const Config& config, CrawlParts parts);

  Result<void> open(const std::vector<Seed>& seeds, const std::vector<BanFile>& bans);
  Result<CrawlSummary> run(const std::atomic<int>& stop, const std::function<void(const CrawlProgress&)>& progress);
  void wake() { transport_->wake(); }

 private:
  Result<std::vector<UrlKey>> seeds_of_earlier_runs() const;
  Result<void> take_up_crashes();
  Result<void> restore(const std::vector<UrlKey>& seeds);
  Result<bool> queue_again(SeenRow& row, Timestamp now);
  Result<void> admit_seeds(const std::vector<Seed>& seeds, const std::vector<Url>& urls);
  Result<void> admit_at_start(const Candidate& candidate, SeenWrites& seen, WriteBatch& batch);
  Result<void> make_good();
  Result<void> make_good_links_of(const UrlKey& page, SeenWrites& seen, WriteBatch& batch);
  Result<void> write_at_start(SeenWrites& seen, WriteBatch& batch);

  bool budget_spent() const;
  bool may_lease() const;
  Result<void> lease_all();
  Result<void> start_page(Lease lease);
  Result<std::vector<Header>> conditions_of(const Lease& lease);
  Result<void> start_robots(Lease lease);
  void start(uint64_t id, std::string url, size_t body_bytes, std::vector<Header> headers = {});
  Result<void> take_result(FetchResult result);
  void take_page(Lease lease, Exchange exchange);
  Result<void> take_robots_hop(uint64_t id, RobotsFetch fetch, Exchange exchange);
  Result<void> end_robots(RobotsFetch fetch);
  void remember_robots_wait(const RobotsRow& row);
  Result<bool> use_known_robots(Lease& lease, const std::string& origin);
  void name_sitemap(const SitemapPlaces::Namer& namer, Candidate& candidate, WriteItem& item);
  void keep_sitemap(const PageWork& work, WriteItem& item);
  Result<void> admit_sitemaps(const Url& robots_url, const UrlKey& robots_key);
  Result<void> take_work(std::unique_ptr<PageWork> work);
  Result<void> admit(const Candidate& named, WriteItem& item);
  Result<bool> changed_since(const Candidate& candidate);
  Result<void> admit_discovered(const PageWork& work, WriteItem& item);
  void add(WriteItem item);
  void tell_seed_redirect(const PageWork& work, const Candidate& target);
  bool may_look_back() const;
  Result<void> look_back();
  Result<void> admit_links_again();
  Result<void> admit_link_again(const LinkRow& link, const SeenNow& page, WriteItem& item);
  Result<void> look_for_loops();
  Result<void> look_for_loops_again();
  void name_loops(std::vector<LoopMember> members);
  Result<std::optional<UrlKey>> redirect_target(const UrlKey& key);
  void count_seeds();
  void end_run(std::string_view ended, Timestamp now);
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
  RefreshRule refresh_;
  std::vector<BanRow> ban_rows_;
  std::unique_ptr<StoreWriter> store_;
  std::unique_ptr<StoreReader> reader_, stored_;
  MissedShards missed_;
  std::unique_ptr<ExchangeLog> archive_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Frontier> frontier_;
  const std::string notes_file_;
  std::unique_ptr<ReadingNotes> notes_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<WriteThread> writer_;

  // What is being fetched, by the request's id. Declared after the frontier, as leases must not outlive it.
  std::unordered_map<uint64_t, Lease> pages_;
  std::unordered_map<uint64_t, RobotsFetch> robots_;
  SitemapPlaces sitemaps_;
  std::unordered_map<std::string, int64_t, SecretHash>
      robots_waits_;  // robots_wait_ms() of the origins that were unreachable
  uint64_t next_id_ = 1;
  // What can be asked of the store once the item with this number is acknowledged.
  struct LookBack {
    UrlKey key;
    int64_t after = 0;
  };
  std::deque<LookBack> links_again_;  // pages that became nearer after they were crawled
  RedirectLoops loops_;               // closed by redirects to what was crawled before
  std::vector<LinkRow> again_;        // of the first of links_again_, from next_again_ on still to be admitted
  size_t next_again_ = 0;
  int64_t last_item_ = 0;  // the number of the last one added

  RunRow run_;
  std::unordered_set<std::string> seeds_;   // of this run, unparsed
  std::unordered_set<std::string> listed_;  // those of them that alone are fetched, when there are any
  int64_t last_ver_ = 0;                    // the greatest of the store's tables `seen`, `host` and `sitemap`
  int64_t in_workers_ = 0;
  int64_t pages_begun_ = 0;  // in this run, sitemaps and repetitions aside: what --max-pages counts
  Timestamp begun_;
  CrawlSummary summary_;
};

}  // namespace lycosa::inline crawl
