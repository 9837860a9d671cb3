#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>

#include "crawl/crawl.h"
#include "crawl/parts.h"
#include "crawl/reading_notes.h"

namespace lycosa::inline crawl {
namespace {

constexpr Timestamp kStart{1'700'000'000'000};

// A site in memory. Time stands still but for the waits that the loop asks for: then it jumps.
class ScriptedTransport : public Transport {
 public:
  using Site = std::function<Exchange(const FetchRequest&)>;
  ScriptedTransport(ManualClock& clock, Site site) : clock_(clock), site_(std::move(site)) {}

  void start(FetchRequest request) override { waiting_.push_back(std::move(request)); }
  size_t active() const override { return waiting_.size(); }

  size_t poll(int max_wait_ms, std::vector<FetchResult>& done) override {
    if (waiting_.empty()) {
      wait_for_others(max_wait_ms);
      return 0;
    }
    FetchRequest request = std::move(waiting_.front());
    waiting_.pop_front();
    FetchResult result;
    result.id = request.id;
    result.cancelled = cancelled_;
    if (!cancelled_) {
      result.exchange = site_(request);
      result.exchange.url = request.url;
      result.exchange.request_head = "GET / HTTP/1.1\r\n";
      for (const Header& field : request.headers) {
        result.exchange.request_head += field.name + ": " + field.value + "\r\n";
      }
      result.exchange.request_head += "\r\n";
      result.exchange.stamp = clock_.now();
    }
    done.push_back(std::move(result));
    return 1;
  }

  void wake() override {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    ready_.notify_all();
  }

  void cancel_all() override { cancelled_ = true; }

 private:
  // Workers and the writer are threads, and finish in real time; the manual clock moves when they say nothing.
  void wait_for_others(int max_wait_ms) {
    std::unique_lock lock(mutex_);
    const bool woken = ready_.wait_for(lock, std::chrono::milliseconds(20), [&] { return woken_; });
    woken_ = false;
    if (!woken) clock_.advance(std::max(1, max_wait_ms));
  }

  ManualClock& clock_;
  const Site site_;
  std::deque<FetchRequest> waiting_;
  bool cancelled_ = false;
  std::mutex mutex_;
  std::condition_variable ready_;
  bool woken_ = false;
};

// A store whose n-th write fails.
class FailingStore : public StoreWriter {
 public:
  FailingStore(std::unique_ptr<StoreWriter> inner, int fails_at) : inner_(std::move(inner)), left_(fails_at) {}
  const StoreInfo& info() const override { return inner_->info(); }
  Result<void> write(const WriteBatch& batch) override {
    if (left_ > 0 && --left_ == 0) return fail(ErrorKind::exhausted, "the disk is full");
    return inner_->write(batch);
  }

 private:
  const std::unique_ptr<StoreWriter> inner_;
  int left_;
};

// An archive that keeps nothing, and fails when it is told to.
class ScriptedLog : public ExchangeLog {
 public:
  explicit ScriptedLog(int fails_at) : left_(fails_at) {}
  Result<ArchivePlace> append(const EncodedExchange&) override {
    if (left_ > 0 && --left_ == 0) return fail(ErrorKind::exhausted, "the archive's disk is full");
    return ArchivePlace{"lycosa-test.warc.gz", appended_++};
  }

 private:
  int left_;
  uint64_t appended_ = 0;
};

Exchange answer(int status, const std::string& type, std::string body, std::vector<Header> more = {}) {
  Exchange exchange;
  exchange.status = status;
  exchange.protocol = "http/1.1";
  exchange.headers = std::move(more);
  if (!type.empty()) exchange.headers.push_back({"Content-Type", type});
  exchange.response_head = "HTTP/1.1 " + std::to_string(status) + " X\r\n";
  for (const Header& field : exchange.headers) exchange.response_head += field.name + ": " + field.value + "\r\n";
  exchange.response_head += "\r\n";
  exchange.body = std::move(body);
  return exchange;
}

std::string links(const std::vector<std::string>& targets) {
  std::string html = "<!doctype html><title>x</title>";
  for (const std::string& target : targets)
    html.append("<a href=\"").append(target).append("\">").append(target).append("</a> ");
  return html;
}

class CrawlLoop : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "crawl-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    config_.store = folder_ + "/store";
    config_.shards = 2;
    config_.delay = 0;
    config_.retry_wait = 1;
    config_.threads = 2;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // What the site answers: pages by path; everything else is 404.
  Exchange serve(const FetchRequest& request) {
    const auto url = Url::parse(request.url);
    const std::string path(url->pathname());
    asked_.push_back(path);
    const auto page = site_.find(path);
    return page == site_.end() ? answer(404, "text/plain", "") : page->second(request);
  }
  void page(const std::string& path, const std::vector<std::string>& targets) {
    site_[path] = [=](const FetchRequest&) { return answer(200, "text/html", links(targets)); };
  }

  // What a process leaves behind that ends while its first worker reads a page.
  void leave_note(const std::string& unparsed, bool crashed) {
    const auto notes = ReadingNotes::open(config_.store + "/reading");
    (*notes)->begin(0, unparsed);
    if (crashed) ReadingNotes::mark_crash();
  }

  Result<CrawlSummary> crawl(const std::vector<std::string>& seeds, int store_fails = 0, int archive_fails = 0) {
    CrawlParts parts;
    parts.clock = &clock_;
    auto options = store_options(config_);
    auto store = open_store_writer(config_.store, *options);
    if (!store) return store.unexpected();
    parts.store = std::make_unique<FailingStore>(std::move(*store), store_fails);
    parts.reader = std::move(*open_store_reader(config_.store));
    parts.stored = std::move(*open_store_reader(config_.store));
    parts.notes = config_.store + "/reading";
    parts.archive = std::make_unique<ScriptedLog>(archive_fails);
    parts.transport =
        std::make_unique<ScriptedTransport>(clock_, [this](const FetchRequest& request) { return serve(request); });
    std::vector<Seed> given;
    given.reserve(seeds.size());
    for (const std::string& seed : seeds) given.push_back({seed, "", listed_});
    auto crawl = Crawl::open(config_, given, {}, std::move(parts));
    if (!crawl) return crawl.unexpected();
    return (*crawl)->run(stop_, [](const CrawlProgress&) {});
  }

  // The store's rows of `seen`, by path.
  std::map<std::string, SeenRow> seen() {
    std::map<std::string, SeenRow> rows;
    auto reader = open_store_reader(config_.store);
    EXPECT_TRUE(reader);
    const auto scanned = (*reader)->scan_seen([&](const SeenRow& row) {
      rows[std::string(parse_unparsed(row.key.unparsed)->path_and_query())] = row;
      return true;
    });
    EXPECT_TRUE(scanned);
    return rows;
  }
  int times_asked(const std::string& path) { return static_cast<int>(std::count(asked_.begin(), asked_.end(), path)); }

  std::string folder_;
  Config config_;
  ManualClock clock_{kStart};
  std::map<std::string, std::function<Exchange(const FetchRequest&)>> site_;
  std::vector<std::string> asked_;
  std::atomic<int> stop_{0};
  bool listed_ = false;  // the seeds are a list
};

TEST_F(CrawlLoop, FetchesWhatASeedLeadsToAndKeepsIt) {
  page("/", {"/a", "/b", "mailto:x@a.example"});
  page("/a", {"/b", "/"});
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->stopped, StopReason::finished);
  EXPECT_EQ(summary->progress.pages, 3);
  EXPECT_EQ(summary->links_not_http, 1);
  EXPECT_FALSE(summary->next_due);
  const auto rows = seen();
  ASSERT_EQ(rows.size(), 3u);
  for (const auto& [path, row] : rows) EXPECT_EQ(row.state, SeenState::crawled) << path;
  EXPECT_EQ(rows.at("/b").depth, 1);
}

TEST_F(CrawlLoop, ACrawlDelayBeyondTheEndOfARunGivesItsPagesRunByRun) {
  config_.end_wait = 1;
  page("/", {"/a", "/b"});
  site_["/robots.txt"] = [](const FetchRequest&) {
    return answer(200, "text/plain", "User-agent: *\nCrawl-delay: 3\n");
  };
  for (int run = 1; run <= 3; ++run) {
    const auto summary = crawl(run == 1 ? std::vector<std::string>{"http://a.example/"} : std::vector<std::string>{});
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->progress.pages, 1) << run;
    const auto next = run < 3 ? std::optional(clock_.now() + 3000) : std::nullopt;
    EXPECT_EQ(summary->next_due, next) << "it says when it goes on";
    clock_.advance(3000);
  }
  EXPECT_EQ(times_asked("/robots.txt"), 1);
}

// The process that asked is gone without an end: its store fails at the write after.
TEST_F(CrawlLoop, AHostThatAskedForAnHourHasItFromTheNextProcessToo) {
  config_.retries = 0;
  page("/", {"/busy", "/a"});
  site_["/busy"] = [](const FetchRequest&) { return answer(429, "text/plain", "", {{"Retry-After", "3600"}}); };
  config_.max_pages = 2;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  config_.max_pages = 0;
  clock_.advance(3'500'000);
  auto summary = crawl({"http://a.example/new"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->progress.pages, 0);
  EXPECT_EQ(seen().at("/a").evidence, "Retry-After with HTTP 429, 1 h 0 min");
  clock_.advance(100'000);
  summary = crawl({});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->progress.pages, 2);
}

// A site of which /a changes with `version_`, and all else stays.
class Recrawl : public CrawlLoop {
 protected:
  void SetUp() override {
    CrawlLoop::SetUp();
    page("/", {"/a", "/gone"});
    site_["/a"] = [this](const FetchRequest& request) {
      const std::string etag = "\"" + std::to_string(version_) + "\"";
      for (const Header& field : request.headers) {
        if (field.name == "If-None-Match" && field.value == etag) return answer(304, "", "");
      }
      return answer(200, "text/html", links({"/v" + std::to_string(version_)}), {{"ETag", etag}});
    };
  }
  // Page, newest event and number of events of a path.
  struct Known {
    PageInfoRow page;
    PageHistoryRow last;
    size_t events = 0;
  };
  Known known(const std::string& path) {
    const auto reader = open_store_reader(config_.store);
    const UrlKey key = key_of(*Url::parse("http://a.example" + path));
    const auto events = (*reader)->history(key, std::nullopt, 100)->found;
    const auto row = (*reader)->page_info(key)->found;
    return {row.value_or(PageInfoRow{}), events.empty() ? PageHistoryRow{} : events[0], events.size()};
  }
  // Crawls again after so many days, and gives what was asked for.
  std::vector<std::string> refresh(int64_t days) {
    clock_.advance(days * 86'400'000);
    asked_.clear();
    config_.refresh = true;
    const auto summary = crawl({});
    EXPECT_TRUE(summary) << summary.error().message;
    std::sort(asked_.begin(), asked_.end());
    return asked_;
  }

  int version_ = 1;
};

using Paths = std::vector<std::string>;

TEST_F(Recrawl, FetchesWhatIsDueAndConfirmsWhatDidNotChange) {
  config_.refresh_first = 7 * 86'400;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  const Known before = known("/a");
  EXPECT_EQ(before.page.etag, "\"1\"");
  EXPECT_TRUE(refresh(6).empty()) << "nothing is due";
  EXPECT_EQ(refresh(1), (Paths{"/", "/a", "/gone", "/robots.txt", "/v1"}));
  const Known after = known("/a");
  EXPECT_EQ(after.events, 2u);
  EXPECT_EQ(after.last.download_http_code, 304);
  EXPECT_EQ(after.last.content_hash, before.page.content_hash);
  EXPECT_EQ(after.last.verdict, "INDEXABLE");
  EXPECT_EQ(after.page.download_http_code, 200) << "the page is what it was, and was seen again";
  EXPECT_EQ(after.page.download_stamp, before.page.download_stamp + 7 * 86'400);
  EXPECT_EQ(after.page.first_crawled_stamp, before.page.first_crawled_stamp);
  EXPECT_EQ(after.page.archive_offset, before.page.archive_offset);
  EXPECT_EQ(after.page.links_ver, before.page.links_ver);
  EXPECT_EQ(seen().at("/a").state, SeenState::crawled);

  version_ = 2;
  EXPECT_TRUE(refresh(13).empty()) << "unchanged pages wait twice as long";
  EXPECT_EQ(refresh(1), (Paths{"/", "/a", "/gone", "/robots.txt", "/v1", "/v2"}));
  EXPECT_EQ(known("/a").page.etag, "\"2\"");
  EXPECT_EQ(refresh(7), (Paths{"/a", "/robots.txt", "/v2"})) << "one that changed waits half as long again";
}

TEST_F(Recrawl, OfAListFetchesNothingElse) {
  config_.max_pages = 2;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  ASSERT_EQ(seen().at("/gone").state, SeenState::queued);
  config_.max_pages = 0;
  listed_ = true;
  asked_.clear();
  const auto summary = crawl({"http://a.example/", "http://a.example/new"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->listed);
  EXPECT_FALSE(summary->next_due);
  EXPECT_EQ(asked_, (Paths{"/", "/new"})) << "one that was fetched, and one that is new";
  EXPECT_EQ(seen().at("/gone").state, SeenState::queued);
  listed_ = false;
  asked_.clear();
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(times_asked("/gone"), 1) << "what else waits is for the next crawl";
  EXPECT_EQ(times_asked("/"), 0);
}

TEST_F(Recrawl, TakesAnAgeInsteadOfWhatWasLearned) {
  ASSERT_TRUE(crawl({"http://a.example/"}));
  config_.older_than = "2d";
  EXPECT_TRUE(refresh(1).empty());
  EXPECT_EQ(refresh(1).size(), 5u);
  config_.older_than = "2 days";
  const auto refused = crawl({});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("older-than cannot be"), std::string::npos);
}

// The sitemap changes, and so is due before the pages.
TEST_F(Recrawl, BelievesASitemapThatSaysThatAPageChanged) {
  config_.refresh_first = 2 * 86'400;
  site_["/robots.txt"] = [](const FetchRequest&) { return answer(200, "text/plain", "Sitemap: /map.xml\n"); };
  const auto sitemap = [this](const std::string& lastmod) {
    site_["/map.xml"] = [=](const FetchRequest&) {
      return answer(200, "application/xml",
                    "<urlset><url><loc>http://a.example/a</loc><lastmod>" + lastmod + "</lastmod></url></urlset>");
    };
  };
  sitemap("2023-11-01");
  ASSERT_TRUE(crawl({"http://a.example/"}));
  sitemap("2023-11-02");
  EXPECT_EQ(refresh(2), (Paths{"/", "/a", "/gone", "/map.xml", "/robots.txt", "/v1"})) << "all is due";
  sitemap("2023-11-17");
  EXPECT_EQ(refresh(1), (Paths{"/a", "/map.xml", "/robots.txt"})) << "of the pages, the one that is said to be newer";
}

TEST_F(Recrawl, GivesAFailedUrlItsNextChance) {
  config_.retries = 0;
  site_["/a"] = [](const FetchRequest&) {
    Exchange exchange;
    exchange.failure = Reason::network_connect_refused;
    return exchange;
  };
  ASSERT_TRUE(crawl({"http://a.example/"}));
  config_.refresh = true;
  asked_.clear();
  ASSERT_TRUE(crawl({}));
  EXPECT_TRUE(asked_.empty()) << "not at once";
  clock_.advance(3'601'000);
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(asked_, (Paths{"/a"}));
  EXPECT_EQ(seen().at("/a").attempts, 2);
}

TEST_F(CrawlLoop, MaxPagesCountsThisRunAndNotTheStore) {
  page("/", {"/a", "/b", "/c", "/d"});
  config_.max_pages = 2;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  const auto second = crawl({});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->stopped, StopReason::max_pages);
  EXPECT_EQ(second->progress.pages, 2);
  EXPECT_EQ(second->progress.counts.crawled, 4);
  EXPECT_EQ(second->next_due, clock_.now()) << "what waits for nothing but a budget is due now";
}

TEST_F(CrawlLoop, ARetryIsNoFurtherPageOfTheBudget) {
  config_.max_pages = 2;
  int failures = 2;
  site_["/"] = [&](const FetchRequest&) {
    return failures-- > 0 ? answer(503, "text/html", "") : answer(200, "text/html", links({"/a", "/b"}));
  };
  page("/a", {});
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->progress.pages, 4);
  EXPECT_EQ(summary->progress.counts.crawled, 2);
}

TEST_F(CrawlLoop, AStoreThatFailsEndsTheCrawlAndTheNextOneGoesOn) {
  page("/", {"/a", "/b"});
  page("/a", {"/c"});
  config_.connections = 1;  // so that each page is a write of its own
  const auto failed = crawl({"http://a.example/"}, /*store_fails=*/3);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "the disk is full");
  for (const auto& [path, row] : seen()) EXPECT_NE(row.state, SeenState::refused) << path;
  const auto second = crawl({});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->progress.counts.crawled, 4) << "/, /a, /b and /c";
}

TEST_F(CrawlLoop, AnArchiveThatFailsLeavesNoPageThatIsCrawledWithoutItsExchange) {
  page("/", {"/a"});
  const auto failed = crawl({"http://a.example/"}, 0, /*archive_fails=*/2);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "the archive's disk is full");
  for (const auto& [path, row] : seen()) EXPECT_NE(row.state, SeenState::crawled) << path;
  const auto second = crawl({});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->progress.counts.crawled, 2);
}

TEST_F(CrawlLoop, StopsWhenItIsToldToAndGoesOnLater) {
  page("/", {"/a", "/b"});
  site_["/a"] = [&](const FetchRequest&) {
    stop_ = 1;
    return answer(200, "text/html", links({}));
  };
  const auto first = crawl({"http://a.example/"});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->stopped, StopReason::interrupted);
  stop_ = 0;
  const auto second = crawl({});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->progress.counts.crawled, 3);
  EXPECT_EQ(times_asked("/a"), 1);
}

// / leads to /slow, which answers late, and by a long way to /x. /slow leads to /x at once.
TEST_F(CrawlLoop, ANearerWayThatIsFoundLaterCountsForAllThatHangsBelow) {
  config_.max_depth = 3;
  page("/", {"/slow", "/a"});
  page("/a", {"/b"});
  page("/b", {"/x"});
  page("/x", {"/y"});
  page("/y", {"/z"});
  page("/z", {});
  int failures = 1;
  site_["/slow"] = [&](const FetchRequest&) {
    return failures-- > 0 ? answer(503, "text/html", "") : answer(200, "text/html", links({"/x"}));
  };
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  const auto rows = seen();
  EXPECT_EQ(rows.at("/x").depth, 2);
  EXPECT_EQ(rows.at("/x").state, SeenState::crawled);
  EXPECT_EQ(rows.at("/y").depth, 3);
  EXPECT_EQ(rows.at("/y").state, SeenState::crawled);
  EXPECT_EQ(rows.at("/z").depth, 4);
  EXPECT_EQ(rows.at("/z").reason, "scope.depth");
  EXPECT_EQ(times_asked("/x"), 1) << "what is stored is not asked for again";
}

TEST_F(CrawlLoop, ASitemapIsReadAsOneOverRedirectsSeedsAndRuns) {
  site_["/robots.txt"] = [](const FetchRequest&) {
    return answer(200, "text/plain", "Sitemap: /seed.txt\nSitemap: /moved\nSitemap: /waits.txt\n");
  };
  const auto map = [](const std::string& target) {
    return [=](const FetchRequest&) { return answer(200, "text/plain", "http://a.example" + target + "\n"); };
  };
  site_["/seed.txt"] = map("/by-seed");
  site_["/moved"] = [](const FetchRequest&) { return answer(301, "", "", {{"Location", "/new.txt"}}); };
  site_["/new.txt"] = map("/by-redirect");
  site_["/waits.txt"] = map("/by-waiting");
  config_.max_pages = 1;
  ASSERT_TRUE(crawl({"http://a.example/", "http://a.example/seed.txt"}));
  config_.max_pages = 0;
  ASSERT_TRUE(crawl({}));
  const auto rows = seen();
  for (const char* path : {"/by-seed", "/by-redirect", "/by-waiting"}) EXPECT_TRUE(rows.contains(path)) << path;
  for (const char* path : {"/seed.txt", "/moved", "/new.txt", "/waits.txt"}) {
    EXPECT_EQ(rows.at(path).role, Role::sitemap) << path;
  }
}

// Every host of the test has the same pages.
TEST_F(CrawlLoop, ASitemapElsewhereCountsForTheHostThatNamesItAndIsNoPage) {
  site_["/robots.txt"] = [](const FetchRequest& request) {
    const bool own = request.url.find("//a.example") != std::string::npos;
    return answer(200, "text/plain",
                  own ? "Sitemap: http://cdn.example/moved\n" : "Sitemap: http://b.example/evil.xml");
  };
  site_["/moved"] = [](const FetchRequest&) { return answer(301, "", "", {{"Location", "http://d.example/i.xml"}}); };
  site_["/i.xml"] = [](const FetchRequest&) {
    return answer(200, "application/xml",
                  "<sitemapindex><sitemap><loc>http://cdn.example/s.txt</loc></sitemap></sitemapindex>");
  };
  site_["/s.txt"] = [](const FetchRequest&) {
    return answer(200, "text/plain", "http://a.example/in\nhttp://cdn.example/out\n");
  };
  page("/in", {});
  page("/out", {});
  config_.max_pages = 2;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  const auto rows = seen();
  EXPECT_EQ(rows.at("/in").state, SeenState::crawled);
  EXPECT_EQ(rows.at("/out").reason, "scope.off_scope");
  EXPECT_EQ(rows.at("/evil.xml").reason, "scope.off_scope") << "only a host of the scope can name one elsewhere";
  EXPECT_EQ(times_asked("/i.xml"), 1);
  const UrlKey host = key_of(*Url::parse("http://a.example/"));
  const auto sitemaps =
      (*open_store_reader(config_.store))->sitemaps_of_host(host.root_hash, "example,a", SitemapChoice::all, 10);
  ASSERT_EQ(sitemaps->found.size(), 3u);
  for (const SitemapRow& row : sitemaps->found) EXPECT_EQ(row.whole, 1) << row.src_unparsed;
}

TEST_F(CrawlLoop, IndexesWithoutEndHaveOne) {
  config_.max_pages = 3;
  site_["/robots.txt"] = [](const FetchRequest&) { return answer(200, "text/plain", "Sitemap: /1.xml\n"); };
  for (int i = 1; i <= 64; ++i) {
    site_["/" + std::to_string(i) + ".xml"] = [=](const FetchRequest&) {
      std::string body = "<sitemapindex>";
      for (const int child : {2 * i, 2 * i + 1}) {
        body += "<sitemap><loc>/" + std::to_string(child) + ".xml</loc></sitemap>";
      }
      return answer(200, "application/xml", body + "</sitemapindex>");
    };
  }
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->sitemaps.read, 7) << "1, 2 and 4 of them";
  for (const char* path : {"/8.xml", "/15.xml"}) EXPECT_EQ(seen().at(path).reason, "scope.sitemap_depth");
  EXPECT_EQ(seen().at("/8.xml").evidence, "3 indexes lead to it, limit 2");
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(seen().at("/8.xml").state, SeenState::refused) << "the next run has the limit too";
  config_.sitemap_depth = 3;
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(seen().at("/8.xml").state, SeenState::crawled);
  EXPECT_EQ(seen().at("/16.xml").reason, "scope.sitemap_depth");
}

TEST_F(CrawlLoop, AHostHasABoundedNumberOfSitemaps) {
  config_.host_sitemaps = 5;
  std::string robots;
  for (int i = 0; i < 20; ++i)
    robots += "Sitemap: http://h" + std::to_string(i) + ".example/s" + std::to_string(i) + "\n";
  site_["/robots.txt"] = [=](const FetchRequest&) { return answer(200, "text/plain", robots); };
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->progress.counts.refused.at("scope.host_sitemaps"), 15);
  EXPECT_EQ(summary->sitemaps.not_whole, 5);
  EXPECT_EQ(summary->sitemaps.told.at(0).fault, "it answered HTTP 404");
}

TEST_F(CrawlLoop, WhatKeptASitemapFromBeingReadWholeIsTold) {
  site_["/robots.txt"] = [](const FetchRequest&) {
    return answer(200, "text/plain", "Sitemap: /cut.txt\nSitemap: /page\nSitemap: /dead\nSitemap: /good.txt\n");
  };
  site_["/cut.txt"] = [](const FetchRequest&) {
    return answer(200, "text/plain", "http://a.example/1\nhttp://a.example/2\n");
  };
  site_["/good.txt"] = [](const FetchRequest&) { return answer(200, "text/plain", "http://a.example/3\n"); };
  page("/page", {});
  site_["/dead"] = [](const FetchRequest&) {
    Exchange exchange;
    exchange.failure = Reason::network_reset;
    return exchange;
  };
  config_.sitemap_urls = 1;
  config_.retries = 0;
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->sitemaps.read, 3);
  EXPECT_EQ(summary->sitemaps.urls, 2);
  std::map<std::string, std::string> faults;
  for (const auto& told : summary->sitemaps.told) faults[told.url] = told.fault;
  const std::map<std::string, std::string> expected = {
      {"http://a.example/cut.txt", "it has more URLs than sitemap-urls, 1"},
      {"http://a.example/dead", "network.reset"},
      {"http://a.example/page", "its root element is <title>; a sitemap has urlset, sitemapindex, rss or feed"}};
  EXPECT_EQ(faults, expected);
}

TEST_F(CrawlLoop, WhatASitemapSaysOfAUrlIsKeptWithTheWayItWasNamed) {
  site_["/robots.txt"] = [](const FetchRequest&) { return answer(200, "text/plain", "Sitemap: /s.xml\n"); };
  site_["/s.xml"] = [](const FetchRequest&) {
    return answer(200, "application/xml",
                  "<urlset><url><loc>http://a.example/told</loc><lastmod>2026-04-10</lastmod><priority>0.8</priority>"
                  "</url><url><loc>http://a.example/untold</loc></url></urlset>");
  };
  ASSERT_TRUE(crawl({"http://a.example/"}));
  auto reader = open_store_reader(config_.store);
  ASSERT_TRUE(reader);
  for (const char* path : {"/told", "/untold"}) {
    const UrlKey key = key_of(*Url::parse(std::string("http://a.example") + path));
    const auto ways = (*reader)->discoveries(key, 10);
    ASSERT_TRUE(ways);
    ASSERT_EQ(ways->found.size(), 1u) << path;
    const DiscoveryRow& way = ways->found.front();
    EXPECT_EQ(way.how, Discovery::sitemap);
    const bool told = std::string_view(path) == "/told";
    EXPECT_EQ(way.lastmod_stamp, told ? std::optional<int64_t>(1775779200) : std::nullopt);
    EXPECT_EQ(way.priority, told ? std::optional(0.8) : std::nullopt);
  }
}

TEST_F(CrawlLoop, EveryMemberOfALoopOfRedirectsIsOne) {
  page("/", {"/1", "/end"});
  for (int i = 1; i <= 3; ++i) {
    site_["/" + std::to_string(i)] = [=](const FetchRequest&) {
      return answer(302, "", "", {{"Location", "/" + std::to_string(i % 3 + 1)}});
    };
  }
  site_["/end"] = [](const FetchRequest&) { return answer(302, "", "", {{"Location", "/"}}); };
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  const auto rows = seen();
  for (const char* path : {"/1", "/2", "/3"}) {
    EXPECT_EQ(rows.at(path).state, SeenState::crawled);
    EXPECT_EQ(rows.at(path).reason, "redirect.loop") << path;
  }
  EXPECT_FALSE(rows.at("/end").reason);
  EXPECT_EQ(times_asked("/1"), 1);
}

TEST_F(CrawlLoop, ALoopOfRefreshesIsOneToo) {
  page("/", {"/1", "/self"});
  const auto refresh_to = [](const std::string& path) {
    return [=](const FetchRequest&) {
      return answer(200, "text/html", "<meta http-equiv=refresh content='0;" + path + "'>" + links({path}));
    };
  };
  site_["/1"] = refresh_to("/2");
  site_["/2"] = [](const FetchRequest&) { return answer(302, "", "", {{"Location", "/1"}}); };
  site_["/self"] = refresh_to("/self");
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary) << summary.error().message;
  const auto rows = seen();
  for (const char* path : {"/1", "/2"}) EXPECT_EQ(rows.at(path).reason, "redirect.loop") << path;
  EXPECT_FALSE(rows.at("/self").reason);
  EXPECT_EQ(rows.at("/2").hops, 1);
  const auto reader = open_store_reader(config_.store);
  const auto key = key_of(*Url::parse("http://a.example/1"));
  const auto history = (*reader)->history(key, std::nullopt, 10);
  ASSERT_TRUE(history);
  EXPECT_EQ(history->found.at(0).reason, "redirect.redirected");
}

TEST_F(CrawlLoop, APageThatEndedTwoProcessesIsSetAside) {
  page("/", {"/bad", "/good"});
  page("/good", {});
  config_.max_pages = 1;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  const auto die_of_bad = [&] { leave_note("example,a!/bad h80", true); };
  die_of_bad();
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(seen().at("/good").state, SeenState::crawled) << "the others go first";
  EXPECT_EQ(seen().at("/bad").state, SeenState::retry);
  EXPECT_EQ(seen().at("/bad").reason, "content.crashed");
  die_of_bad();
  config_.max_pages = 0;
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(seen().at("/bad").state, SeenState::failed);
  EXPECT_EQ(seen().at("/bad").reason, "content.crashed");
  EXPECT_EQ(times_asked("/bad"), 0);
}

TEST_F(CrawlLoop, APageIsNotSuspectedOfWhatEndedTheProcessFromOutside) {
  page("/", {"/page"});
  page("/page", {});
  config_.max_pages = 1;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  leave_note("example,a!/page h80", false);
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(seen().at("/page").state, SeenState::crawled);
}

TEST_F(CrawlLoop, APageThatEndedOneProcessIsTriedOnceMore) {
  page("/", {"/bad"});
  page("/bad", {});
  config_.max_pages = 1;
  ASSERT_TRUE(crawl({"http://a.example/"}));
  leave_note("example,a!/bad h80", true);
  config_.max_pages = 0;
  ASSERT_TRUE(crawl({}));
  EXPECT_EQ(seen().at("/bad").state, SeenState::crawled);
  EXPECT_FALSE(seen().at("/bad").reason);
  EXPECT_TRUE(ReadingNotes::left_behind(config_.store + "/reading").empty());
}

TEST_F(CrawlLoop, ARunIsARowFromItsBeginning) {
  page("/", {"/a"});
  config_.user_agent = "spider/1";
  config_.max_pages = 1;
  ASSERT_FALSE(crawl({"http://a.example/"}, /*store_fails=*/2));
  ASSERT_TRUE(crawl({}));
  const auto runs = (*open_store_reader(config_.store))->runs(10);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->found.size(), 2u);
  const RunRow &second = runs->found[0], &first = runs->found[1];
  EXPECT_FALSE(first.ended) << "its end could not be written";
  EXPECT_GT(second.run, first.run);
  EXPECT_EQ(second.kind, "crawl");
  EXPECT_EQ(second.ended, "max-pages");
  EXPECT_EQ(second.product_token, "spider");
  EXPECT_NE(second.settings.find("user-agent = \"spider/1\"\n"), std::string::npos) << second.settings;
  EXPECT_EQ(second.settings.find("max-pages"), std::string::npos);
  EXPECT_EQ(second.fetched, 1);
  const auto history =
      (*open_store_reader(config_.store))->history(key_of(*Url::parse("http://a.example/")), std::nullopt, 1);
  EXPECT_EQ(history->found.at(0).run, second.run);
}

TEST_F(CrawlLoop, ASeedThatLeadsOutOfScopeIsTold) {
  site_["/"] = [](const FetchRequest&) { return answer(301, "", "", {{"Location", "http://www.a.example/"}}); };
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary);
  ASSERT_EQ(summary->seed_redirects.size(), 1u);
  EXPECT_EQ(summary->seed_redirects[0].target, "http://www.a.example/");
  EXPECT_TRUE(summary->seed_redirects[0].same_root);
  EXPECT_EQ(summary->seeds_answered, 1);
}

TEST_F(CrawlLoop, SeedsWithoutAnAnswerAreCountedByReason) {
  config_.retries = 0;
  site_["/"] = [](const FetchRequest&) {
    Exchange exchange;
    exchange.failure = Reason::network_reset;
    return exchange;
  };
  const auto summary = crawl({"http://a.example/"});
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->seeds, 1);
  EXPECT_EQ(summary->seeds_answered, 0);
  EXPECT_EQ(summary->seeds_without_answer, (std::map<std::string, int64_t>{{"network.reset", 1}}));
}

TEST_F(CrawlLoop, WithoutSeedsNothingIsMade) {
  const auto crawl = Crawl::open(config_, {}, {}, clock_);
  ASSERT_FALSE(crawl);
  EXPECT_NE(crawl.error().message.find("nothing to crawl"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(config_.store));
}

}  // namespace
}  // namespace lycosa::inline crawl
