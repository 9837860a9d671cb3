#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "frontier/frontier.h"
#include "pipeline/pipeline.h"
#include "store/store.h"

namespace lycosa::inline crawl {

// How far a crawl is.
struct CrawlProgress {
  int64_t elapsed_ms = 0;
  int64_t pages = 0;         // fetched and kept in this run, failures included
  int64_t robots_files = 0;  // fetched in this run
  int64_t bytes = 0;         // of bodies, as they came
  FrontierCounts counts;     // of the whole store
};

// Why a crawl ended.
enum class StopReason { finished, max_pages, interrupted };
std::string_view name(StopReason reason);

// A shard that the store leaves out. What belongs to it was neither fetched nor written, and is found again by the
// first crawl that has the shard.
struct LeftOut {
  ShardFault fault;
  int64_t urls = 0;   // that were named in this run and belong to it
  bool more = false;  // there are more than were counted
  int64_t bans = 0;   // that were given and could not be kept
};

// What a run read as sitemaps.
struct SitemapsRead {
  int64_t read = 0;  // answered ones
  int64_t urls = 0;  // that were taken from them
  int64_t not_whole = 0;
  struct NotWhole {
    std::string url, fault;
  };
  std::vector<NotWhole> told;  // the first of those that were not read whole

  // A sitemap with what was taken from it, none when no answer came, and what kept it from being read whole.
  void take(std::string url, std::optional<int64_t> taken, const std::string& fault);
};

struct CrawlSummary {
  StopReason stopped = StopReason::finished;
  bool listed = false;  // only a list of URLs was fetched; what else waits was left alone
  CrawlProgress progress;
  int64_t pages_answered = 0;
  int64_t links = 0;                  // kept, one a source and target
  int64_t links_not_http = 0;         // hrefs that no crawler can follow: mailto: and such
  int64_t links_invalid = 0;          // hrefs that are no URLs
  std::optional<Timestamp> next_due;  // of what is still queued or waits for a retry; never in the past

  // A seed of this run that redirects out of scope.
  struct SeedRedirect {
    std::string seed, target;
    bool same_root = false;  // --scope root would take the target
  };
  std::vector<SeedRedirect> seed_redirects;
  SitemapsRead sitemaps;
  std::vector<LeftOut> left_out;
  int64_t seeds = 0, seeds_answered = 0;                // of this run; answered in this or an earlier one
  std::map<std::string, int64_t> seeds_without_answer;  // by reason code
};

// What a user has to say before a crawl can begin.
struct Seed {
  std::string text;     // as it was given
  std::string place;    // "seeds.txt:3", or empty for the command line
  bool listed = false;  // one of a list: it is fetched whether it was before or not, and nothing else is in this run
};
struct BanFile {
  std::string name;
  std::string text;
};

struct CrawlParts;

// Crawls into a store: lease, fetch, pipeline, archive, store, and the links back to the frontier.
//
// One loop thread runs frontier and fetcher, --threads workers run the pipeline, one thread writes. A page's rows are
// acknowledged before it counts as done, so a killed crawl begins again from the store and fetches at most what was in
// flight a second time.
class Crawl {
 public:
  // Opens or makes the store and takes up what it holds. Fails on bad seeds, bans and patterns, when there is nothing
  // to crawl (then nothing is made), and on a store that cannot be written to; a shard that cannot be is left out. The
  // clock must outlive the crawl.
  static Result<std::unique_ptr<Crawl>> open(const Config& config, const std::vector<Seed>& seeds,
                                             const std::vector<BanFile>& bans, const Clock& clock);
  // The same with a store, an archive and a transport of the caller's (crawl/parts.h).
  static Result<std::unique_ptr<Crawl>> open(const Config& config, const std::vector<Seed>& seeds,
                                             const std::vector<BanFile>& bans, CrawlParts parts);
  ~Crawl();

  // Runs until nothing is due, a budget is spent, or `stop` is 1 (finish what is in flight) or 2 (drop it).
  // `progress` is called several times a second, on the calling thread. Fails when the store cannot be written.
  Result<CrawlSummary> run(const std::atomic<int>& stop, const std::function<void(const CrawlProgress&)>& progress);
  // Makes run() look at `stop` now. From any thread, or a signal handler.
  void wake();

 private:
  class Loop;
  explicit Crawl(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

// Says in the store that the process crashes now, so that the pages that it is reading are suspected. For whoever ends
// the process on an exception; signals are seen to. Safe from any thread, also when there is no crawl.
void note_crash();

// What a configuration says of a store that it may have to make. Fails on a rule that is none.
Result<StoreOptions> store_options(const Config& config);

// A record's own rows, ready for the store. `seen` is the page's row with its new state.
PageWrite page_write(Record record, std::optional<SeenRow> seen);
// Notes where the exchange stands in the archive.
void set_place(Record& record, const ArchivePlace& place);

struct Replayed {
  int64_t exchanges = 0;            // in the archive
  int64_t left_out = 0;             // of them those whose shard the store leaves out: nothing of them is written
  std::vector<std::string> damage;  // a line for each place of the archive that could not be read
  std::map<std::string, uint64_t> passed_over;  // by WARC-Type: ArchiveReader::passed_over()
};
// Runs an archive through the pipeline again, into a store, as a run of its own. What the store knows of how its URLs
// were found stays. `stored` is a reader of the same store. Of the shards that the store leaves out the incoming links
// are dropped too; once they are restored, the same replay completes them.
Result<Replayed> replay(const std::string& archive, const Config& config, StoreWriter& store, StoreReader& stored,
                        const Clock& clock);

// A page that somebody else fetched.
struct ForeignPage {
  Exchange page;                               // its URL in any form
  std::optional<Exchange> robots;              // the answer of the host's robots.txt; its URL is made from the page's
  std::optional<int64_t> first_indexed_stamp;  // Unix seconds; none: by the store's filters
};
struct Ingested {
  Url url;  // as the store's rules have it
  UrlKey key;
  int64_t targets = 0;  // URLs that the page names
};
// Takes a page into a store, as a run of its own, with the URLs that it names. What the store knows of how the URL was
// found stays. `stored` is a reader of the same store. Fails (invalid) when the page's URL is neither http nor https,
// and when the store leaves out its shard.
Result<Ingested> ingest(ForeignPage foreign, const Config& config, StoreWriter& store, StoreReader& stored,
                        const Clock& clock);

}  // namespace lycosa::inline crawl
